/** What silence each network bears, for all accounts: routers do not tell them apart. */
import * as v from 'valibot'
import type { Clock } from '#shared/time'
import type { Db } from '#store/database'
import { listSettings, putSetting } from '#store/settings'
import type { HeartbeatStore } from '#xmpp/types'

const KEY = 'heartbeats'
/** The networks of the last time; a traveller's list must not grow for ever. */
const MAX_NETWORKS = 50
const schema = v.record(v.string(), v.object({ survivedMs: v.number(), lostMs: v.nullable(v.number()), atMs: v.number() }))

export function createHeartbeats(db: Db, clock: Clock): HeartbeatStore {
  const read = () => {
    const parsed = v.safeParse(schema, listSettings(db)[KEY])
    return parsed.success ? parsed.output : {}
  }
  return {
    load: (network) => read()[network] ?? null,
    save: (network, learned) => {
      const all = { ...read(), [network]: { ...learned, atMs: clock.nowMs() } }
      const newest = Object.entries(all).sort(([, a], [, b]) => b.atMs - a.atMs).slice(0, MAX_NETWORKS)
      putSetting(db, KEY, Object.fromEntries(newest))
    },
  }
}
