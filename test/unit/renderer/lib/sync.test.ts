import '../page'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ContractEvent, Snapshot } from '#contract'
import { register, startSync } from '../../../../renderer/lib/sync'
import { fakeMain } from '../page'

const seen: string[] = []
register({
  load: (snapshot: Snapshot) => void seen.push(`snapshot ${snapshot.revision}`),
  apply: (event: ContractEvent) => void seen.push(`${event.name} ${event.revision}`),
})
let revision = 0
const changed = (at: number) => ({ revision: at, name: 'settings.changed', payload: {} })
const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('sync', () => {
  beforeEach(() => {
    seen.length = 0
    revision = 5
  })

  it('takes a snapshot, then only what is newer, in order', async () => {
    const main = fakeMain(() => ({ revision, app: {}, accounts: {} }) as Snapshot)
    await startSync()
    main.tell(changed(4), changed(5), changed(6), changed(7))
    expect(seen).toEqual(['snapshot 5', 'settings.changed 6', 'settings.changed 7'])
  })

  it('keeps what comes while the snapshot is on its way, and drops what the snapshot knows', async () => {
    const main = fakeMain(() => {
      main.tell(changed(5), changed(6))
      return { revision, app: {}, accounts: {} } as Snapshot
    })
    await startSync()
    expect(seen).toEqual(['snapshot 5', 'settings.changed 6'])
  })

  it('asks anew after a gap, and when a session began or ended', async () => {
    const main = fakeMain(() => ({ revision, app: {}, accounts: {} }) as Snapshot)
    await startSync()
    revision = 9
    main.tell(changed(8))
    await settle()
    expect(seen).toEqual(['snapshot 5', 'snapshot 9'])
    revision = 10
    main.tell({ revision: 10, name: 'account.sessionChanged', payload: {} })
    await settle()
    expect(main.snapshots()).toBe(3)
  })

  it('passes on what the desktop wants: it has no place in the numbering', async () => {
    const main = fakeMain(() => ({ revision, app: {}, accounts: {} }) as Snapshot)
    await startSync()
    main.tell({ revision: 0, name: 'desktop.openConversation', payload: {} }, changed(6))
    expect(seen).toEqual(['snapshot 5', 'desktop.openConversation 0', 'settings.changed 6'])
  })
})
