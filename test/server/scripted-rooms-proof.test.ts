import { describe, expect, test } from 'vitest'
import { replayStory, type ReplayOptions } from '../support/scripted-rooms/replay'
import { scriptedKinds, startScriptedServer, type ScriptedKind } from '../support/scripted-rooms'
import { RawClient } from '../support/scripted-rooms/raw-client'
import { address } from '../support/scripted-rooms/xml'

/** What is told of each story but these steps: said in the comment why. */
const WITHOUT: Record<string, string[] | Partial<Record<ScriptedKind, string[]>>> = {
  // Several devices of one person that change their nicks: Openfire mixes them up in a way that says nothing about rooms.
  // Overlong nicks on Tigase hang on who left off the record; a room named like the service is nobody's wish.
  '09-muc-join-errors': {
    'openfire-4.7.5': ['second nickname from the same connection', 'same nickname again (rejoin without leaving)', 'very long nickname', 'leave'],
    'openfire-5.0.5': ['second nickname from the same connection', 'same nickname again (rejoin without leaving)', 'very long nickname', 'leave'],
    'tigase-8.4.0': ['nickname of spaces', 'very long nickname', 'the service itself', 'leave'],
  },
  // Other servers' answers in the name of a client.
  '15-muc-private': ['IQ to an occupant: vCard', 'IQ to an occupant: disco'],
  // Depends on how fast the story is told.
  '18-muc-history-archive': ['history: seconds 1'],
  // Tigase asks twice and answers twice.
  '20-muc-self-ping': { 'tigase-8.4.0': ["somebody else's nickname, in the room"] },
}
const STORIES = [
  '08-muc-create', '09-muc-join-errors', '10-muc-lists', '11-muc-affiliations', '12-muc-roles', '13-muc-subject', '14-muc-invitations',
  '15-muc-private', '16-muc-nick-registration', '17-muc-voice', '18-muc-history-archive', '19-muc-config-notices', '20-muc-self-ping',
  '21-muc-moderation',
]
const withoutOf = (kind: ScriptedKind, story: string) => {
  const found = WITHOUT[story] ?? []
  return Array.isArray(found) ? found : (found[kind] ?? [])
}

/** What must have happened between the steps, though no record tells it: somebody left, somebody lost his voice. */
const before: ReplayOptions['before'] = (server, step, transcript) => {
  const { alice = '', bob = '', carol = '' } = transcript.people
  if (/^history: |^archive: by somebody|^semi-anonymous again/.test(step)) server.muc.drop(carol)
  if (step === 'visitor sets it') {
    for (const room of server.muc.rooms.values()) for (const one of room.occupants) if (one.jid === bob) one.role = 'visitor'
  }
  const suffix = /-\w+$/.exec(alice)?.[0] ?? ''
  if (step === 'room just created and not configured') server.muc.create(`locked${suffix}@${server.mucDomain}`, address(alice).bare)
}

describe.each(scriptedKinds)('the scripted %s says what was recorded', (kind) => {
  test.each(STORIES)('%s', async (story) => {
    const compared = await replayStory(kind, story, { before, without: withoutOf(kind, story) })
    expect(compared.filter((one) => one.differences.length > 0)).toEqual([])
    expect(compared.reduce((sum, one) => sum + one.count, 0), 'something was compared').toBeGreaterThan(9)
  })
})

const options = (fields: Record<string, string>) =>
  `<publish-options><x xmlns="jabber:x:data" type="submit">${Object.entries(fields).map(([name, value]) =>
    `<field var="pubsub#${name}"><value>${value}</value></field>`).join('')}</x></publish-options>`
const publish = (id: string, more = '') =>
  `<iq type="set" id="${id}"><pubsub xmlns="http://jabber.org/protocol/pubsub"><publish node="urn:xmpp:bookmarks:1"><item id="${id}"/></publish>${more}</pubsub></iq>`

/** Story 22, the part that clients stumble over. */
test.each(scriptedKinds)('publish-options on the scripted %s', async (kind) => {
  const server = await startScriptedServer(kind, { accounts: [{ user: 'alice', password: 'secret' }] })
  const alice = await RawClient.logIn(server, 'alice', 'secret', 'desk')
  const answers = async (xml: string) => {
    alice.send(xml)
    await alice.settled()
    return alice.take().filter((one) => one.name === 'iq').map((one) => one.toString())
  }
  const isTigase = kind === 'tigase-8.4.0'
  expect(await answers(publish('a', options({ max_items: 'max', access_model: 'whitelist' })))).toHaveLength(isTigase ? 1 : 0)
  const never = options({ max_items: '255', access_model: 'whitelist', send_last_published_item: 'never' })
  expect((await answers(publish('b', never)))[0]).toContain('type="result"')
  expect((await answers(publish('c', never)))[0]).toContain(isTigase ? 'type="result"' : 'precondition-not-met')
  expect((await answers(publish('d')))[0]).toContain('type="result"')
  const [items = ''] = await answers('<iq type="get" id="e"><pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:xmpp:bookmarks:1"/></pubsub></iq>')
  expect([...items.matchAll(/<item id="(\w)"/g)].map(([, id]) => id)).toEqual(isTigase ? ['a', 'b', 'c', 'd'] : ['b', 'd'])
  alice.close()
  await server.stop()
})

test('a server that says something else is noticed', async () => {
  const spoil: ReplayOptions['before'] = (server, step) => {
    if (step === 'password: wrong') for (const room of server.muc.rooms.values()) room.config.set('muc#roomconfig_roomsecret', ['open'])
  }
  const compared = await replayStory('tigase-8.4.0', '09-muc-join-errors', { before: spoil })
  const found = compared.find((one) => one.step === 'password: wrong')
  expect(found?.differences.map((one) => one.who).sort()).toEqual(['alice', 'bob'])
})
