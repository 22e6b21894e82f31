/** The check-up runs against real servers: what it says of them is so, and nothing of it stays there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkUp, leftOf, verdictsOf } from '../support/check-up'
import { expected } from '../support/check-up-expected/index'
import { checkedAccounts, startChecked } from '../support/check-up-servers'
import { serverKinds, type TestServer } from '../support/servers'

describe.each(serverKinds)('%s with all it has', (kind) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startChecked(kind)
  })
  afterAll(() => server?.stop())

  it('is told as it is', async () => {
    const report = await checkUp({ server, accounts: checkedAccounts })
    expect(report.server).toMatchObject({ domain: server.domain, brand: kind })
    expect(leftOf(report)).toEqual([])
    expect(verdictsOf(report)).toEqual(expected[kind])
  })
})
