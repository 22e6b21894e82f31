/** Pictures and files between two real apps, and from a client that is not ours. */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import type { Result } from '#shared/result'
import { startServer, type TestServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import { tempDir } from '../support/temp'
import { befriend, launchPerson, openConversation, until, type Person } from './person'
import { settled } from './support'

let server: TestServer
let lina: Person
let wei: Person
let peer: SlixmppPeer | null = null
const PDF = '%PDF-1.4 三点评审'

beforeAll(async () => {
  server = await startServer('prosody', { accounts: ['lina', 'wangwei', 'friend'].map((user) => ({ user, password: `${user}-pw` })), upload: { maxBytes: 5_000_000 } })
  // A microphone that beeps once a second; whether it may be opened the app decides.
  ;[lina, wei] = await Promise.all([launchPerson(server, 'lina', 'lina-pw', { args: ['--use-fake-device-for-media-stream'] }), launchPerson(server, 'wangwei', 'wangwei-pw')])
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

/** What the system is given to carry, in place of carrying it: the mouse of the tests is none of the system's. */
async function watchDrags(person: Person): Promise<() => Promise<{ file: string; isDrawn: boolean }[]>> {
  await person.app.app.evaluate(({ BrowserWindow }) => {
    const drags: unknown[] = []
    Object.assign(globalThis, { drags })
    BrowserWindow.getAllWindows()[0]!.webContents.startDrag = ({ file, icon }) => drags.push({ file, isDrawn: !(icon as Electron.NativeImage).isEmpty() })
  })
  return () => person.app.app.evaluate(() => (globalThis as unknown as { drags: { file: string; isDrawn: boolean }[] }).drags)
}
async function dragBy(person: Person, handle: Locator) {
  await handle.scrollIntoViewIfNeeded()
  const box = (await handle.boundingBox())!
  await person.page.mouse.move(box.x + 12, box.y + 14)
  await person.page.mouse.down()
  for (const by of [4, 12, 24]) await person.page.mouse.move(box.x + 12 + by, box.y + 14 + by)
  await person.page.mouse.up()
}

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
  await card(lina, 'photo.jpg.exe').getByRole('button', { name: 'Show in folder' }).waitFor()
  expect(await card(lina, 'photo.jpg.exe').getByRole('button', { name: 'Open', exact: true }).count(), 'what is not opened is not offered').toBe(0)
  const report = card(wei, '评审 report.pdf')
  const drags = await watchDrags(wei)
  await dragBy(wei, report)
  await wei.page.getByText('download it first').waitFor()
  expect(await report.getByRole('button', { name: /Download/ }).evaluate((button) => button === document.activeElement)).toBe(true)
  await report.getByRole('button', { name: /Download/ }).click()
  const target = join(tempDir('saved'), 'report.pdf')
  await wei.app.app.evaluate(({ dialog: system }, filePath) => {
    system.showSaveDialog = (() => Promise.resolve({ canceled: false, filePath })) as never
  }, target)
  await report.getByRole('button', { name: 'Save as…' }).click()
  await wei.page.getByText('Saved').waitFor()
  expect(readFileSync(target, 'utf8')).toBe(PDF)
  await dragBy(wei, report)
  await until(async () => (await drags()).length === 1, 'it is not dragged out')
  await dragBy(wei, card(wei, 'evening.png'))
  await until(async () => (await drags()).length === 2, 'the picture is not dragged out')
  expect((await drags()).map(({ file }) => file.replace(/[0-9a-f]{32}/, 'KEY'))).toEqual(['评审 report.pdf', 'evening.png'].map((name) => join(wei.profileDir, 'files', 'KEY', name)))
  expect((await drags()).map(({ file, isDrawn }) => isDrawn && existsSync(file))).toEqual([true, true])
  const codes = await wei.page.evaluate(() => Promise.all(['../../magpie.db', '/etc/passwd', '', '0'.repeat(32)].map((key) => window.magpie.call('desktop.dragFile', { key }).then((result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)))))
  expect(codes).toEqual(['bad-input', 'bad-input', 'bad-input', 'not-found'])
  expect(await drags()).toHaveLength(2)
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

/** What is played from now on: with what speed, each to its end. */
async function listen(person: Person): Promise<() => Promise<number[]>> {
  await person.page.evaluate(() => {
    const { play } = HTMLMediaElement.prototype
    const ended: number[] = []
    HTMLMediaElement.prototype.play = function () {
      this.addEventListener('ended', () => ended.push(this.playbackRate))
      return play.call(this)
    }
    Object.assign(window, { ended })
  })
  return () => person.page.evaluate(() => (window as unknown as { ended: number[] }).ended)
}

it('says how many do not go at once, and takes words that are too many for the field as a file', async () => {
  const title = (name: string) => lina.page.getByRole('dialog', { name })
  await give(lina, 'drop', [], Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`page ${n}.txt`, 'words'])))
  await title('Send 30 files').getByText('3 were left out').waitFor()
  await lina.page.keyboard.press('Escape')
  await title('Send 30 files').waitFor({ state: 'detached' })
  const isLeftToTheField = (times: number) => lina.field.evaluate((field, times) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', '很长的话 and so on. '.repeat(times))
    return field.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }))
  }, times)
  expect([await isLeftToTheField(1000), await isLeftToTheField(100_000)]).toEqual([true, false])
  await title('Send a file').getByText('Pasted text.txt').waitFor()
  await lina.page.keyboard.press('Escape')
  await title('Send a file').waitFor({ state: 'detached' })
})

it('passes a picture on as what it is', async () => {
  await picture(wei, 'evening.png').click({ button: 'right' })
  await wei.page.getByRole('menuitem', { name: 'Forward…' }).click()
  const dialog = wei.page.getByRole('dialog', { name: 'Forward to…' })
  await dialog.getByRole('button', { name: 'lina' }).click()
  await dialog.waitFor({ state: 'detached' })
  for (const person of [wei, lina]) {
    const last = person.page.locator('[data-message] [data-file="evening.png"] img').nth(1)
    await until(() => last.evaluate((image) => (image as HTMLImageElement).naturalWidth === 1200), 'what was passed on is not shown')
  }
})

it('records a voice message, which the other listens to', async () => {
  await lina.page.getByRole('button', { name: 'Record a voice message' }).click()
  const panel = lina.page.getByRole('group', { name: 'Voice message' }).filter({ has: lina.page.getByRole('button', { name: 'Send' }) })
  await panel.getByText(/^0:(0[2-9]|[1-5]\d)$/).waitFor()
  await lina.page.keyboard.press('Space') // the button that stops has the focus
  const [own, others] = [await listen(lina), await listen(wei)]
  await panel.getByRole('button', { name: 'Listen to it' }).click()
  await until(async () => (await own()).length === 1, 'it cannot be listened to')
  await lina.pictures('voice-record')
  await lina.page.keyboard.press('Enter')
  await panel.waitFor({ state: 'detached' })

  await wei.line('lina').getByText('[Voice message]').waitFor()
  const voice = wei.page.locator('[data-message] [data-file^="voice-"]')
  const [path, place] = [voice.locator('.wave path').first(), voice.getByRole('slider')]
  // Decoded: the beep stands out of the silence.
  await until(async () => new Set((await path.getAttribute('d'))?.match(/v[\d.]+/g)).size > 1, 'no waveform')
  await place.press('End')
  await place.press('Home')
  await voice.getByRole('button', { name: 'Speed: 1 times' }).click()
  await voice.getByRole('button', { name: 'Play' }).click()
  await until(async () => (await others()).length === 1, 'it does not play')
  expect([await own(), await others()]).toEqual([[1], [1.5]])
  await voice.getByRole('button', { name: 'Play' }).waitFor()
  await voice.scrollIntoViewIfNeeded()
  await wei.pictures('voice-chat')
  expect(lina.refused).toEqual([])
})

it('takes a part of the screen, drawn on, into the conversation: in its size and with its pixels', async () => {
  const take = async () => {
    const [shot] = await Promise.all([lina.app.app.waitForEvent('window'), lina.page.getByRole('button', { name: /^Screenshot/ }).click()])
    await shot.getByText('Drag over a part').waitFor()
    return shot
  }
  // The key is let go when the window is no more: that it closes is what counts.
  const gone = async (key: string, shot: Page) => Promise.all([shot.waitForEvent('close'), shot.keyboard.press(key).catch(() => undefined)])
  const first = await take()
  await gone('Escape', first)

  const shot = await take()
  // It may ask for its picture and say what becomes of it, nothing else.
  const codes = await shot.evaluate(() =>
    Promise.all((['app.snapshot', 'settings.set', 'desktop.copyText', 'desktop.takeShot'] as const).map((name) => window.magpie.call(name as never, {} as never).then((result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)))))
  expect(codes).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden'])
  const drag = async (from: [number, number], to: [number, number]) => {
    await shot.mouse.move(...from)
    await shot.mouse.down()
    await shot.mouse.move((from[0] + to[0]) / 2, to[1])
    await shot.mouse.move(...to)
    await shot.mouse.up()
  }
  await drag([20, 30], [330, 260])
  await shot.getByText('310 × 230').waitFor()
  await drag([330, 260], [340, 250]) // by its corner
  await drag([100, 100], [110, 120]) // as a whole
  await shot.getByText('320 × 220').waitFor()
  await shot.getByRole('button', { name: 'Rectangle' }).click()
  await drag([60, 80], [160, 180])
  await drag([200, 200], [220, 240])
  await shot.keyboard.press('Control+z')
  await shot.getByRole('button', { name: 'Text' }).click()
  await shot.mouse.click(200, 80)
  await shot.getByLabel('Words to write').fill('看这里')
  await shot.keyboard.press('Enter')
  await settled(shot)
  await shot.screenshot({ path: 'out/e2e/screenshot-choose.png' })
  /** Of the screen as it was taken, at these places. */
  const pixels = (page: Page, selector: string, places: [number, number][]) =>
    page.locator(selector).evaluate((image, places) => {
      const { naturalWidth: width, naturalHeight: height } = image as HTMLImageElement
      const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d')!
      context.drawImage(image as HTMLImageElement, 0, 0)
      return { width, height, at: places.map(([x, y]) => [...context.getImageData(x, y, 1, 1).data].join()) }
    }, places)
  const inside = Array.from({ length: 200 }, (_, i): [number, number] => [(i % 20) * 15 + 3, Math.floor(i / 20) * 9 + 134])
  const screen = await pixels(shot, 'main > img', inside.map(([x, y]) => [x + 30, y + 50]))
  expect(new Set(screen.at).size).toBeGreaterThan(3) // there was something to be seen
  await gone('Enter', shot)
  const dialog = lina.page.getByRole('dialog', { name: 'Send a file' })
  await dialog.getByText(/^screenshot-\d{8}-\d{6}\.png$/).waitFor()
  const [chosen, [line]] = [await pixels(lina.page, 'dialog li img', inside), (await pixels(lina.page, 'dialog li img', [[30, 80]])).at]
  expect(chosen).toMatchObject({ width: 320, height: 220 })
  expect(chosen.at).toEqual(screen.at) // below what was drawn
  expect(line).toBe('229,52,47,255')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await wei.page.locator('[data-message] [data-file^="screenshot-"] img').waitFor()
})

it('makes a picture a sticker of one’s own and sends it', async () => {
  const png = Buffer.from(await lina.page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 600, height: 600 })
    const context = canvas.getContext('2d')!
    context.font = '420px "Noto Color Emoji"'
    context.fillText('🦊', 20, 460)
    return canvas.toDataURL().replace(/^[^,]*,/, '')
  }), 'base64')
  await lina.page.getByRole('button', { name: 'Stickers' }).click()
  const panel = lina.page.getByRole('dialog', { name: 'Stickers' })
  await lina.page.locator('[data-pick="sticker"]').setInputFiles(['fox.png', 'again.png'].map((name) => ({ name, mimeType: 'image/png', buffer: png })))
  const own = panel.getByRole('button', { name: /^Send sticker 1/ })
  await until(() => own.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth === 480), 'it is not made small')
  expect(await panel.getByRole('button', { name: /^Send sticker/ }).count()).toBe(1) // the same is there once
  await settled(lina.page)
  await lina.checkAccess()
  await lina.app.screenshot('stickers')
  await own.click()
  await wei.line('lina').getByText('[Sticker]').waitFor()
  await wei.page.locator('[data-message] .sticker img').waitFor()
  await wei.app.screenshot('stickers-chat')

  // As a pack that is shared, which the other takes by a sticker of it.
  const { accountId } = lina
  const { packId } = await lina.call('sticker.addPack', { accountId, name: 'Foxes' })
  const { stickers } = await lina.call('sticker.list', { accountId })
  await lina.call('sticker.place', { accountId, key: stickers[0]!.key, packId })
  await lina.page.getByRole('button', { name: 'Stickers' }).click()
  await panel.getByRole('tab', { name: 'Foxes' }).click()
  await panel.getByRole('button', { name: 'Menu of the packs' }).click()
  await lina.page.getByRole('menuitem', { name: 'Share the pack…' }).click()
  await panel.getByRole('button', { name: 'Share', exact: true }).click()
  await lina.page.getByText('The pack is shared; its link is copied.').waitFor()
  expect(await lina.app.app.evaluate(({ clipboard }) => (clipboard as unknown as { readText(): string | Promise<string> }).readText())).toMatch(/^xmpp:lina@localhost\?pubsub;action=retrieve;node=urn:xmpp:stickers:0;item=[\w%]{24,}$/)
  await own.click()
  const theirs = wei.page.locator('[data-message] .sticker').nth(1)
  await theirs.locator('img').click({ button: 'right' })
  await wei.page.getByRole('menuitem', { name: 'Add its sticker pack…' }).click()
  const dialog = wei.page.getByRole('dialog', { name: 'Sticker pack' })
  await dialog.getByText('1 sticker').waitFor()
  await wei.pictures('stickers-pack')
  await dialog.getByRole('button', { name: 'Add to my stickers' }).click()
  await wei.page.getByText('The pack “Foxes” is added').waitFor()
  await wei.page.getByRole('button', { name: 'Stickers' }).click()
  await wei.page.getByRole('dialog', { name: 'Stickers' }).getByRole('button', { name: /^Send sticker 1/ }).locator('img').waitFor()
  await wei.page.keyboard.press('Escape')
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
  await wei.page.getByRole('button', { name: 'Pictures, files and links' }).click()
  const beside = wei.page.getByRole('complementary', { name: 'Pictures, files and links' })
  await beside.getByRole('button', { name: /View picture/ }).waitFor()
  // What comes while it is open stands there, too.
  await peer.send(wei.address, 'https://example.org/review')
  await beside.getByRole('radio', { name: 'Pictures' }).press('ArrowLeft')
  await beside.getByRole('button', { name: 'https://example.org/review' }).waitFor()
  await peer.send(wei.address, 'and https://example.org/two')
  await beside.getByRole('button', { name: 'https://example.org/two' }).waitFor()
  await beside.getByRole('radio', { name: 'Links' }).press('ArrowRight')
  await wei.pictures('files-list')
  await beside.getByRole('button', { name: 'Show large' }).click()
  await wei.page.getByRole('dialog').getByRole('button', { name: /View picture/ }).waitFor()
  await wei.page.keyboard.press('Escape')
  await beside.getByRole('button', { name: /View picture/ }).waitFor()
  expect(wei.refused).toEqual([])
})
