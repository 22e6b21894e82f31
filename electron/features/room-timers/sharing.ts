/**
 * The timers in a private node of our own account (XEP-0223): every device of ours knows them all. A server without such nodes:
 * only this device does, and the timer says so.
 */
import type { AccountId } from '#shared/ids'
import type { Db } from '#store/database'
import type { Connection } from '#xmpp/types'
import { createPrivateNode } from '#xmpp/xep/0223'
import { buildTimer, NODE, parseTimer, type StoredTimer } from './stanza'
import { deleteTimer, getTimer, listTimers, putTimer, setSync, type TimerRow } from './table'

export interface Sharing {
  /** A new session: what was learnt of the server is void. Brings both sides together. */
  load(): Promise<unknown>
  /** Tells the server what it does not know yet. */
  push(): Promise<unknown>
  stop(): void
  /** Told by the node. */
  published(timer: StoredTimer): void
  retracted(id: string): void
}

export function createSharing(deps: {
  db: Db
  accountId: AccountId
  connection: Pick<Connection, 'request' | 'state'>
  transaction: (work: () => void) => void
  onChanged(row: TimerRow): void
  /** Another device has ended it. */
  onGone(row: TimerRow): void
  onError(error: unknown): void
}): Sharing {
  const { db, accountId, connection } = deps
  let node = createPrivateNode(connection, NODE)
  let work = Promise.resolve()
  let isStopped = false

  /** One after the other; what fails stays marked for the next login. */
  const later = (job: () => Promise<void>) => (work = work.then(job).catch((error: unknown) => deps.onError(error)))

  const pushAll = async () => {
    for (const row of listTimers(db, accountId)) {
      if (row.sync === 'synced' || connection.state.phase !== 'online') continue
      const outcome = row.sync === 'removed' ? await node.retract(row.id) : await node.publish(row.id, buildTimer(row))
      if (isStopped) return
      const now = getTimer(db, accountId, row.id)
      if (!now || now.sync !== row.sync || now.untilMs !== row.untilMs) continue
      if (row.sync === 'removed' && outcome !== 'failed') deleteTimer(db, accountId, row.id)
      else if (row.sync === 'changed' && outcome === 'done') {
        setSync(db, accountId, row.id, 'synced')
        deps.onChanged({ ...row, sync: 'synced' })
      }
    }
  }

  const published = (timer: StoredTimer) => {
    const row = getTimer(db, accountId, timer.id)
    if (row && row.sync !== 'synced') return // ours is newer and on its way
    const next: TimerRow = { ...timer, sync: 'synced' }
    putTimer(db, accountId, next)
    if (!row || row.untilMs !== next.untilMs) deps.onChanged(next)
  }
  const retracted = (id: string) => {
    const row = getTimer(db, accountId, id)
    if (!row || row.sync === 'changed') return
    deleteTimer(db, accountId, id)
    if (row.sync === 'synced') deps.onGone(row)
  }

  return {
    load: () =>
      later(async () => {
        node = createPrivateNode(connection, NODE)
        const items = await node.fetch()
        if (items === 'silence' || isStopped) return
        deps.transaction(() => {
          const there = typeof items === 'string' ? [] : items.flatMap((item) => parseTimer(item) ?? [])
          there.forEach(published)
          const ids = new Set(there.map((timer) => timer.id))
          for (const row of listTimers(db, accountId)) {
            if (row.sync !== 'synced' || ids.has(row.id)) continue
            if (typeof items === 'string') setSync(db, accountId, row.id, 'changed') // the node itself is gone: ours go there again
            else retracted(row.id)
          }
        })
        await pushAll()
      }),
    push: () => later(pushAll),
    stop: () => void (isStopped = true),
    published,
    retracted,
  }
}
