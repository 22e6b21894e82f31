/** A page that stands still: what the clock, the machine's fonts and motion would change in its picture is fixed. */
import type { Page } from 'playwright-core'
import { blockFont } from './block-font'

/** A Monday, half past nine in the morning, in the window's time zone (UTC). */
const NOW_MS = Date.UTC(2026, 10, 23, 9, 30)

/** Those that set-up sees to (build/scripts/lib/system.mjs), and the one that every Debian has; of no machine's further ones. */
const FONTS = `
  /* Whether it is drawn below an opaque picture depends on which came first. */
  img { background: none !important; }
  @font-face { font-family: 'Narrow punctuation'; src: local('DejaVu Sans'); unicode-range: U+2018-201D, U+2026; }
  :root, :root:lang(en) {
    --latin: 'DejaVu Sans'; --font: 'Colour emoji', 'Noto Sans CJK SC', 'DejaVu Sans'; --emoji: 'Noto Color Emoji', 'Noto Sans CJK SC'; --mono: 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC';
  }
  :root:lang(en) { --font: 'Narrow punctuation', 'Colour emoji', 'Noto Sans CJK SC', 'DejaVu Sans'; }`
const BLOCKS = '*, ::before, ::after { font-family: Blocks !important; }'

/** For every page that is loaded into it from now on. */
export async function holdStill(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.addInitScript(
    ({ nowMs, styles, font }) => {
      Date.now = () => nowMs
      document.fonts.add(new FontFace('Blocks', new Uint8Array(font), { weight: '100 900' }))
      document.adoptedStyleSheets = styles.map((text, i) => {
        const sheet = new CSSStyleSheet({ disabled: i === 1 })
        sheet.replaceSync(text)
        return sheet
      })
    },
    { nowMs: NOW_MS, styles: [FONTS, BLOCKS], font: blockFont() },
  )
}

/** All text as blocks of one width, or as it is. */
export const setInBlocks = (page: Page, areBlocks: boolean): Promise<unknown> =>
  page.evaluate(async (on) => {
    document.adoptedStyleSheets[1]!.disabled = !on
    if (on && (await document.fonts.load('16px Blocks')).length !== 1) throw new Error('the font of blocks was not taken')
  }, areBlocks)

const SAMPLE = ['喜鹊 QQ 旧友 xgjpq “—…” 0123456789', 'السلام عليكم، أهلاً (v2.1)', '👍🎉😄❤️👩🏽‍🚀🔥', '.bubble { color: red }']
/**
 * How this machine draws, on a page of the gallery: text in the fonts above in the sizes and weights that the page has, and what Chromium's
 * raster makes of curves, gradients, shadows and half a pixel. Where this looks otherwise every picture does.
 */
export async function sampleOf(page: Page): Promise<Buffer> {
  await page.setViewportSize({ width: 480, height: 360 })
  await page.evaluate((sample) => {
    document.body.replaceChildren()
    document.body.style.background = 'white'
    for (const [size, weight] of [[11.5, 400], [14, 400], [14, 500], [14, 600], [22, 400]]) {
      for (const [i, text] of sample.entries()) {
        const line = document.body.appendChild(document.createElement(i % 2 ? 'span' : 'div'))
        Object.assign(line.style, { font: `${weight} ${size}px/1.2 ${i === 3 ? 'var(--mono)' : 'var(--font)'}`, color: i === 1 ? 'oklch(0.53 0.17 258)' : 'black' })
        line.textContent = `${text} `
      }
    }
    const shape = document.body.appendChild(document.createElement('div'))
    Object.assign(shape.style, {
      position: 'absolute', top: '20px', left: '330.5px', width: '101.5px', height: '33.5px', borderRadius: '9px', border: '1.5px solid teal', boxShadow: '0 4px 16px oklch(0.3 0.04 260 / 0.4)',
      background: 'linear-gradient(160deg, oklch(0.64 0.115 200), oklch(0.54 0.125 30))', filter: 'saturate(0.5)', opacity: '0.75',
    })
  }, SAMPLE)
  return picture(page)
}

export const picture = (page: Page): Promise<Buffer> => page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' })
