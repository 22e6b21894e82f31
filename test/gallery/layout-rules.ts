import type { Page } from 'playwright-core'

/**
 * What is wrong with the places of things, in words: text cut off without “…”, controls that lie under something else or outside of
 * the window, a page wider than the window. Geometry instead of pictures: it is the same with other fonts and on other machines.
 */
export const layoutProblems = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const problems: string[] = []
    const name = (el: Element) => `<${el.tagName.toLowerCase()} class="${(el.getAttribute('class') ?? '').replace(/ ?svelte-\w+/g, '')}"> ${(el.getAttribute('aria-label') ?? el.textContent ?? '').trim().slice(0, 40)}`
    const root = [...document.querySelectorAll<HTMLElement>('dialog[open]')].at(-1) ?? document.body
    const { clientWidth: width, clientHeight: height } = document.documentElement
    if (document.documentElement.scrollWidth > width || document.documentElement.scrollHeight > height) problems.push('the page is larger than the window')

    const isShown = (el: Element) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !el.closest('.visually-hidden, [inert]')
    for (const el of root.querySelectorAll<HTMLElement>('*')) {
      if (![...el.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '') || !isShown(el)) continue
      const rects = [...el.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => {
        const range = document.createRange()
        range.selectNode(node)
        return range.getBoundingClientRect()
      }).filter(({ width }) => width > 0)
      const text = { left: Math.min(...rects.map(({ left }) => left)), right: Math.max(...rects.map(({ right }) => right)) }
      for (let box: HTMLElement | null = el; box && box !== root; box = box.parentElement) {
        const style = getComputedStyle(box)
        if (style.overflowX === 'auto' || style.overflowX === 'scroll') break
        if (style.overflowX === 'visible') continue
        const edge = box.getBoundingClientRect()
        const isMarked = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none' || el.matches('textarea, input, option')
        if (!isMarked && (text.right > edge.right + 1 || text.left < edge.left - 1)) problems.push(`cut off: ${name(el)}`)
        break
      }
    }
    for (const el of root.querySelectorAll<HTMLElement>('button, a[href], input, textarea, select, [role=option], [role=treeitem]')) {
      if (!isShown(el) || el.matches('[type=file]')) continue
      const box = el.getBoundingClientRect()
      if (box.width < 2 || box.height < 2) continue
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
      // Scrolled out of sight is no fault.
      let isInSight = true
      for (let box = el.parentElement; box && box !== document.body; box = box.parentElement) {
        if (getComputedStyle(box).overflowY === 'visible') continue
        const edge = box.getBoundingClientRect()
        isInSight &&= y >= edge.top && y <= edge.bottom && x >= edge.left && x <= edge.right
      }
      if (!isInSight) continue
      if (x < 0 || y < 0 || x > width || y > height) {
        problems.push(`outside of the window: ${name(el)}`)
        continue
      }
      const top = document.elementFromPoint(x, y)
      // What opens over others is meant to.
      const over = top?.closest('[popover], [role=menu], [role=listbox], [role=dialog]:not(dialog)')
      if (over && !over.contains(el)) continue
      if (top && !el.contains(top) && !top.contains(el) && !el.closest('label')?.contains(top)) problems.push(`${name(el)} lies under ${name(top)}`)
    }
    return [...new Set(problems)]
  })
