/** What the user has of the archive, on real servers: older history on request, receipts, preferences, the refill after damage. */
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { memorySecrets } from '#core/secrets'
import { features } from '#features/index'
import type { ConversationId } from '#shared/ids'
import { systemClock } from '#shared/time'
import { prepareStore } from '#store/prepare'
import { setMark, storeFiles } from '#store/profile-files'
import { databaseFile, type TestClient, type TestClientOptions } from '../support/core-client'
import { serverKinds } from '../support/servers'
import { tempDir } from '../support/temp'
import { befriend, stage } from '../support/stage'

const WAIT_MS = 60_000

describe.each(serverKinds)('the archive as the user meets it, on %s', (kind) => {
  const at = stage(kind, {}, 'after each')
  const { account } = at
  const device = () => ({ profileDir: tempDir('profile'), secrets: memorySecrets(true), remember: true })
  const isLevel = ({ readyCount, state }: TestClient) => readyCount > 0 && !state.archive.isCatchingUp && !state.archive.isFetchingHistory
  const login = async (options: TestClientOptions, waitLevel = true) => {
    const client = await at.login(options)
    if (waitLevel) await client.until(() => isLevel(client), 'level', WAIT_MS)
    return client
  }
  const open = async (client: TestClient, peer: string) => (await client.call('conversation.open', { kind: 'chat', peer })).id
  const history = async (client: TestClient, peer: string) => {
    const conversationId = await open(client, peer)
    const all: Awaited<ReturnType<typeof page>>[] = []
    const page = async (before?: { orderMs: number; id: number }) =>
      (await client.call('conversation.history', { conversationId, limit: 200, ...(before && { before }) })).messages
    for (let messages = await page(); messages.length > 0; messages = await page(messages[0])) all.unshift(messages)
    return all.flat()
  }
  const bodies = async (client: TestClient, peer: string) => (await history(client, peer)).map((message) => message.body)
  const send = async (client: TestClient, peer: string, texts: string[]) => {
    const conversationId: ConversationId = await open(client, peer)
    for (const body of texts) await client.call('message.send', { conversationId, body })
    await client.until(
      () => client.events.some((e) => e.name === 'message.changed' && e.payload.message.state !== 'queued' && e.payload.message.body === texts.at(-1)),
      'sent', WAIT_MS,
    )
  }
  const numbered = (count: number, what: string) => Array.from({ length: count }, (_, i) => `${what} ${i} é😀`)

  it('scrolling up brings older pages beside the background history: once, in order, to the beginning', async () => {
    const [li, wang, zhao] = [await login(await account('li')), await account('wang'), await login(await account('zhao'))]
    const address = `${wang.user}@${at.server.domain}`
    const texts = numbered(230, '信')
    await send(li, address, texts.slice(0, 120))
    await send(zhao, address, numbered(120, '别的'))
    await send(li, address, texts.slice(120))
    const phone = await login(wang, false)
    const conversationId = await open(phone, li.address)
    let before = 'more'
    let added = 0
    while (before === 'more') {
      const older = await phone.call('archive.older', { conversationId })
      before = older.before
      added += older.added
    }
    expect(before).toBe('start')
    expect(await bodies(phone, li.address)).toEqual(texts)
    await phone.until(() => isLevel(phone), 'level', WAIT_MS)
    expect(await bodies(phone, li.address)).toEqual(texts)
    expect((await bodies(phone, zhao.address)).length).toBe(120)
    expect(added).toBeLessThanOrEqual(230)
    expect(phone.logs.filter((line) => line.level === 'error')).toEqual([])
  })

  it('preferences: what the server keeps is shown, changed, and shown as it took it', async () => {
    const li = await login(await account('li'))
    await li.until(() => li.state['archive-preferences'].preferences !== null, 'known')
    const preferences = { default: 'roster' as const, always: [`mum@${at.server.domain}`], never: ['spam@example.net'] }
    expect(await li.call('archivePreferences.set', { preferences })).toEqual(preferences)
    expect(await li.call('archivePreferences.get', {})).toEqual(preferences)
    expect(li.state['archive-preferences'].preferences).toEqual(preferences)
    const never = await li.call('archivePreferences.set', { preferences: { default: 'never', always: [], never: [] } })
    expect(never).toEqual({ default: 'never', always: [], never: [] })
    const wang = await login(await account('wang'))
    await send(wang, li.address, ['kept nowhere'])
    await li.waitFor('message.added', (e) => e.message.body === 'kept nowhere')
    const again = await login({ server: at.server, user: li.address.split('@')[0] as string, password: 'secret' })
    expect(await bodies(again, wang.address)).toEqual([])
    expect(again.state['archive-preferences'].preferences?.default).toBe('never')
  })

  it('a receipt for what only the archive brings, and the one that came while we were away', async () => {
    const lisDevice = { ...(await account('li')), ...device() }
    const wangsDevice = { ...(await account('wang')), ...device() }
    const [li, wang] = [await login(lisDevice), await login(wangsDevice)]
    await befriend(li, wang)
    await send(li, wang.address, ['before'])
    const isDelivered = (client: TestClient, body: string) => () =>
      client.events.some((e) => e.name === 'message.changed' && e.payload.message.body === body && e.payload.message.state === 'delivered')
    await li.until(isDelivered(li, 'before'))
    // The phone takes the message and says nothing; the desk gets it out of the archive alone.
    const phone = await login({ ...wangsDevice, ...device() })
    await phone.call('settings.set', { sendReceipts: false })
    await wang.stop()
    await send(li, wang.address, ['to the archive'])
    await phone.waitFor('message.added', (e) => e.message.body === 'to the archive')
    expect((await history(li, wang.address)).at(-1)?.state).toBe('sent')
    const desk = await login(wangsDevice)
    await li.until(isDelivered(li, 'to the archive'), 'the receipt', WAIT_MS)
    expect(desk.wire.filter((line) => line.startsWith('>') && line.includes('urn:xmpp:receipts') && line.includes('received')).length).toBe(1)

    // Nobody of wang is there; li leaves, wang comes and confirms, li comes back.
    await Promise.all([desk.stop(), phone.stop()])
    await send(li, wang.address, ['confirmed while away'])
    await li.stop()
    const back = await login(wangsDevice)
    await back.until(() => back.wire.some((line) => line.startsWith('>') && line.includes('<received')), 'confirmed', WAIT_MS)
    await back.stop()
    const liAgain = await login(lisDevice)
    expect((await history(liAgain, wang.address)).map((m) => [m.body, m.state])).toEqual([
      ['before', 'delivered'], ['to the archive', 'delivered'], ['confirmed while away', 'delivered'],
    ])
    // A new device learns it from the archive, too.
    const liPhone = await login({ ...lisDevice, ...device() })
    expect((await history(liPhone, wang.address)).map((m) => m.state)).toEqual(['delivered', 'delivered', 'delivered'])
  })

  it('a damaged store is filled again: as it was before, nothing twice', async () => {
    const wangsDevice = { ...(await account('wang')), ...device() }
    const [li, wang] = [await login(await account('li')), await login(wangsDevice)]
    const texts = numbered(150, `${'长信'.repeat(40)}`)
    await send(li, wang.address, texts.slice(0, 100))
    await wang.waitFor('message.added', (e) => e.message.body === texts[99], WAIT_MS)
    await send(wang, li.address, ['and my answer'])
    await send(li, wang.address, texts.slice(100))
    await wang.waitFor('message.added', (e) => e.message.body === texts[149], WAIT_MS)
    const whole = (await history(wang, li.address)).map(({ body, direction, sender }) => [body, direction, sender])
    expect(whole.length).toBe(151)
    await wang.stop()

    const file = databaseFile(wangsDevice.profileDir)
    const bytes = readFileSync(file)
    for (const text of [texts[3], texts[70], texts[149]] as string[]) {
      const page = Math.floor(bytes.indexOf(Buffer.from(text)) / 4096)
      bytes.fill(0xee, page * 4096, page * 4096 + 64)
    }
    writeFileSync(file, bytes)
    setMark(storeFiles(wangsDevice.profileDir))
    const recovery = await prepareStore({
      profileDir: wangsDevice.profileDir, nativeBinding: process.env['MAGPIE_SQLITE_BINDING'], nowMs: systemClock.nowMs(), log: () => undefined,
      migrations: features.flatMap((feature) => feature.migrations), salvaged: (db) => features.forEach((feature) => feature.salvaged?.(db)),
    })
    expect(recovery).toMatchObject({ accounts: 1, isPartial: true })
    expect(recovery!.messages).toBeLessThan(150)
    const again = await login(wangsDevice)
    expect((await history(again, li.address)).map(({ body, direction, sender }) => [body, direction, sender])).toEqual(whole)
    await send(li, wang.address, ['and live'])
    await again.waitFor('message.added', (e) => e.message.body === 'and live')
    expect((await bodies(again, li.address)).at(-1)).toBe('and live')
    await again.stop()
    const third = await login(wangsDevice)
    expect((await bodies(third, li.address)).length).toBe(152)
  })
})
