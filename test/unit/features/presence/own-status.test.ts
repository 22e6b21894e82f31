import { afterEach, describe, expect, test } from 'vitest'
import type { Session } from '#core/context'
import { createOwnStatus } from '#features/presence/own-status'
import type { contract } from '#features/presence/contract'
import { openDatabase, type Db } from '#store/database'
import { run } from '#store/sql'
import type { Clock, EpochMs } from '#shared/time'
import type { Element } from '#xmpp/types'

let db: Db
afterEach(() => db.close())

/** A server that knows XEP-0186 (none of those we can start does); what it hears is kept in order. */
function setUp(features: string[], answers: (payload: string) => boolean | Promise<boolean> = () => true) {
  db = openDatabase({ file: ':memory:', nativeBinding: process.env['MAGPIE_SQLITE_BINDING'] })
  run(db, "INSERT INTO account (id, address, server, resource) VALUES (1, 'me@x', '{}', 'r')")
  const heard: string[] = []
  const link = { phase: 'online' }
  const session = {
    db, clock: { nowMs: () => Date.parse('2026-11-23T01:00:00Z') as EpochMs, monotonicMs: () => 0 } satisfies Clock, accountId: 1, transaction: <T>(work: () => T) => work(), publish: () => undefined, log: () => undefined, presenceExtras: () => [],
    connection: {
      get state() { return link },
      send: (stanza: Element) => link.phase === 'online' && heard.push(stanza.toString()) > 0,
      request: async ({ payload }: { payload: Element }) => {
        heard.push(payload.toString())
        return (await answers(payload.toString())) ? { ok: true } : { ok: false, error: { condition: 'forbidden' } }
      },
    },
  } as unknown as Session<typeof contract>
  return { heard, link, make: () => createOwnStatus(session, (ns) => features.includes(ns)) }
}
const hidden = '<invisible xmlns="urn:xmpp:invisible:1" probe="true"/>'
const visible = '<visible xmlns="urn:xmpp:invisible:1"/>'
const away = '<presence><show>away</show><idle xmlns="urn:xmpp:idle:1" since="2026-11-23T01:00:00.000Z"/><priority>0</priority></presence>'
const online = '<presence><priority>5</priority></presence>'

describe('a server that can hide us', () => {
  test('login invisible, then visible, then hidden again', async () => {
    const { heard, make } = setUp(['urn:xmpp:invisible:1', 'urn:xmpp:invisible:0'])
    const status = make()
    await status.set('invisible', '')
    expect(heard, 'the roster comes first').toEqual([])
    await status.announce()
    expect(status.view()).toMatchObject({ availability: 'invisible', canBeInvisible: true })
    await status.set('away', '')
    await status.set('invisible', '')
    await status.set('invisible', 'other words')
    expect(heard).toEqual([hidden, visible, away, hidden])
  })

  test('the older form of the command', async () => {
    const { heard, make } = setUp(['urn:xmpp:invisible:0'])
    const status = make()
    await status.announce()
    await status.set('invisible', '')
    expect(heard).toEqual([online, '<invisible xmlns="urn:xmpp:invisible:0"/>'])
  })

  test('who changes his mind while the server thinks ends where he wanted', async () => {
    let release = () => undefined as void
    const { heard, make } = setUp(['urn:xmpp:invisible:1'], (payload) =>
      payload === hidden ? new Promise((resolve) => (release = () => resolve(true))) : true)
    const status = make()
    await status.announce()
    const hiding = status.set('invisible', '')
    const showing = status.set('away', '')
    await new Promise((resolve) => setTimeout(resolve, 5))
    release()
    await Promise.all([hiding, showing])
    expect(heard.at(-1)).toBe(away)
    expect(heard.includes(hidden)).toBe(heard.includes(visible))
  })

  test('it refuses: goodbye to all instead, never visible against the wish', async () => {
    const { heard, make } = setUp(['urn:xmpp:invisible:1'], () => false)
    const status = make()
    await status.announce()
    const changes: boolean[] = []
    status.onChange(({ isGone }) => changes.push(isGone))
    await status.set('invisible', '')
    expect(heard).toEqual([online, hidden, '<presence type="unavailable"/>'])
    expect(changes, 'rooms have to be entered again').toEqual([true])
  })
})

describe('any server', () => {
  test('what was chosen while the link was down is told when it is back', async () => {
    const { heard, link, make } = setUp([])
    const status = make()
    await status.announce()
    link.phase = 'waiting'
    await status.set('away', '')
    expect(heard).toEqual([online])
    link.phase = 'online'
    await status.catchUp()
    await status.catchUp()
    expect(heard).toEqual([online, away])
  })

  test('invisible at login says nothing at all, not even goodbye', async () => {
    const { heard, make } = setUp([])
    const first = make()
    await first.set('invisible', '')
    const second = make()
    expect(second.view().availability, 'kept').toBe('invisible')
    await second.announce()
    second.leave()
    expect(heard).toEqual([])
  })
})
