/** Modules are taken away one by one, each from a domain of its own: the check-up names what is gone, and nothing else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkUp, leftOf, verdictsOf } from '../support/check-up'
import { crippled, hostOf, isTried } from '../support/check-up-crippled/index'
import { checkedAccounts, startChecked } from '../support/check-up-servers'
import { serverKinds, type TestServer } from '../support/servers'

describe.each(serverKinds)('%s', (kind) => {
  let server: TestServer
  let complete: Record<string, string>
  beforeAll(async () => {
    server = await startChecked(kind, { hosts: crippled[kind].map(hostOf) })
    complete = verdictsOf(await checkUp({ server, accounts: checkedAccounts }))
  })
  afterAll(() => server?.stop())

  // Some 20 whole runs beside each other, each of 100 to 200 exact verdicts: on a busy machine one may come too late once; each run is a new one.
  it.concurrent.each(crippled[kind].map((row) => ({ name: row.without.join(', '), row })))('without $name', { retry: 1 }, async ({ row }) => {
    const report = await checkUp({ server, accounts: checkedAccounts, domain: hostOf(row).domain, only: ({ area }) => isTried(row, area) })
    const now = verdictsOf(report)
    expect(leftOf(report)).toEqual([])
    expect(Object.fromEntries(Object.entries(now).filter(([id, verdict]) => verdict !== complete[id]))).toEqual(row.changes)
  })
})
