/**
 * 10,000 stanzas a minute come in while the real app runs: with the workbench off, with it on, and with the XML console before the eyes,
 * one after the other in one run. What they cost is told by the processor time of both processes and by frames, side by side.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { launchPerson, type Person } from '../e2e/person'
import { startServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import { watchStalls, type Stall } from './stalls.mjs'

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '20' }, perMinute: { type: 'string', default: '10000' } },
})
const seconds = Number(values.seconds)
const perMinute = Number(values.perMinute)
/** The writer hands over as many as are due, so often. */
const BEAT_MS = 100
const server = await startServer('prosody', { accounts: [{ user: 'lina', password: 'lina-pw' }, { user: 'wei', password: 'wei-pw' }] })

/** Frames over the time, and the dropped ones among them. */
const watchFrames = (page: Page, ms: number) =>
  page.evaluate(async (forMs) => {
    const FRAME_MS = 1000 / 60
    const frame = () => new Promise<number>(requestAnimationFrame)
    const begin = await frame()
    const seen = { frames: 0, dropped: 0, longestMs: 0 }
    for (let last = begin; last - begin < forMs; ) {
      const now = await frame()
      seen.frames++
      seen.dropped += Math.max(0, Math.round((now - last) / FRAME_MS) - 1)
      seen.longestMs = Math.max(seen.longestMs, now - last)
      last = now
    }
    return seen
  }, ms)

async function write(peer: SlixmppPeer, to: string, name: string): Promise<number> {
  const begin = performance.now()
  let sent = 0
  while (performance.now() - begin < seconds * 1000) {
    const due = Math.floor(((performance.now() - begin) * perMinute) / 60_000)
    if (due > sent) await peer.sendRaw(Array.from({ length: due - sent }, (_, i) => `<message to="${to}" type="chat" id="${name}${sent + i}"><body>${name} ${sent + i} 喜鹊叫</body></message>`).join(''))
    sent = Math.max(sent, due)
    await sleep(BEAT_MS)
  }
  return sent
}

async function measure(lina: Person, peer: SlixmppPeer, name: string) {
  const { app } = lina.app
  const cdp = await lina.page.context().newCDPSession(lina.page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const pageCpu = async () => (await cdp.send('Performance.getMetrics')).metrics.find((one) => one.name === 'TaskDuration')?.value ?? 0
  const mainCpu = () => app.evaluate(() => (process.cpuUsage().user + process.cpuUsage().system) / 1e6)
  await app.evaluate(() => (globalThis as unknown as { benchStalls: { reset(): void } }).benchStalls.reset())
  const before = { page: await pageCpu(), main: await mainCpu() }
  const [frames, stanzas] = await Promise.all([watchFrames(lina.page, seconds * 1000), write(peer, lina.address, name)])
  // All of them are there: what is measured is the same for each.
  const isThere = async () => (await lina.snapshot()).accounts[lina.accountId]!.conversations.conversations[0]?.lastMessage?.body.startsWith(`${name} ${stanzas - 1} `)
  for (const end = Date.now() + 60_000; !(await isThere()); await sleep(100)) if (Date.now() > end) throw new Error('not all came')
  const stall = await app.evaluate(() => (globalThis as unknown as { benchStalls: { longest: Stall } }).benchStalls.longest)
  const result = {
    stanzas, mainCpuMs: (await mainCpu() - before.main) * 1000, pageCpuMs: (await pageCpu() - before.page) * 1000,
    droppedShare: frames.dropped / (frames.frames + frames.dropped), longestFrameMs: frames.longestMs, maxStallMs: stall.ms, maxStallCpuMs: stall.cpuMs,
  }
  console.error(name, JSON.stringify(result))
  return result
}

let lina: Person | undefined
const peer = await startPeer({ server, user: 'wei', password: 'wei-pw', autoReceipts: false })
try {
  lina = await launchPerson(server, 'lina', 'lina-pw')
  await lina.app.app.evaluate((_, text) => Object.assign(globalThis, { benchStalls: (0, eval)(`(${text})()`) as unknown }), watchStalls.toString())
  await measure(lina, peer, 'warm')
  const off = await measure(lina, peer, 'off')
  await lina.call('settings.set', { workbench: true })
  const on = await measure(lina, peer, 'on')
  await lina.page.keyboard.press('Control+4')
  await lina.page.getByRole('listbox', { name: 'Stanzas' }).waitFor()
  const open = await measure(lina, peer, 'open')
  const round = (value: number, digits = 2) => Number(value.toFixed(digits))
  const result = {
    perMinute: Math.round((open.stanzas / seconds) * 60), stanzas: open.stanzas,
    onToOffCpu: round((on.mainCpuMs + on.pageCpuMs) / (off.mainCpuMs + off.pageCpuMs)),
    openToOffCpu: round((open.mainCpuMs + open.pageCpuMs) / (off.mainCpuMs + off.pageCpuMs)),
    droppedShareOff: round(off.droppedShare, 4), droppedShareOpen: round(open.droppedShare, 4),
    maxStallMsOff: round(off.maxStallMs, 1), maxStallMsOpen: round(open.maxStallMs, 1), maxStallCpuMsOpen: round(open.maxStallCpuMs, 1),
    longestFrameMsOff: round(off.longestFrameMs, 1), longestFrameMsOpen: round(open.longestFrameMs, 1),
  }
  if (!values.json) {
    console.log(`${result.perMinute} stanzas a minute: with the console open ${result.openToOffCpu} times the processor time without the workbench (on, not looked at: ${result.onToOffCpu})`)
    console.log(`frames dropped ${(result.droppedShareOpen * 100).toFixed(1)} % (without ${(result.droppedShareOff * 100).toFixed(1)} %), longest turn of the main process ${result.maxStallMsOpen} ms (without ${result.maxStallMsOff})`)
  }
  console.log(JSON.stringify(result))
} finally {
  await lina?.app.close()
  await peer.kill()
  await server.stop()
}
