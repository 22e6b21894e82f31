import type { Page } from 'playwright-core'

/**
 * Waits for the next message of a few seconds (begin before the click that brings it) and gives what lies under it, and what it lies under:
 * nothing of either. Only what the user can reach just then counts: with a dialog in front, what is in the dialog.
 */
export async function underToast(page: Page, text: string): Promise<string[]> {
  const found = await page.waitForFunction((text) => {
    const toast = [...document.querySelectorAll<HTMLElement>('.toast')].find((one) => one.textContent?.includes(text))
    if (!toast || toast.getAnimations().length > 0) return null
    const root = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
    const middle = (el: Element) => {
      const { x, y, width, height } = el.getBoundingClientRect()
      return document.elementFromPoint(x + width / 2, y + height / 2)
    }
    const controls = [...root.querySelectorAll('button, input, textarea, select, [role=option], [role=treeitem], h1, h2')].filter((el) => !toast.contains(el) && el.checkVisibility())
    const faults = controls.filter((el) => toast.contains(middle(el))).map((el) => el.getAttribute('aria-label') ?? el.textContent ?? el.tagName)
    return toast.contains(middle(toast)) ? faults : [...faults, 'the toast itself lies under something']
  }, text)
  return (await found.jsonValue()) ?? []
}
