/** What a later run may remove of an earlier one: only what has its name, or stands between its own accounts. */
import { expect, test } from 'vitest'
import { removerOf } from '#features/check-up/journal'
import type { Probe } from '#features/check-up/bench'
import { localError } from '#xmpp/stanza-error'
import type { IqRequest } from '#xmpp/types'

const RUN = 'magpie-check-0a1b2c3d'
const earlier = { run: RUN, accounts: ['lina@x.example', 'wei@x.example'] }
const asked: string[] = []
const session = (own: string) => ({
  own, request: ({ type, to, payload }: IqRequest) => Promise.resolve((asked.push(`${own} ${type} ${to ?? ''} ${payload}`), { ok: false, error: { ...localError('offline'), condition: 'item-not-found' } })),
}) as unknown as Probe
const [lina, wei, mei] = ['lina@x.example', 'wei@x.example', 'mei@x.example'].map(session) as [Probe, Probe, Probe]
const may = (what: string, sessions = [lina, wei]) => removerOf(what, earlier, sessions) !== null

test.each([
  `room ${RUN}-hall@rooms.x.example`, `node ${RUN}-private of lina@x.example`, `node ${RUN}-x of pubsub.x.example`, `contact ${RUN}@x.example of lina@x.example`,
  'wei@x.example on the blocked list of lina@x.example', 'private storage of lina@x.example: https://n', 'wei@x.example and lina@x.example as contacts of each other',
])('removed: %s', (what) => {
  expect(may(what)).toBe(true)
  expect(may(what, [wei, lina]), 'whichever of them comes first now').toBe(true)
  expect(may(what, [mei]), 'not with the sessions of others').toBe(false)
})

test.each([
  'room tea@rooms.x.example', `room ${RUN}e-hall@rooms.x.example`, 'room magpie-check-ffffffff-hall@rooms.x.example', `room tea-${RUN}@rooms.x.example`, 'node urn:xmpp:bookmarks:1 of lina@x.example',
  'contact friend@x.example of lina@x.example', `contact ${RUN}@x.example of mei@x.example`, 'pest@x.example on the blocked list of lina@x.example', 'wei@x.example on the blocked list of mei@x.example',
  'mei@x.example and lina@x.example as contacts of each other', 'private storage of mei@x.example: https://n', 'something of tomorrow', 'room ', 'file https://x/f',
])('left alone: %s', (what) => expect(may(what, [lina, wei, mei])).toBe(false))

test('rooms and nodes are asked for by their owner, where they are', async () => {
  await removerOf(`room ${RUN}-hall@rooms.x.example`, earlier, [wei, lina])!()
  await removerOf(`node ${RUN}-a of lina@x.example`, earlier, [wei, lina])!()
  await removerOf(`node ${RUN}-b of pubsub.x.example`, earlier, [wei, lina])!()
  expect(asked.map((one) => one.split(' ').slice(0, 3).join(' '))).toEqual([
    'lina@x.example get magpie-check-0a1b2c3d-hall@rooms.x.example', 'lina@x.example set ', 'lina@x.example get ', 'lina@x.example set pubsub.x.example', 'lina@x.example get pubsub.x.example',
  ])
})
