/**
 * Chosen views of the page look as they did (test/gallery/pictures.ts against test/gallery/golden). Three ways: pixel by pixel, on a machine
 * that draws as the one of the goldens does; the places of things with all text as blocks of one width, on the Chromium of the goldens; and
 * light and dark lie alike, everywhere. `npm run gallery -- --update` renews, what differs is in out/gallery.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxesOf, movedBoxes } from '../gallery/boxes'
import { differenceOf, type Difference } from '../gallery/compare'
import { openGallery, type Gallery } from '../gallery/gallery'
import { fitOf, golden, isRenewing, save, type Fit } from '../gallery/goldens'
import { pictures } from '../gallery/pictures'
import { picture, setInBlocks } from '../gallery/still'
import { settled } from './support'

/** What is on its way may come; what differs then, differs. */
const PATIENCE_MS = 4000
/** The build of the gallery and its window: half a minute on a busy machine (load 16 on two processors). */
const OPEN_MS = 240_000
const RENEW = 'npm run gallery -- --update'
let gallery: Gallery
let fit: Fit

beforeAll(async () => {
  gallery = await openGallery({ isStill: true })
  fit = await fitOf(gallery)
}, OPEN_MS)
afterAll(() => gallery?.close())

/** Until `look` finds no fault, as long as there is patience; what it found last. */
async function patiently<T>(look: () => Promise<T | null>): Promise<T | null> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const fault = await look()
    if (fault === null || performance.now() > until) return fault
    await settled(gallery.page)
  }
}

/** Two in a row are the same. */
async function atRest(): Promise<Buffer> {
  let last = await picture(gallery.page)
  await patiently(async () => {
    const before = last
    last = await picture(gallery.page)
    return before.equals(last) ? null : 'moving'
  })
  return last
}

async function comparePixels(name: string): Promise<void> {
  const before = golden.picture(name)
  if (!before) throw new Error(`${name}: there is no picture to compare it with; ${RENEW}`)
  let now = before
  const found = await patiently<Difference>(async () => differenceOf(gallery.app, before, (now = await picture(gallery.page))))
  if (!found) return
  for (const [kind, png] of [['golden', before], ['actual', now], ['diff', found.shown]] as const) save(`${name}-${kind}`, png)
  const [x, y] = [(found.left + found.right) / 2, (found.top + found.bottom) / 2]
  const what = await gallery.page.evaluate(([x, y]) => document.elementFromPoint(x!, y!)?.outerHTML.slice(0, 120), [x, y])
  throw new Error(
    `${name} looks otherwise: ${found.pixels} pixels, x ${found.left} to ${found.right}, y ${found.top} to ${found.bottom}, around ${what}\n` +
      `See out/gallery/${name}-{golden,actual,diff}.png; if it is meant to: ${RENEW}`,
  )
}

async function compareBoxes(name: string): Promise<void> {
  const before = golden.boxes(name)
  if (!before) throw new Error(`${name}: no places to compare it with; ${RENEW}`)
  const moved = await patiently(async () => {
    const found = movedBoxes(before, (await boxesOf(gallery.page)).own)
    return found.length > 0 ? found : null
  })
  expect(moved, `${name}, text as blocks: what lies otherwise; if it is meant to: ${RENEW}`).toBeNull()
}

describe('the look of the page', () => {
  it('can be compared pixel by pixel here', ({ skip }) => {
    if (fit.notPictures) skip(`pictures are not compared: ${fit.notPictures}`)
  })
  it('and the places of things, whatever the fonts', ({ skip }) => {
    if (fit.notBoxes) skip(`places are not compared: ${fit.notBoxes}`)
  })

  it.each(pictures.map((one) => [one.name, one] as const))('%s', async (name, { size: [width, height], query, then }) => {
    const { page } = gallery
    await page.setViewportSize({ width, height })
    await gallery.show(query)
    await then?.(page)
    await page.mouse.move(0, 0)
    await settled(page)
    const taken = isRenewing ? await atRest() : null
    if (!taken && !fit.notPictures) await comparePixels(name)

    await setInBlocks(page, true)
    if (taken) {
      await settled(page)
      golden.keep(name, taken, (await boxesOf(page)).own)
    } else if (!fit.notBoxes) await compareBoxes(name)
    const inOtherTheme = await patiently(async () => {
      const { own, other } = await boxesOf(page)
      const found = movedBoxes(own, other)
      return found.length > 0 ? found : null
    })
    expect(inOtherTheme, `${name}: what lies otherwise in the other theme`).toBeNull()
    gallery.noErrors()
  })

  it('is of pictures that there are', () => {
    const names = pictures.map(({ name }) => name)
    const gone = golden.names().filter((name) => !names.includes(name))
    if (isRenewing) gone.forEach(golden.drop)
    else expect(gone, RENEW).toEqual([])
  })
})
