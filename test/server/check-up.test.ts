/** The check-up runs against real servers: what it says of them is so, and nothing of it stays there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkUp, verdictsOf } from '../support/check-up'
import { expected } from '../support/check-up-expected/index'
import { serverKinds, startServer, type TestServer } from '../support/servers'

const accounts = [{ user: 'lina', password: 'lina-pw' }, { user: 'wei', password: 'wei-pw' }]

describe.each(serverKinds)('%s as it comes', (kind) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer(kind, { accounts })
  })
  afterAll(() => server?.stop())

  it('is told as it is', async () => {
    const report = await checkUp({ server, accounts })
    expect(report.server).toMatchObject({ domain: server.domain, brand: kind })
    expect(report.leftBehind).toEqual([])
    expect(verdictsOf(report)).toEqual(expected[kind])
  })
})
