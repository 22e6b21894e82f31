/** Rooms of servers that cannot be installed here: what those did when they were recorded is found by the check-up, and nothing stays. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CheckReport } from '#shared/check-up/report'
import { roomChecks } from '#features/check-up/checks/rooms'
import { sentenceOf } from '#shared/check-up/sentences'
import { areaTexts } from '#shared/check-up/texts'
import { checkUp, verdictsOf } from '../support/check-up'
import { checkedAccounts } from '../support/check-up-servers'
import { startScriptedServer, type ScriptedKind, type ScriptedRooms } from '../support/scripted-rooms'

/** What does not pass; all else does. */
const finds: Record<ScriptedKind, Record<string, string>> = {
  'openfire-4.7.5': {
    'rooms.config-notice': 'broken:none', 'rooms.archive-found': 'broken:empty', 'rooms.archive-ids': 'untested:after', 'rooms.archive-private': 'untested:after',
    'rooms.moderation': 'missing', 'rooms.occupant-ids': 'missing', 'rooms.self-ping': 'broken:other-error', 'rooms.closed-to-others': 'broken:stays',
    'rooms.ban-moderator': 'broken:stays', 'rooms.voice-request': 'missing', 'rooms.hats': 'missing',
  },
  'openfire-5.0.5': {
    'rooms.archive-found': 'broken:empty', 'rooms.archive-ids': 'untested:after', 'rooms.archive-private': 'untested:after', 'rooms.moderation': 'missing',
    'rooms.voice-request': 'missing', 'rooms.hats': 'missing',
  },
  'tigase-8.4.0': {
    'rooms.public': 'broken:refused', 'rooms.listed': 'untested:public-refused', 'rooms.cancel': 'broken:unanswered', 'rooms.join-order': 'broken:self-first',
    'rooms.nick-conflict': 'broken:other-error', 'rooms.nick-change': 'missing:refused', 'rooms.stanza-ids': 'broken:unannounced',
    'rooms.archive-default': 'broken:off', 'rooms.occupant-ids': 'missing', 'rooms.register': 'broken:forgotten', 'rooms.reserved-nick': 'untested:after',
    'rooms.unregister': 'untested:after', 'rooms.membership-lost': 'broken:as-ban', 'rooms.closed-to-others': 'broken:stays', 'rooms.voice-request': 'missing',
    'rooms.hats': 'missing',
  },
}

const kinds = Object.keys(finds) as ScriptedKind[]

const only = ({ area }: { area: string }) => area === 'rooms'

describe('rooms of', () => {
  const runs = new Map<ScriptedKind, { server: ScriptedRooms; report: CheckReport }>()
  beforeAll(async () => {
    // At the same time: much of it is waiting for what does not come.
    await Promise.all(kinds.map(async (kind) => {
      const server = await startScriptedServer(kind, { accounts: checkedAccounts })
      runs.set(kind, { server, report: await checkUp({ server, accounts: checkedAccounts, only }) })
    }))
  }, 60_000)
  afterAll(() => Promise.all([...runs.values()].map(({ server }) => server.stop())))

  it.each(kinds)('%s: what is wrong is found, and nothing else', (kind) => {
    const { report } = runs.get(kind)!
    expect(verdictsOf(report)).toEqual({ ...Object.fromEntries(roomChecks.map(({ id }) => [id, 'pass'])), ...finds[kind] })
  })

  it.each(kinds)('%s: nothing stays behind', (kind) => {
    const { server, report } = runs.get(kind)!
    expect(report.leftBehind).toEqual([])
    expect([...server.muc.rooms.keys()]).toEqual([])
  })

  it.each(kinds)('%s: all is said in words of its own', (kind) => {
    for (const line of runs.get(kind)!.report.lines) {
      const own = { ...areaTexts.rooms!.en[line.id]!.reasons, after: '', pair: '' }
      if (line.reason !== null) expect(Object.keys(own), `${line.id} ${line.reason}`).toContain(line.reason)
      for (const language of ['zh', 'en'] as const) expect(sentenceOf(line, language), line.id).not.toContain('…')
    }
  })
})

describe('rooms, cut short or alone', () => {
  let server: ScriptedRooms
  beforeAll(async () => {
    server = await startScriptedServer('openfire-5.0.5', { accounts: checkedAccounts, archive: true })
  }, 60_000)
  afterAll(() => server?.stop())

  it('COMPAT(openfire): an archive that is switched on has other ids than the room gave', async () => {
    const verdicts = verdictsOf(await checkUp({ server, accounts: checkedAccounts, only }))
    expect(verdicts).toMatchObject({ 'rooms.archive-found': 'pass', 'rooms.archive-ids': 'broken:differ', 'rooms.archive-private': 'pass' })
  })

  it('with one account: what needs two is left out, the rest is done', async () => {
    const report = await checkUp({ server, accounts: checkedAccounts.slice(0, 1), only })
    const verdicts = verdictsOf(report)
    expect(verdicts).toMatchObject({ 'rooms.create': 'pass', 'rooms.public': 'pass', 'rooms.configure': 'pass', 'rooms.several-changes': 'pass', 'rooms.join': 'untested:pair' })
    expect(report.leftBehind).toEqual([])
    expect([...server.muc.rooms.keys()]).toEqual([])
  })

  it('stopped in the middle, its rooms are gone', async () => {
    const stop = new AbortController()
    const made = new Set<string>()
    const report = await checkUp({
      server, accounts: checkedAccounts, only, signal: stop.signal,
      onLine: ({ id }) => {
        for (const room of server.muc.rooms.keys()) made.add(room)
        if (id === 'rooms.message') stop.abort()
      },
    })
    expect(made.size).toBeGreaterThan(0)
    expect(report.isAborted).toBe(true)
    expect(report.lines.at(-1)).toMatchObject({ verdict: 'untested', reason: 'stopped' })
    expect(report.leftBehind).toEqual([])
    expect([...server.muc.rooms.keys()]).toEqual([])
  })
})
