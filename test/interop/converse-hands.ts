/** What is done at Magpie, the real app, while Converse.js is on the other side. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import type { Person } from '../e2e/person'
import type { ConversePage } from './converse-page'
import type { Direction, Feature, Report } from './report'

const repo = process.env.MAGPIE_REPO ?? process.cwd()
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A test of both programs: the report, and who sits before them. */
export interface Both {
  report: Report
  lina: Person
  converse: ConversePage
  /** Magpie's line with exactly these words (what it quotes is not meant). */
  line(words: string): Locator
  /** From the menu of one of its lines. */
  choose(words: string, entry: string): Promise<void>
  /** One thing tried; what the two show is kept as a picture when it fails. */
  step(feature: Feature, direction: Direction, run: () => Promise<unknown>): Promise<void>
  pictures(name: string): Promise<void>
}

export function bothOf(report: Report, lina: Person, converse: ConversePage): Both {
  const line = (words: string) =>
    lina.page.locator('[data-message]').filter({ has: lina.page.locator('.bubble .text', { hasText: new RegExp(`^\\s*${escaped(words)}\\s*$`) }) })
  const pictures = async (name: string) => {
    mkdirSync(join(repo, 'out/interop'), { recursive: true })
    await Promise.all([converse.picture(name), lina.page.screenshot({ path: join(repo, 'out/interop', `magpie-${name}.png`) })])
  }
  return {
    report, lina, converse, line, pictures,
    choose: async (words, entry) => {
      await line(words).locator('.bubble').click({ button: 'right' })
      await lina.page.getByRole('menuitem', { name: entry }).click()
    },
    step: (feature, direction, run) =>
      report.step(feature, direction, async () => {
        try {
          await run()
        } catch (error) {
          await pictures(`failed-${feature}-${direction}`)
          // What is open stands in the way of all that follows.
          for (const { page } of [lina, converse]) await page.keyboard.press('Escape')
          throw error
        }
      }),
  }
}

/** A picture of one colour as this page draws it. */
export async function drawn(page: Page, width: number, height: number, colour: string): Promise<Buffer> {
  const url = await page.evaluate(([width, height, colour]) => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    const context = canvas.getContext('2d')!
    context.fillStyle = colour
    context.fillRect(0, 0, width, height)
    return canvas.toDataURL()
  }, [width, height, colour] as const)
  return Buffer.from(url.replace(/^[^,]*,/, ''), 'base64')
}

/** Pasted into the field of Magpie and sent. */
export async function sendPicture(lina: Person, name: string, picture: Buffer): Promise<void> {
  await lina.page.evaluate(([name, base64]) => {
    const data = new DataTransfer()
    data.items.add(new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], name, { type: 'image/png' }))
    document.querySelector('.composer textarea')!.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }))
  }, [name, picture.toString('base64')] as const)
  await lina.page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
}

export const widthOf = (image: Locator): Promise<number> => image.evaluate((one) => ((one as HTMLImageElement).complete ? (one as HTMLImageElement).naturalWidth : 0))
