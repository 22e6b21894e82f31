/** Pictures and files between two real apps, and from a client that is not ours. */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer, type TestServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import { tempDir } from '../support/temp'
import { befriend, launchPerson, openConversation, until, type Person } from './person'

let server: TestServer
let lina: Person
let wei: Person
let peer: SlixmppPeer | null = null
const PDF = '%PDF-1.4 三点评审'

beforeAll(async () => {
  server = await startServer('prosody', { accounts: ['lina', 'wangwei', 'friend'].map((user) => ({ user, password: `${user}-pw` })), upload: { maxBytes: 5_000_000 } })
  ;[lina, wei] = await Promise.all([launchPerson(server, 'lina', 'lina-pw'), launchPerson(server, 'wangwei', 'wangwei-pw')])
  await befriend(lina, wei)
})
afterAll(async () => {
  await peer?.stop()
  await Promise.all([lina?.app.close(), wei?.app.close()])
  await server?.stop()
})

/** As the clipboard and the desktop hand them to the page: a drawn picture and files with these contents. */
const give = (person: Person, how: 'paste' | 'drop', pictures: string[], texts: Record<string, string>) =>
  person.page.evaluate(
    async ([how, pictures, texts]) => {
      const data = new DataTransfer()
      for (const name of pictures) {
        const canvas = Object.assign(document.createElement('canvas'), { width: 1200, height: 800 })
        const context = canvas.getContext('2d')!
        const sky = context.createLinearGradient(0, 0, 400, 800)
        sky.addColorStop(0, '#5b8def')
        sky.addColorStop(1, '#f7c59f')
        context.fillStyle = sky
        context.fillRect(0, 0, 1200, 800)
        context.fillStyle = '#1d2b53'
        context.beginPath()
        context.arc(300 + 200 * pictures.indexOf(name), 600, 260, 0, 7)
        context.fill()
        data.items.add(new File([await new Promise<Blob>((resolve) => canvas.toBlob((blob) => resolve(blob!)))], name, { type: 'image/png' }))
      }
      for (const [name, text] of Object.entries(texts)) data.items.add(new File([text], name))
      const field = document.querySelector('.composer textarea')!
      const shared = { bubbles: true, cancelable: true }
      if (how === 'paste') return void field.dispatchEvent(new ClipboardEvent('paste', { ...shared, clipboardData: data }))
      field.dispatchEvent(new DragEvent('dragover', { ...shared, dataTransfer: data }))
      field.dispatchEvent(new DragEvent('drop', { ...shared, dataTransfer: data }))
    },
    [how, pictures, texts] as const,
  )
const picture = (person: Person, name: string) => person.page.locator(`[data-message] [data-file="${name}"] img`)
const card = (person: Person, name: string) => person.page.locator(`[data-message] [data-file="${name}"]`)
const isDrawn = (person: Person, name: string) =>
  picture(person, name).evaluate((image) => (image as HTMLImageElement).complete && (image as HTMLImageElement).naturalWidth === 1200)

it('carries pictures and files from one to the other, looks at them, saves them', async () => {
  await openConversation(lina, 'chat', wei.address)
  await openConversation(wei, 'chat', lina.address)

  await give(lina, 'paste', ['晚霞.png', 'evening.png'], {})
  const dialog = lina.page.getByRole('dialog', { name: 'Send 2 files' })
  await dialog.getByLabel('A word along').fill('今天的晚霞')
  await lina.pictures('files-send')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await wei.bubble('今天的晚霞').waitFor()
  // Of a contact, and small: fetched without being asked.
  for (const person of [lina, wei]) for (const name of ['晚霞.png', 'evening.png']) await until(() => isDrawn(person, name), `${name} is not shown`)
  expect(await wei.page.locator('[data-message]').count()).toBe(3)
  await lina.line('wangwei').getByText('今天的晚霞').waitFor()

  await give(lina, 'drop', [], { '评审 report.pdf': PDF, 'photo.jpg\u202e.exe': 'MZ' })
  await lina.page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
  await wei.line('lina').getByText('[File] photo.jpg.exe').waitFor()
  await card(wei, 'photo.jpg.exe').getByText('can run programs').waitFor()
  const report = card(wei, '评审 report.pdf')
  await report.getByRole('button', { name: /Download/ }).click()
  const target = join(tempDir('saved'), 'report.pdf')
  await wei.app.app.evaluate(({ dialog: system }, filePath) => {
    system.showSaveDialog = (() => Promise.resolve({ canceled: false, filePath })) as never
  }, target)
  await report.getByRole('button', { name: 'Save as…' }).click()
  await wei.page.getByText('Saved').waitFor()
  expect(readFileSync(target, 'utf8')).toBe(PDF)
  await wei.pictures('files-chat')

  await picture(wei, 'evening.png').click()
  const viewer = wei.page.getByRole('dialog', { name: 'Picture' })
  await viewer.getByText('2 of 2').waitFor()
  await wei.page.keyboard.press('ArrowLeft')
  await viewer.getByText('晚霞.png').waitFor()
  await wei.page.keyboard.press('+')
  await viewer.getByText('125%').waitFor()
  await wei.page.keyboard.press('Control+c')
  await until(() => wei.app.app.evaluate(({ clipboard }) => !(clipboard as unknown as { readImage(): { isEmpty(): boolean } }).readImage().isEmpty()), 'the picture is not copied')
  await wei.pictures('files-viewer')
  await wei.page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })
})

it('gives what the server does not take straight to the other computer, once it is accepted there', async () => {
  const words = randomBytes(4_000_000).toString('base64') // over the limit
  await give(lina, 'drop', [], { 'archive.tar.gz': words })
  const dialog = lina.page.getByRole('dialog')
  await dialog.getByText('Larger than your server takes: it goes straight to their computer.').waitFor()
  await dialog.getByLabel('A word along').fill('留着 for later')
  await lina.pictures('files-direct-send')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await card(lina, 'archive.tar.gz').getByText('Waiting for them to accept').waitFor()
  const offered = card(wei, 'archive.tar.gz')
  await offered.getByText('留着 for later').waitFor()
  await wei.pictures('files-direct-offer')
  await offered.getByRole('button', { name: 'Decline archive.tar.gz' }).click()
  await offered.getByText('You declined it').waitFor()
  await lina.page.getByText('They did not take the file.').waitFor()

  const { messages } = await lina.call('file.list', { accountId: lina.accountId, conversationId: await openConversation(lina, 'chat', wei.address), limit: 1 })
  await lina.call('message.retry', { accountId: lina.accountId, messageId: messages[0]!.id })
  await wei.page.getByRole('button', { name: 'Accept archive.tar.gz' }).click()
  const here = wei.page.locator('[data-message] [data-file="archive.tar.gz"]').filter({ has: wei.page.getByRole('button', { name: 'Open' }) })
  await here.waitFor()
  const found = await wei.call('file.list', { accountId: wei.accountId, conversationId: await openConversation(wei, 'chat', lina.address), limit: 1 })
  const file = found.messages[0]!.extras!.files![0]!
  const sha = (text: string) => createHash('sha256').update(text).digest('base64')
  expect(file.hash).toBe(sha(words))
  expect(sha(readFileSync(join(wei.profileDir, 'files', file.local!, 'archive.tar.gz'), 'utf8'))).toBe(file.hash)
})

it('shows what another client sends as a plain address, fetched only when asked', async () => {
  const { messages } = await lina.call('file.list', { accountId: lina.accountId, conversationId: (await openConversation(lina, 'chat', wei.address)), limit: 10 })
  const url = messages.at(-1)!.body
  peer = await startPeer({ server, user: 'friend', password: 'friend-pw' })
  await peer.send(wei.address, url, { extra: `<x xmlns='jabber:x:oob'><url>${url}</url></x>` })
  await wei.line('friend').click()
  const shown = wei.page.locator('[data-message] [data-file]')
  await shown.getByText('size unknown').waitFor()
  await shown.getByRole('button', { name: /Download/ }).click()
  await shown.locator('img').waitFor()
  await wei.page.getByRole('button', { name: 'Pictures and files' }).click()
  await wei.page.getByRole('dialog').getByRole('button', { name: /View picture/ }).waitFor()
  await wei.pictures('files-list')
  expect(wei.refused).toEqual([])
})
