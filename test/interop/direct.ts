/**
 * `npm run interop -- direct`: files from client to client between Magpie's core and Dino, on a server that takes none: both ways over
 * SOCKS5, and within the stream with a Magpie that goes by a proxy. With OUT (environment) what Dino said is written there.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerSettings } from '#shared/model/account'
import { bring, bytesAt, fileOf, untilFile } from '../support/files-help'
import { fileToSend } from '../support/profanity'
import { startProxy } from '../support/proxy-servers'
import { startServer } from '../support/servers'
import { startDino } from './dino'
import { prepare } from './journey'
import { openTheNamespace } from './world'

const server = await startServer('prosody', {})
await openTheNamespace(server)
const tunnel = await startProxy('socks5')
let hasFailed = false

async function scenario(name: string, settings: Partial<ServerSettings>): Promise<void> {
  const { magpie, ground } = await prepare(server, `dino-${name}`, settings)
  const dino = await startDino(ground)
  const step = async (what: string, work: () => Promise<unknown>) => {
    const from = magpie.wire.length
    const why = await work().then(() => null, (error: Error) => error.message.slice(0, 2000))
    hasFailed ||= why !== null
    process.stdout.write(`${why === null ? '✓' : '✗'} ${name}: ${what}${why === null ? '' : `: ${why}`}\n`)
    if (!process.env.OUT) return
    mkdirSync(process.env.OUT, { recursive: true })
    const told = magpie.wire.slice(from).filter((line) => line.startsWith('< ') && /jingle|protocol\/ibb/.test(line))
    writeFileSync(join(process.env.OUT, `${name}-${what.replace(/\W+/g, '-')}.txt`), `${told.join('\n')}\n`)
  }
  try {
    const { id: conversationId } = await magpie.call('conversation.open', { kind: 'chat', peer: ground.address })
    while (!(await magpie.call('file.canGive', { conversationId })).isAble) await sleep(200)
    await step('Magpie to Dino', async () => {
      const bytes = randomBytes(400_000)
      const { messageId } = await magpie.call('file.send', { conversationId, key: await bring(magpie, 'to-dino.bin', bytes), isDirect: true })
      const ended = await untilFile(magpie, 'to-dino.bin', (one) => one.id === messageId && ['sent', 'delivered', 'failed'].includes(one.state))
      if (name === 'in-band') {
        // Dino 0.4.2 refuses in-band bytes in place of SOCKS5, then calls the acceptance of its own unnegotiated; offered first, it fails silently.
        if (ended.failure?.condition !== 'direct-broken' || !magpie.wire.some((line) => line.includes('transport-reject'))) throw new Error('Dino has changed: look at it anew')
        return
      }
      if (ended.failure) throw new Error(ended.failure.condition)
      await dino.fetches!('to-dino.bin', '', bytes)
    })
    await step('Dino to Magpie', async () => {
      const bytes = randomBytes(400_000)
      await dino.reopens!()
      await dino.sends!(fileToSend('from-dino.bin', bytes))
      const card = await untilFile(magpie, 'from-dino.bin', () => true)
      await magpie.call('file.accept', { messageId: card.id })
      const { problem, local } = fileOf(await untilFile(magpie, 'from-dino.bin', (one) => fileOf(one).direct === 'over'))
      if (problem || !bytesAt(magpie, local!).equals(bytes)) throw new Error(problem ?? 'other bytes came')
    })
  } finally {
    await dino.stop()
    await magpie.stop()
  }
}

await scenario('straight', {})
await scenario('in-band', { proxy: 'socks5', proxyHost: '127.0.0.1', proxyPort: tunnel.port })
await tunnel.down()
await server.stop()
process.exit(hasFailed ? 1 : 0)
