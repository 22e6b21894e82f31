/** The programs that Playwright has open, for whom something has gone wrong. */
import type { ElectronApplication, Page } from 'playwright-core'

export interface OpenApp {
  app: ElectronApplication
  page: Page
  profileDir: string
  stderr(): string
}
export const openApps = new Set<OpenApp>()

const ANSWER_MS = 3000
/** Of something that may hang. */
export const soon = <T>(work: Promise<T>, limitMs = ANSWER_MS): Promise<T | 'no answer'> =>
  Promise.race([work, new Promise<'no answer'>((resolve) => setTimeout(() => resolve('no answer'), limitMs))])
