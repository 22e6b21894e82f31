/** 100,000 messages in one conversation of the real app: opens at once, the page stays small, nothing jumps. */
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fillHistory } from '../support/long-history'
import { startServer, type TestServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import { soon } from './open-apps'
import { launchPerson, openConversation, type Person } from './person'

const COUNT = 100_000
const MAX_ROWS = 240
/** Pages scrolled by wheel from each end; the rest of the way is jumped by Home and End. */
const STEPS = 150

/** Of one to 40 lines. */
const bodyOf = (i: number) => `#${i} ${'喜鹊叫，客人到。'.repeat((i * 7) % 23)}`

let server: TestServer
let lina: Person
let wei: SlixmppPeer

beforeAll(async () => {
  server = await startServer('prosody', { accounts: [{ user: 'lina', password: 'lina-pw' }, { user: 'wei', password: 'wei-pw' }] })
  wei = await startPeer({ server, user: 'wei', password: 'wei-pw' })
  lina = await launchPerson(server, 'lina', 'lina-pw')
  const id = (await lina.call('conversation.open', { accountId: lina.accountId, kind: 'chat', peer: `wei@${server.domain}` as never })).id
  await lina.app.close()
  const file = join(lina.profileDir, 'magpie.db')
  fillHistory({ file, accountId: lina.accountId, conversationId: id, count: COUNT, own: 'lina@localhost', peer: 'wei@localhost' }, bodyOf, false)
  lina = await launchPerson(server, 'lina', 'lina-pw', { profileDir: lina.profileDir })
})
/**
 * Once in a CI run (2026-11-23) the page of this file answered nothing any more, cause unknown, not seen here in ten runs, some at load 11. So a test
 * that fails is tried once more (`retry`), in a program that answers; black-box.ts says what the other one was like.
 */
beforeEach(async () => {
  if ((await soon(lina.page.evaluate(() => true), 10_000)) === true) return
  console.warn('the page answers nothing any more: the program is started anew')
  await lina.app.kill()
  lina = await launchPerson(server, 'lina', 'lina-pw', { profileDir: lina.profileDir })
  await openNewest()
})
afterAll(async () => {
  await lina?.app.close()
  await wei?.stop()
  await server?.stop()
})

interface Trip {
  steps: number
  maxRows: number
  jumps: number
  worstPx: number
  blank: number
}

/** Scrolls in steps of 300 px and measures by how much more or less than that a visible bubble moved. */
const scroll = (direction: 1 | -1, steps: number): Promise<Trip> =>
  lina.page.evaluate(
    async ([sign, count, last]) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      const scroller = document.querySelector('[role=log]') as HTMLElement
      const edge = scroller.getBoundingClientRect()
      const visible = () => {
        const bottoms = new Map<string, number>()
        for (const element of scroller.querySelectorAll<HTMLElement>('[data-message]')) {
          const box = element.getBoundingClientRect()
          if (box.bottom > edge.top && box.top < edge.bottom) bottoms.set(element.dataset.message as string, box.bottom)
        }
        return bottoms
      }
      const rows = () => [...scroller.querySelectorAll<HTMLElement>('[data-row]')]
      const isOver = () => rows().at(sign < 0 ? 0 : -1)?.dataset.row === String(sign < 0 ? 1 : last)
      const left = () =>
        sign < 0 ? scroller.scrollTop - (scroller.querySelector<HTMLElement>('.space')?.offsetHeight ?? 0) : scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop
      const trip = { steps: 0, maxRows: 0, jumps: 0, worstPx: 0, blank: 0 }
      for (; trip.steps < count; trip.steps++) {
        // On a busy machine rows may still be on their way: the user would stand at the edge too.
        const patience = performance.now() + 30_000
        for (let frames = 0; !isOver() && left() < 300; frames++) {
          await Promise.race([frame(), new Promise((resolve) => setTimeout(resolve, 1000))])
          if (performance.now() < patience) continue
          const ends = rows().map((row) => row.dataset.row)
          const where = { left: left(), scrollTop: scroller.scrollTop, scrollHeight: scroller.scrollHeight, clientHeight: scroller.clientHeight }
          throw new Error(`no further rows: ${JSON.stringify({ ...trip, ...where, frames, rows: ends.length, first: ends[0], last: ends.at(-1), visibility: document.visibilityState })}`)
        }
        const before = visible()
        const from = scroller.scrollTop
        scroller.scrollTop += sign * 300
        const by = scroller.scrollTop - from
        if (by === 0) break
        await frame()
        await frame()
        const after = visible()
        if (after.size === 0) trip.blank++
        trip.maxRows = Math.max(trip.maxRows, scroller.querySelectorAll('[data-row]').length)
        for (const [id, bottom] of before) {
          const now = after.get(id)
          if (now === undefined) continue
          const moved = Math.abs(now - bottom + by)
          trip.worstPx = Math.max(trip.worstPx, moved)
          if (moved > 3) trip.jumps++
          break
        }
      }
      return trip
    },
    [direction, steps, COUNT] as const,
  )
const numbers = async () => (await lina.page.locator('[data-message] .bubble').allInnerTexts()).map((text) => Number(/^#(\d+)/.exec(text)?.[1]))
const isRun = (list: number[]) => list.every((n, i) => i === 0 || n === (list[i - 1] as number) + 1)
const log = () => lina.page.getByRole('log')
const heap = () => lina.page.evaluate(() => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 1e6)

const openNewest = async () => {
  await lina.line('wei').click()
  await lina.page.locator('[data-message] .bubble').last().getByText(`#${COUNT} `).waitFor()
}

describe('100,000 messages', { retry: 1 }, () => {
  it('open at the newest', async () => {
    await openNewest()
    expect((await numbers()).at(-1)).toBe(COUNT)
  })

  it('scroll up without jump, gap or growth', async () => {
    const trip = await scroll(-1, STEPS)
    expect(trip).toMatchObject({ steps: STEPS, jumps: 0, blank: 0 })
    expect(trip.maxRows).toBeLessThanOrEqual(MAX_ROWS)
    const shown = await numbers()
    expect(isRun(shown)).toBe(true)
    expect(shown[0]).toBeLessThan(COUNT - 300)
    await lina.page.getByRole('button', { name: 'Jump to the newest message' }).waitFor()
  })

  it('reach the very first, and come back down', async () => {
    const before = await heap()
    await log().focus()
    await log().press('Home')
    await lina.page.locator('[data-message] .bubble').getByText(/^#1 /).waitFor()
    expect((await numbers())[0]).toBe(1)
    await lina.app.screenshot('virtual-list-first')
    const down = await scroll(1, STEPS)
    expect(down).toMatchObject({ steps: STEPS, jumps: 0, blank: 0 })
    expect(down.maxRows).toBeLessThanOrEqual(MAX_ROWS)
    const up = await scroll(-1, STEPS * 2)
    expect(up).toMatchObject({ jumps: 0, blank: 0 })
    expect((await numbers())[0]).toBe(1)
    expect(await log().evaluate((element) => element.scrollTop)).toBe(0)
    await log().press('End')
    await lina.page.locator('[data-message] .bubble').getByText(`#${COUNT} `).waitFor()
    expect(isRun(await numbers())).toBe(true)
    expect(await lina.page.locator('[data-row]').count()).toBeLessThanOrEqual(MAX_ROWS)
    expect((await heap()) - before).toBeLessThan(60)
  })

  it('stay in place while messages come in below', async () => {
    await openConversation(lina, 'chat', `wei@${server.domain}`)
    await log().focus()
    await scroll(-1, 30)
    const topBubble = () =>
      log().evaluate((scroller) => {
        const edge = scroller.getBoundingClientRect().top
        const element = [...scroller.querySelectorAll<HTMLElement>('[data-message]')].find((one) => one.getBoundingClientRect().bottom > edge + 50)
        return [element?.dataset.message, Math.round(element?.getBoundingClientRect().bottom ?? 0)]
      })
    const before = await topBubble()
    for (let i = 0; i < 20; i++) await wei.send(lina.address, `unten ${i}`)
    const jump = lina.page.getByRole('button', { name: '20 new messages' })
    await jump.waitFor()
    expect(await topBubble()).toEqual(before)
    await jump.click()
    await lina.bubble('unten 19').waitFor()
  })
})
