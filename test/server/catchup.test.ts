/** The bench of catching up, tiny: that its parts do what its figures claim. No times. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { STREAM_PAGE } from '../../electron/features/archive/query'
import { bareInsert, bareRead } from '../bench/catchup/bare'
import { makePast, startWithPast } from '../bench/catchup/history'
import { runHeadless } from '../bench/catchup/magpie-runs'
import type { TestServer } from '../support/servers'
import { tempDir } from '../support/temp'

const COUNT = 230
const nativeBinding = process.env.MAGPIE_SQLITE_BINDING
let server: TestServer
const read = ({ host, port, domain }: TestServer) => bareRead({ host, port, domain, page: STREAM_PAGE })

beforeAll(async () => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0' // for the bare reader only: its server is of a test's own authority
  server = await startWithPast(COUNT, nativeBinding, read)
})
afterAll(async () => {
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  await server.stop()
})

test('all three see the same messages; Magpie has them in order, with their text', async () => {
  const past = makePast(COUNT, server.domain)
  expect((await read(server)).messages).toBe(COUNT)
  expect(bareInsert({ file: join(tempDir('bare'), 'bare.db'), count: COUNT, domain: server.domain, page: 50, nativeBinding }).messages).toBe(COUNT)
  const peers = [...new Set(past.map(({ peer }) => peer))]
  const reading = await runHeadless(server, [], async (magpie) => {
    for (const peer of peers) {
      const bodies = (await magpie.history(await magpie.open('chat', peer))).map(({ body, direction }) => `${direction} ${body}`)
      expect(bodies).toEqual(past.filter((one) => one.peer === peer).map(({ body, direction }) => `${direction} ${body}`))
    }
  })
  expect(reading.messages).toBe(COUNT)
})
