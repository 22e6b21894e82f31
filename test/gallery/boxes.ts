/** Where the things of a page lie, as lines of text: to be compared with how they lay, and read in a diff. */
import type { Page } from 'playwright-core'

/** What rounding may move. */
const TOLERANCE_PX = 1
const MOST_NAMED = 8

/** One line for each that a user would call a thing: ` button.send 412,530 34×34`, further in for what lies within another; in this theme and in the other. */
export const boxesOf = (page: Page): Promise<{ own: string[]; other: string[] }> =>
  page.evaluate(() => {
    const THINGS = 'header, nav, main, aside, section, form, footer, h1, h2, h3, h4, p, li, label, button, a[href], input, textarea, select, img, canvas, [role], [data-message], .bubble, .avatar, .badge'
    const { clientWidth: width, clientHeight: height } = document.documentElement
    let lines: string[] = []
    const walk = (el: Element, depth: number) => {
      if (!el.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return
      const box = el.getBoundingClientRect()
      const isInSight = box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0 && box.left < width && box.top < height
      const isThing = isInSight && el.matches(THINGS)
      if (isThing) {
        const kind = [...el.classList].find((name) => !name.startsWith('svelte-')) ?? el.getAttribute('role')
        lines.push(`${' '.repeat(depth)}${el.tagName.toLowerCase()}${kind ? `.${kind}` : ''} ${Math.round(box.x)},${Math.round(box.y)} ${Math.round(box.width)}×${Math.round(box.height)}`)
      }
      for (const child of el.children) walk(child, depth + (isThing ? 1 : 0))
    }
    const all = () => {
      lines = []
      walk([...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body, 0)
      return lines
    }
    const own = all()
    const { dataset } = document.documentElement
    const theme = dataset.theme
    dataset.theme = theme === 'dark' ? 'light' : 'dark'
    const other = all()
    dataset.theme = theme
    return { own, other }
  })

const parts = (line: string) => /^(\s*\S+) (-?\d+),(-?\d+) (\d+)×(\d+)$/.exec(line)
function isAlike(a: string, b: string): boolean {
  const [one, other] = [parts(a), parts(b)]
  return one !== null && other !== null && one[1] === other[1] && [2, 3, 4, 5].every((i) => Math.abs(Number(one[i]) - Number(other[i])) <= TOLERANCE_PX)
}

/** What lies otherwise, in words; empty when all is where it was. */
export function movedBoxes(before: readonly string[], now: readonly string[]): string[] {
  const moved: string[] = []
  for (let i = 0; i < Math.max(before.length, now.length); i++) {
    const [was, is] = [before[i]?.trimEnd(), now[i]?.trimEnd()]
    if (was !== undefined && is !== undefined && isAlike(was, is)) continue
    moved.push(`${was?.trim() ?? 'nothing'} → ${is?.trim() ?? 'nothing'}`)
  }
  return moved.length > MOST_NAMED ? [...moved.slice(0, MOST_NAMED), `and ${moved.length - MOST_NAMED} more`] : moved
}
