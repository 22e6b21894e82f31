/** What is done on a page of the gallery to get to what is to be seen. */
import type { Page } from 'playwright-core'

export interface Shot {
  query: string
  /** What is done there, in English; the check goes on when it is done. */
  then?(page: Page): Promise<unknown>
}
export type Step = (page: Page) => Promise<unknown>
export const at = (query: string, ...steps: Step[]): Shot => ({
  query,
  then: async (page) => {
    for (const step of steps) await step(page)
  },
})
export const press = (key: string): Step => (page) => page.keyboard.press(key)
export const type = (text: string): Step => (page) => page.locator('.composer textarea').pressSequentially(text)
/** Anything with a name: a button, a tab, an entry of a menu. */
export const use = (name: string | RegExp): Step => (page) =>
  page.getByRole('button', { name }).or(page.getByRole('tab', { name })).or(page.getByRole('menuitem', { name })).or(page.getByRole('menuitemcheckbox', { name })).or(page.getByRole('menuitemradio', { name })).first().click()
export const click = (selector: string, button: 'left' | 'right' = 'left'): Step => (page) => page.locator(selector).first().click({ button })
export const drop = (name: string): Step => (page) => page.locator('input[type=file]').last().setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('喜鹊') })
export const isOpen: Step = (page) => page.locator('dialog[open]').first().waitFor()
export const dialog = (name: string, ...steps: Step[]) => at(`open=1&dialog=${name}`, isOpen, ...steps)
