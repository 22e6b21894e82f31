/**
 * A conversation of 100,000 mixed messages in the real app: flung from its end upwards, then from its start down again. Frames are
 * told by requestAnimationFrame; `idleDroppedShare` is what the machine drops while nothing moves, just before. The processor
 * time a frame takes (main thread of the page) tells more than the clock where others use the machine.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { CDPSession, Page } from 'playwright-core'
import { launchPerson, type Person } from '../e2e/person'
import { fillHistory, mixedBody } from '../support/long-history'
import { startServer } from '../support/servers'

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '20' }, messages: { type: 'string', default: '100000' } },
})
const seconds = Number(values.seconds)
const count = Number(values.messages)
const IDLE_SECONDS = 4
const say = (text: string) => console.error(text)

interface Fling {
  frames: number
  dropped: number
  /** The longest time between two frames. */
  longestMs: number
  /** Frames in which there was nothing left to scroll: the next page was not there yet. */
  waited: number
  maxNodes: number
  maxRows: number
  movedPx: number
  from: string
  to: string
}

/** Flicks of 9 px/ms that run out, one after the other, as long as asked; 0: nothing moves. */
const fling = (page: Page, direction: -1 | 0 | 1, forSeconds: number): Promise<Fling> =>
  page.evaluate(
    async ([sign, ms]) => {
      const FRAME_MS = 1000 / 60
      const START_PX_PER_MS = 9
      const FLICK_MS = 450
      const DECAY_MS = 325
      const frame = () => new Promise<number>(requestAnimationFrame)
      const scroller = document.querySelector('[role=log]') as HTMLElement
      const seen = () => {
        const edge = scroller.getBoundingClientRect()
        const row = [...scroller.querySelectorAll<HTMLElement>('[data-row]')].find((one) => one.getBoundingClientRect().bottom > edge.top)
        return row?.dataset.row ?? ''
      }
      const result = { frames: 0, dropped: 0, longestMs: 0, waited: 0, maxNodes: 0, maxRows: 0, movedPx: 0, from: seen(), to: '' }
      const begin = await frame()
      let last = begin
      while (last - begin < ms) {
        const since = (last - begin) % FLICK_MS
        const before = scroller.scrollTop
        scroller.scrollTop += sign * START_PX_PER_MS * Math.exp(-since / DECAY_MS) * FRAME_MS
        const moved = Math.abs(scroller.scrollTop - before)
        result.movedPx += moved
        if (sign !== 0 && moved < 1) result.waited++
        const now = await frame()
        result.longestMs = Math.max(result.longestMs, now - last)
        result.dropped += Math.max(0, Math.round((now - last) / FRAME_MS) - 1)
        result.frames++
        if (result.frames % 30 === 0) {
          result.maxNodes = Math.max(result.maxNodes, document.querySelectorAll('*').length)
          result.maxRows = Math.max(result.maxRows, scroller.querySelectorAll('[data-row]').length)
        }
        last = now
      }
      result.to = seen()
      return result
    },
    [direction, forSeconds * 1000] as const,
  )

const metric = async (cdp: CDPSession, name: string): Promise<number> =>
  (await cdp.send('Performance.getMetrics')).metrics.find((one) => one.name === name)?.value ?? 0
async function heapMb(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage')
  return (await cdp.send('Runtime.getHeapUsage')).usedSize / 1e6
}

const server = await startServer('prosody', { accounts: [{ user: 'lina', password: 'lina-pw' }, { user: 'wei', password: 'wei-pw' }] })
let lina: Person | undefined
try {
  lina = await launchPerson(server, 'lina', 'lina-pw')
  const { accountId, profileDir } = lina
  const peer = `wei@${server.domain}`
  const conversationId = (await lina.call('conversation.open', { accountId, kind: 'chat', peer: peer as never })).id
  await lina.app.close()
  fillHistory({ file: join(profileDir, 'magpie.db'), accountId, conversationId, count, own: lina.address, peer }, mixedBody, true)
  say(`${count} messages`)
  lina = await launchPerson(server, 'lina', 'lina-pw', { profileDir })
  const { page } = lina
  await lina.line('wei').click()
  await page.locator(`[data-row="${count}"]`).waitFor()
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  await cdp.send('HeapProfiler.enable')

  const idle = await fling(page, 0, IDLE_SECONDS)
  await fling(page, -1, 2) // the code is warm: what grows from here on is ours
  const heapBefore = await heapMb(cdp)
  const workBefore = await metric(cdp, 'TaskDuration')
  const up = await fling(page, -1, seconds / 2)
  say(`up: ${JSON.stringify(up)}`)
  await page.getByRole('log').press('Home')
  await page.locator('[data-row="1"]').waitFor()
  const down = await fling(page, 1, seconds / 2)
  say(`down: ${JSON.stringify(down)}`)
  const work = (await metric(cdp, 'TaskDuration')) - workBefore
  await page.getByRole('log').press('End')
  await page.locator(`[data-row="${count}"]`).waitFor()
  const heapAfter = await heapMb(cdp)

  const round = (value: number, digits: number) => Number(value.toFixed(digits))
  const frames = up.frames + down.frames
  const dropped = up.dropped + down.dropped
  const result = {
    droppedShare: round(dropped / (frames + dropped), 4),
    domNodes: Math.max(up.maxNodes, down.maxNodes),
    memoryGrowthMb: round(heapAfter - heapBefore, 1),
    idleDroppedShare: round(idle.dropped / (idle.frames + idle.dropped), 4),
    cpuMsPerFrame: round((work * 1000) / frames, 2),
    longestMs: Math.round(Math.max(up.longestMs, down.longestMs)),
    waitedShare: round((up.waited + down.waited) / frames, 4),
    pxPerSecond: Math.round((up.movedPx + down.movedPx) / seconds),
    rows: Math.max(up.maxRows, down.maxRows),
    messages: count,
  }
  if (!values.json) {
    console.log(`dropped ${(result.droppedShare * 100).toFixed(1)} % of frames at ${result.pxPerSecond} px/s (aim < 1 %; at rest ${(result.idleDroppedShare * 100).toFixed(1)} %)`)
    console.log(`${result.domNodes} DOM nodes (aim ≤ 1500), memory ${result.memoryGrowthMb} MB more afterwards (aim: flat)`)
  }
  console.log(JSON.stringify(result))
} finally {
  await lina?.app.close()
  await server.stop()
}
