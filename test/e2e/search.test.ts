/** Find anything: as you type over the history, in one conversation, by days; and what was found is kept or deleted. */
import Database from 'better-sqlite3'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer, type TestServer } from '../support/servers'
import { launchPerson, openConversation, until, type Person } from './person'

let server: TestServer
let lina: Person
const START_MS = new Date(2026, 0, 5, 12).getTime()
const OLD = '明天去看喜鹊桥 Magpie bridge'

beforeAll(async () => {
  server = await startServer('prosody', { accounts: [{ user: 'lina', password: 'secret' }] })
  lina = await launchPerson(server, 'lina', 'secret')
})
afterAll(async () => {
  await lina?.app.close()
  await server?.stop()
})

/** Two days in January, beside the running program. */
function fill(conversationId: number) {
  const binding = process.env.MAGPIE_SQLITE_BINDING
  const db = new Database(join(lina.profileDir, 'magpie.db'), binding ? { nativeBinding: binding } : {})
  const add = db.prepare(`INSERT INTO message (account_id, conversation_id, direction, kind, body, sender, sent_at_ms, received_at_ms, order_ms, state)
    VALUES (?, ?, 'in', 'text', ?, ?, ?, ?, ?, 'received')`)
  db.transaction(() => {
    for (let n = 0; n < 700; n++) {
      const ms = START_MS + n * 30_000 + (n >= 300 ? 86_400_000 : 0)
      add.run(lina.accountId, conversationId, n === 40 ? OLD : `第 ${n} 条消息`, `wei@${server.domain}`, ms, ms, ms)
    }
  })()
  db.close()
}

it('finds by two characters, leads there and marks the words; in the conversation; by days: export and deletion', async () => {
  const { page } = lina
  const id = await openConversation(lina, 'chat', `wei@${server.domain}`)
  fill(id)
  await page.keyboard.press('Control+2')
  await page.keyboard.press('Control+Shift+f')
  await page.keyboard.type('喜鹊')
  const results = page.getByRole('listbox', { name: 'Search results' })
  await results.getByRole('option').filter({ hasText: '喜鹊桥' }).waitFor()
  expect(await results.locator('mark').allTextContents()).toEqual(['喜鹊'])
  await lina.pictures('search')
  await page.getByRole('textbox', { name: 'Search', exact: true }).press('ArrowDown')
  await results.press('Enter')
  await lina.bubble(OLD).waitFor()
  await page.keyboard.press('Control+k') // and again from the field, by Enter alone
  await page.keyboard.press('Enter')
  const marked = () => page.evaluate(() => [...(CSS.highlights.get('found-words') ?? [])].map((range) => range.toString()))
  await until(async () => (await marked()).join() === '喜鹊', 'the words are not marked')
  const inView = () => lina.bubble(OLD).evaluate((bubble) => {
    const [box, frame] = [bubble.getBoundingClientRect(), bubble.closest('[role=log]')!.getBoundingClientRect()]
    return box.top >= frame.top && box.bottom <= frame.bottom
  })
  await until(inView, 'the message is not in view')

  await page.keyboard.press('Control+f')
  await page.keyboard.type('消息')
  const bar = page.getByRole('search')
  await bar.getByText(/^1 of 50\+$/).waitFor()
  await lina.bubble('第 699 条消息').waitFor()
  await page.keyboard.press('Enter')
  await bar.getByText(/^2 of/).waitFor()
  await bar.getByRole('button', { name: 'History' }).click()

  const dialog = page.getByRole('dialog', { name: 'History', exact: true })
  await dialog.getByRole('button', { name: 'Jan 5, 2026' }).click()
  await dialog.getByText(OLD).waitFor()
  await lina.pictures('history')
  const path = join(lina.profileDir, 'history.html')
  await lina.app.app.evaluate(({ dialog: system }, filePath) => {
    system.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
  await dialog.getByRole('button', { name: 'Export…' }).click()
  const exporting = page.getByRole('dialog', { name: 'Export history' })
  await exporting.getByRole('button', { name: 'Export…' }).click()
  await exporting.waitFor({ state: 'detached' })
  expect(readFileSync(path, 'utf8').match(/<p dir="auto">/g)).toHaveLength(700)

  await dialog.getByRole('button', { name: 'Delete…' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('Only from this computer').waitFor()
  await page.getByRole('button', { name: 'Delete 300' }).click()
  await dialog.getByRole('button', { name: 'Jan 5, 2026' }).waitFor({ state: 'detached' })
  const left = await lina.call('search.messages', { text: '喜鹊', seat: 'all', limit: 10 })
  expect(left.hits).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(lina.refused).toEqual([])
})
