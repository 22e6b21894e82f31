/** SAFETY S2: a server, or somebody on the way to it, that says what it may not. Scripted: no real one would. */
import { createTestClient, type TestClient } from '../support/core-client'
import { DOMAIN, startScriptedServer, type ScriptedClient, type ScriptedServer } from '../support/scripted-server'
import { body, delay, event, forwarded } from './attack-types'
import { differences, Observer } from './observe'
import type { Finding } from './run'
import { comesTrue, roundTrip } from './world'

const OWN = `lina@${DOMAIN}`
const BOB = `bob@${DOMAIN}`
const EVE = `eve@${DOMAIN}`
const MAM = 'urn:xmpp:mam:2'

interface Stage {
  client: ScriptedClient
  victim: TestClient
  observer: Observer
  /** Of the question for the archive, which is kept waiting. */
  query: { iqId: string; queryId: string }
}

/** Answers what is asked, but for the archive. */
function answerer(hold: (iqId: string, queryId: string) => void) {
  return async (client: ScriptedClient): Promise<void> => {
    await client.logIn()
    for (;;) {
      const [text, name] = await client.read(/<(message|presence|iq|r|a)\b[^>]*?(?:\/>|>[\s\S]*?<\/\1>)/, 120_000)
      const value = (key: string) => new RegExp(` ${key}="([^"]*)"`).exec(text)?.[1] ?? ''
      if (name === 'r') client.send("<a xmlns='urn:xmpp:sm:3' h='0'/>")
      if (name !== 'iq' || !/type="(get|set)"/.test(text)) continue
      const answer = (inside: string) => client.send(`<iq type='result' id='${value('id')}' from='${value('to') || OWN}'>${inside}</iq>`)
      if (text.includes('jabber:iq:roster')) answer(`<query xmlns='jabber:iq:roster'><item jid='${BOB}' subscription='both'/></query>`)
      else if (text.includes('disco#info')) answer(`<query xmlns='http://jabber.org/protocol/disco#info'><identity category='server' type='im'/><feature var='${MAM}'/><feature var='urn:xmpp:carbons:2'/><feature var='urn:xmpp:blocking'/></query>`)
      else if (text.includes(MAM) && text.includes('queryid=')) hold(value('id'), value('queryid'))
      else if (/urn:xmpp:(ping|carbons:2)/.test(text)) answer('')
      else if (text.includes('urn:xmpp:blocking')) answer("<blocklist xmlns='urn:xmpp:blocking'/>")
      else client.send(`<iq type='error' id='${value('id')}' from='${value('to') || OWN}'><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`)
    }
  }
}

const message = (from: string | null, inside: string, type = 'chat') => `<message to='${OWN}/magpie' type='${type}'${from === null ? '' : ` from='${from}'`}>${inside}</message>`
const result = (from: string, queryId: string, words: string) =>
  message(from, `<result xmlns='${MAM}' queryid='${queryId}' id='${words}'>${forwarded(BOB, OWN, words).replace('<message', `${delay('2026-01-01T00:00:00Z', OWN)}<message`)}</result>`)
const push = (from: string | null, id: string) =>
  `<iq type='set' id='${id}' to='${OWN}/magpie'${from === null ? '' : ` from='${from}'`}><query xmlns='jabber:iq:roster'><item jid='${id}@${DOMAIN}' subscription='both' name='Boss'/></query></iq>`
const block = (from: string | null, id: string) =>
  `<iq type='set' id='${id}' to='${OWN}/magpie'${from === null ? '' : ` from='${from}'`}><block xmlns='urn:xmpp:blocking'><item jid='${id}@${DOMAIN}'/></block></iq>`
const carbon = (from: string, words: string) => message(from, `<received xmlns='urn:xmpp:carbons:2'>${forwarded(BOB, OWN, words)}</received>`)
const bookmark = (from: string | null, room: string) =>
  message(from, event('urn:xmpp:bookmarks:1', `<item id='${room}@rooms.${DOMAIN}'><conference xmlns='urn:xmpp:bookmarks:1' autojoin='false'/></item>`), 'headline')

interface Attack {
  id: string
  says: string
  stanza(stage: Stage): string
}
export const hostileAttacks: Attack[] = [
  { id: 'M01', says: 'a result of the open question, from a stranger', stanza: ({ query }) => result(EVE, query.queryId, 'M01') },
  { id: 'M02', says: 'a result of the open question, from the server', stanza: ({ query }) => result(DOMAIN, query.queryId, 'M02') },
  { id: 'M03', says: 'a result of the open question, from a room', stanza: ({ query }) => result(`room@rooms.${DOMAIN}`, query.queryId, 'M03') },
  { id: 'M04', says: 'a result of the open question, from a device of ours', stanza: ({ query }) => result(`${OWN}/phone`, query.queryId, 'M04') },
  { id: 'M05', says: 'a result of our archive, under another question', stanza: () => result(OWN, 'f7', 'M05') },
  { id: 'M06', says: 'a push from the server’s address', stanza: () => push(DOMAIN, 'm06') },
  { id: 'M07', says: 'a push from a device of ours', stanza: () => push(`${OWN}/phone`, 'm07') },
  { id: 'M08', says: 'a push from a stranger', stanza: () => push(EVE, 'm08') },
  { id: 'M09', says: 'a copy from the server’s address', stanza: () => carbon(DOMAIN, 'M09') },
  { id: 'M10', says: 'a copy from a device of ours', stanza: () => carbon(`${OWN}/phone`, 'M10') },
  { id: 'M11', says: 'a copy from an address that begins like ours', stanza: () => carbon(`${OWN}.evil`, 'M11') },
  { id: 'M12', says: 'answers under ids that can be guessed', stanza: () => Array.from({ length: 40 }, (_, n) => `<iq type='result' id='${n}' from='${OWN}'><fin xmlns='${MAM}' complete='true'/></iq>`).join('') },
  { id: 'M13', says: 'the end of the open question, from a stranger', stanza: ({ query }) => `<iq type='result' id='${query.iqId}' from='${EVE}/x'><fin xmlns='${MAM}' complete='true'/></iq>` },
  { id: 'M14', says: 'that the open question failed, from a room', stanza: ({ query }) => `<iq type='error' id='${query.iqId}' from='room@rooms.${DOMAIN}'><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>` },
  { id: 'M15', says: 'a bookmark from the server’s address', stanza: () => bookmark(DOMAIN, 'm15') },
  { id: 'M16', says: 'a bookmark from nobody', stanza: () => bookmark(null, 'm16') },
  { id: 'M17', says: 'a bookmark from a device of ours', stanza: () => bookmark(`${OWN}/phone`, 'm17') },
  { id: 'M18', says: 'a block from the server’s address', stanza: () => block(DOMAIN, 'm18') },
  { id: 'M19', says: 'a copy of a message from no address', stanza: () => carbon(OWN, 'M19').replaceAll(`from='${BOB}'`, "from='@@'") },
  { id: 'M20', says: 'our own words, as if somebody else had sent them', stanza: () => message(OWN, `<sent xmlns='urn:xmpp:carbons:2'>${forwarded(BOB, OWN, 'M20')}</sent>`) },
  { id: 'M21', says: 'presence of somebody unknown', stanza: () => `<presence from='${EVE}/x'><status>boss</status></presence>` },
  { id: 'M22', says: 'words and presence from no address', stanza: () => `<message from='@' type='chat'>${body('M22')}</message><presence from='/x'/>` },
]

/** What must be taken; each says what then is there. */
const legal: { says: string; stanza(stage: Stage): string; isTaken(stage: Stage): boolean }[] = [
  { says: 'a push from nobody', stanza: () => push(null, 't1'), isTaken: ({ victim }) => victim.state.roster.contacts.some((one) => one.jid === `t1@${DOMAIN}`) },
  { says: 'a push from our address', stanza: () => push(OWN, 't2'), isTaken: ({ victim }) => victim.state.roster.contacts.some((one) => one.jid === `t2@${DOMAIN}`) },
  { says: 'a copy from our address', stanza: () => carbon(OWN, 'T3'), isTaken: ({ observer }) => observer.count('message WHERE body = ?', 'T3') === 1 },
  { says: 'a bookmark from our address', stanza: () => bookmark(OWN, 't4'), isTaken: ({ observer }) => observer.count('bookmark WHERE jid = ?', `t4@rooms.${DOMAIN}`) === 1 },
  { says: 'a block from nobody', stanza: () => block(null, 't5'), isTaken: ({ victim }) => victim.state.blocking.blocking.jids.some((one) => one === `t5@${DOMAIN}`) },
  {
    says: 'the archive’s own answer',
    stanza: ({ query }) => `${result(OWN, query.queryId, 'T6')}<iq type='result' id='${query.iqId}' from='${OWN}'><fin xmlns='${MAM}' complete='true'><set xmlns='http://jabber.org/protocol/rsm'><first>T6</first><last>T6</last></set></fin></iq>`,
    isTaken: ({ observer }) => observer.count('message WHERE body = ?', 'T6') === 1,
  },
]

export async function runHostileServer(say: (line: string) => void = () => undefined): Promise<{ tried: number; twins: number; findings: Finding[] }> {
  const findings: Finding[] = []
  let query: Stage['query'] | null = null
  const server: ScriptedServer = await startScriptedServer(answerer((iqId, queryId) => void (query ??= { iqId, queryId })))
  const victim = await createTestClient({
    server: { domain: DOMAIN, host: '127.0.0.1', port: server.port, caPem: server.certificates.caPem }, user: 'lina', password: 'secret',
  })
  const observer = new Observer(victim)
  let twins = 0
  try {
    await victim.until(() => query !== null, 'the archive is asked')
    const stage: Stage = { client: server.clients.at(-1)!, victim, observer, query: query! }
    const settled = async () => {
      for (let round = 0; round < 2; round++) await roundTrip(victim)
    }
    const refused = () => victim.logs.filter(({ message: line }) => line.startsWith('refused ') || line.includes('malformed address')).length
    await settled()
    for (const attack of hostileAttacks) {
      const before = observer.look()
      const linesBefore = refused()
      stage.client.send(attack.stanza(stage))
      await settled()
      const found = differences(before, observer.look())
      for (const what of found.slice(0, 3)) findings.push({ id: attack.id, actor: 'stranger', kind: 'succeeded', what })
      if (refused() === linesBefore) findings.push({ id: attack.id, actor: 'stranger', kind: 'log', what: 'nothing was said' })
      say(`${attack.id} ${attack.says}: ${found.length === 0 ? 'ok' : found.join('\n  ')}`)
    }
    for (const one of legal) {
      stage.client.send(one.stanza(stage))
      try {
        await comesTrue(stage, one.says, () => one.isTaken(stage))
        twins++
      } catch (error) {
        const what = String((error as Error).message).slice(0, 500)
        findings.push({ id: 'M', actor: 'twin', kind: 'twin', what })
        say(`hostile twin ${one.says}: ${what}`)
      }
    }
    return { tried: hostileAttacks.length, twins, findings }
  } finally {
    observer.close()
    await victim.stop()
    await server.close()
  }
}
