/** A conversation that lies in the server's archive, scrolled up in an empty profile; and the settings of the archive. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer, type TestServer } from '../support/servers'
import { startPeer } from '../support/slixmpp-peer'
import { TcpProxy } from '../support/tcp-proxy'
import { launchPerson, openConversation, until, type Person } from './person'

const COUNT = 300
const texts = Array.from({ length: COUNT }, (_, i) => `第 ${i} 条 message ${i}${i % 7 === 0 ? ' with several words more, so that its line is broken on narrow screens'.repeat(2) : ''}`)
let server: TestServer
let proxy: TcpProxy
let lina: Person
let friend: string

beforeAll(async () => {
  server = await startServer('prosody', { accounts: ['lina', 'friend'].map((user) => ({ user, password: 'secret' })) })
  // Her phone takes the messages, so that they are in the archive and nowhere else.
  const phone = await startPeer({ server, user: 'lina', password: 'secret', autoAccept: true })
  const sender = await startPeer({ server, user: 'friend', password: 'secret', autoAccept: true })
  friend = sender.bareJid
  for (const body of texts) await sender.send(phone.bareJid, body)
  await phone.waitForMessage((message) => message.body === texts.at(-1), 60_000)
  await Promise.all([phone.stop(), sender.stop()])
  // Slow enough that the user is faster than the history in the background.
  proxy = await TcpProxy.start({ port: server.port }, { delayMs: 300 })
  const slow = Object.assign(Object.create(server) as TestServer, {})
  Object.defineProperties(slow, { host: { value: proxy.host }, port: { value: proxy.port } })
  lina = await launchPerson(slow, 'lina', 'secret')
}, 180_000)
afterAll(async () => {
  await lina?.app.close()
  await proxy?.stop()
  await server?.stop()
})

const olderRow = () => lina.page.locator('[data-older]')
/** Where the topmost visible row stands, and which it is; how much of the rows is scrolled out above, px. */
const topmost = () =>
  lina.page.evaluate(() => {
    const edge = document.querySelector('[role=log]')!.getBoundingClientRect().top
    const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
    const row = rows.find((one) => one.getBoundingClientRect().bottom > edge)!
    return { id: row.dataset.row as string, bottom: row.getBoundingClientRect().bottom, first: rows[0]!.dataset.row as string, hidden: edge - rows[0]!.getBoundingClientRect().top }
  })
const bottomOf = (id: string) => lina.page.evaluate((row) => document.querySelector(`[data-row="${row}"]`)?.getBoundingClientRect().bottom ?? null, id)

it('scrolling up brings all of it, in order, and nothing jumps', async () => {
  const conversationId = await openConversation(lina, 'chat', friend)
  await lina.bubble(texts.at(-1)!).waitFor()
  let wasBusy = false
  for (let round = 0; round < 60 && (await olderRow().getAttribute('data-older')) !== 'start'; round++) {
    // Over the rows lies empty room, which the list leaves again with the scroll event of the next frame.
    await lina.page.evaluate(async () => {
      document.querySelector('[role=log]')!.scrollTop = 0
      for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame)
    })
    const before = await topmost()
    // Rows that came in the same moment may have kept the place: then once more, as with a wheel.
    if (before.hidden > 100) continue
    await until(async () => {
      const state = await olderRow().getAttribute('data-older')
      if (state === 'busy' && !wasBusy) {
        wasBusy = true
        await lina.page.waitForTimeout(600)
        await lina.app.screenshot('archive-older-busy')
      }
      return state === 'start' || (await topmost()).first !== before.first
    }, 'nothing older comes')
    const after = await bottomOf(before.id)
    if (after !== null) expect(Math.abs(after - before.bottom), `round ${round}`).toBeLessThanOrEqual(2)
  }
  expect(wasBusy).toBe(true)
  expect(await olderRow().getAttribute('data-older')).toBe('start')
  await lina.page.evaluate(() => (document.querySelector('[role=log]')!.scrollTop = 0))
  expect(await lina.page.locator('[data-message] .bubble').first().innerText()).toBe(texts[0])
  const stored: string[] = []
  let before: { orderMs: number; id: number } | undefined
  for (;;) {
    const page = await lina.call('conversation.history', { accountId: lina.accountId, conversationId, limit: 200, ...(before && { before: before as never }) })
    if (page.messages.length === 0) break
    stored.unshift(...page.messages.map((message) => message.body))
    before = page.messages[0]
  }
  expect(stored).toEqual(texts)
  await until(async () => !(await lina.snapshot()).accounts[lina.accountId]!.archive.isFetchingHistory, 'the history does not end', 60_000)
  await lina.screenshots('archive-start')
}, 180_000)

it('the settings say what the server keeps, warn when that is nothing, and turn it on', async () => {
  proxy.faults.delayMs = 0
  await lina.call('archivePreferences.set', {
    accountId: lina.accountId,
    preferences: { default: 'never', always: [friend as never, `a-very-long-name-of-somebody-else@departments.subsidiary.company.example` as never], never: [] },
  })
  await lina.page.locator('[data-keeps-nothing]').waitFor()
  await lina.screenshots('archive-keeps-nothing')
  await lina.page.keyboard.press('Control+,')
  await lina.page.getByRole('button', { name: 'Message archive' }).click()
  await lina.page.getByText('Your server keeps nothing').waitFor()
  await lina.screenshots('archive-settings-never')
  await lina.page.getByRole('button', { name: 'Keep messages', exact: true }).click()
  await lina.page.getByText('Messages with anybody are kept.').waitFor()
  await lina.page.getByLabel('Never keep: Address').fill('spam@example.net')
  await lina.page.getByLabel('Never keep: Address').press('Enter')
  await lina.page.getByRole('button', { name: 'Remove spam@example.net' }).waitFor()
  await lina.page.getByRole('radio', { name: 'With contacts' }).check({ force: true })
  await lina.page.getByText('Only messages with contacts').waitFor()
  const preferences = await lina.call('archivePreferences.get', { accountId: lina.accountId })
  expect(preferences).toMatchObject({ default: 'roster', never: ['spam@example.net'] })
  await lina.screenshots('archive-settings')
  expect(lina.refused).toEqual([])
}, 120_000)
