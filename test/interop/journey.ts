/** The one way that is gone with every client: what Magpie says must be seen there, what is done there must be seen in Magpie. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerSettings } from '#shared/model/account'
import type { Message } from '#shared/model/message'
import { createTestClient, type TestClient } from '../support/core-client'
import { fileToSend } from '../support/profanity'
import { joinRoom, untilRoom, untilText } from '../support/rooms-help'
import type { TestServer } from '../support/servers'
import { startPeer } from '../support/slixmpp-peer'
import { Report, type Direction, type Feature } from './report'

export const WAIT_MS = 30_000

/** A foreign client at work. What a method of this is missing for stands in `lacks`. */
export interface Foreign {
  /** Why something is not tried with it: `'reaction from'`. */
  lacks: Partial<Record<`${Feature} ${Direction}`, string>>
  /** It shows or keeps a message of these words from Magpie. */
  hears(words: string): Promise<unknown>
  /** … which have taken the place of these. */
  hearsCorrection?(before: string, after: string): Promise<unknown>
  hearsReaction?(to: string, emoji: string): Promise<unknown>
  hearsAnswer?(to: string, words: string): Promise<unknown>
  /** It has fetched a file of this content. */
  fetches?(name: string, url: string, bytes: Buffer): Promise<unknown>
  /** From its window, and back: it tells then that something was read. */
  looksAway?(): Promise<unknown>
  looksBack?(): Promise<unknown>
  says(words: string): Promise<unknown>
  /** Begins to write, and takes it back unsent once `isSeen`. */
  types?(isSeen: () => Promise<unknown>): Promise<unknown>
  /** Its last message. */
  corrects?(before: string, after: string): Promise<unknown>
  reacts?(to: string, emoji: string): Promise<unknown>
  answers?(to: string, words: string): Promise<unknown>
  sends?(path: string): Promise<unknown>
  /** Leaves the conversation and comes back: whether files can be given directly is looked at then. */
  reopens?(): Promise<unknown>
  joins?(room: string): Promise<unknown>
  saysInRoom?(room: string, words: string): Promise<unknown>
  hearsInRoom?(room: string, words: string): Promise<unknown>
  stop(): Promise<unknown>
}

export interface Ground {
  server: TestServer
  user: string
  password: string
  address: string
  /** Magpie's address, a friend of `address`. */
  friend: string
}

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP8z4APMOGVHbHSAEEsAROxCnMTAAAAAElFTkSuQmCC', 'base64')
const fileOf = (message: Message) => message.extras!.files![0]!
const untilMessage = (magpie: TestClient, what: string, look: (message: Message) => boolean) =>
  magpie.until(() => {
    const seen = magpie.events.flatMap((event) => (event.name === 'message.added' || event.name === 'message.changed' ? [event.payload.message] : []))
    return seen.filter(look).at(-1)
  }, what, WAIT_MS)

/** Both on one server, friends, before the foreign client starts: so it finds the friend in its list. */
export async function prepare(server: TestServer, name: string, settings: Partial<ServerSettings> = {}): Promise<{ magpie: TestClient; ground: Ground }> {
  const [user, own] = [name, `lina-${name}`]
  for (const one of [user, own]) await server.addAccount(one, 'secret')
  const magpie = await createTestClient({ server, user: own, password: 'secret', settings })
  const peer = await startPeer({ server, user, password: 'secret', autoAccept: true })
  await magpie.call('contact.add', { jid: peer.bareJid, name: '', groups: [], message: '' })
  await magpie.until(() => magpie.state.roster.contacts.some((one) => one.jid === peer.bareJid && one.subscription === 'both'), 'friends')
  await peer.stop()
  return { magpie, ground: { server, user, password: 'secret', address: `${user}@${server.domain}`, friend: magpie.address } }
}

export async function journey(name: string, version: string, magpie: TestClient, ground: Ground, them: Foreign): Promise<Report> {
  const report = new Report(name, version)
  const { id: conversationId } = await magpie.call('conversation.open', { kind: 'chat', peer: ground.address })
  const say = (body: string) => magpie.call('message.send', { conversationId, body })
  const attempt = (feature: Feature, direction: Direction, isThere: unknown, run: () => Promise<unknown>) => {
    const why = them.lacks[`${feature} ${direction}`]
    if (why === undefined && !isThere) throw new Error(`${name}: nothing is said of ${feature} ${direction}`)
    return why === undefined ? report.step(feature, direction, run) : Promise.resolve(report.lacks(feature, direction, why))
  }

  const FIRST = '你好 <b>&amp; Grüße 🐦'
  await attempt('message', 'to', true, async () => {
    await say(FIRST)
    await them.hears(FIRST)
  })
  await attempt('receipt', 'from', true, () => untilMessage(magpie, 'it says that it came', (one) => one.body === FIRST && (one.state === 'delivered' || one.state === 'read')))
  await attempt('message', 'from', true, async () => {
    await them.says('Guten Tåg 喜鹊')
    await untilText(magpie, 'Guten Tåg 喜鹊', undefined, WAIT_MS)
  })
  await attempt('marker', 'from', true, async () => {
    await them.looksAway?.()
    await say('gelesen?')
    await them.hears('gelesen?')
    await them.looksBack?.()
    await untilMessage(magpie, 'it says that it was read', (one) => one.body === 'gelesen?' && one.state === 'read')
  })
  await attempt('typing', 'from', them.types, () =>
    them.types!(() => magpie.until(() => magpie.state['chat-states'].typing.some((one) => one.conversationId === conversationId && one.who.length > 0), 'it types', WAIT_MS)))
  await attempt('correction', 'from', them.corrects, async () => {
    const before = await untilText(magpie, 'Guten Tåg 喜鹊', undefined, WAIT_MS)
    await them.corrects!('Guten Tåg 喜鹊', 'Guten Tag 喜鹊')
    await untilMessage(magpie, 'corrected', (one) => one.id === before.id && one.body === 'Guten Tag 喜鹊' && one.isEdited)
  })
  await attempt('correction', 'to', them.hearsCorrection, async () => {
    const { messageId } = await say('bis moregn')
    await them.hears('bis moregn')
    await magpie.call('message.correct', { messageId, body: 'bis morgen' })
    await them.hearsCorrection!('bis moregn', 'bis morgen')
  })
  await attempt('answer', 'to', them.hearsAnswer, async () => {
    await them.says('Kommst du?')
    const asked = await untilText(magpie, 'Kommst du?', undefined, WAIT_MS)
    await magpie.call('reply.send', { conversationId, messageId: asked.id, body: '来！' })
    await them.hearsAnswer!('Kommst du?', '来！')
  })
  await attempt('answer', 'from', them.answers, async () => {
    const { messageId } = await say('几点？')
    await them.hears('几点？')
    await them.answers!('几点？', 'um acht')
    const answer = await untilText(magpie, 'um acht', undefined, WAIT_MS)
    const [quoted] = await magpie.call('reply.quoted', { messageIds: [answer.id] })
    if (quoted?.quoted?.id !== messageId) throw new Error(`answers ${JSON.stringify(quoted)}`)
  })
  await attempt('reaction', 'to', them.hearsReaction, async () => {
    await them.says('Geschafft')
    const came = await untilText(magpie, 'Geschafft', undefined, WAIT_MS)
    await magpie.call('reaction.toggle', { messageId: came.id, emoji: '🎉' })
    await them.hearsReaction!('Geschafft', '🎉')
  })
  await attempt('reaction', 'from', them.reacts, async () => {
    const { messageId } = await say('喜鹊来了')
    await them.hears('喜鹊来了')
    await them.reacts!('喜鹊来了', '👍')
    await untilMessage(magpie, 'a reaction', (one) => one.id === messageId && one.extras?.reactions?.some(({ emoji, count }) => emoji.startsWith('👍') && count === 1) === true)
  })
  await attempt('action', 'to', true, async () => {
    await say('/me 挥手')
    await them.hears('/me 挥手')
  })
  await attempt('action', 'from', true, async () => {
    await them.says('/me winkt')
    await untilText(magpie, '/me winkt', undefined, WAIT_MS)
  })
  await attempt('file', 'to', them.fetches, async () => {
    const { key } = await magpie.call('file.begin', { name: '喜鹊 1.png' })
    await magpie.call('file.add', { key, base64: PNG.toString('base64') })
    const { messageId } = await magpie.call('file.send', { conversationId, key })
    const sent = await untilMessage(magpie, 'uploaded', (one) => one.id === messageId && one.state !== 'queued' && fileOf(one).url !== null)
    await them.fetches!('喜鹊 1.png', fileOf(sent).url!, PNG)
  })
  await attempt('file', 'from', them.sends, async () => {
    const bytes = Buffer.concat([PNG, Buffer.from(name)])
    await them.sends!(fileToSend('elster.png', bytes))
    const came = await untilMessage(magpie, 'a file', (one) => one.direction === 'in' && one.extras?.files !== undefined)
    if (fileOf(came).kind !== 'picture') throw new Error(`not a picture: ${JSON.stringify(fileOf(came))}`)
    await magpie.call('file.fetch', { messageId: came.id, index: 0 })
    const here = await untilMessage(magpie, 'fetched', (one) => one.id === came.id && (fileOf(one).local !== null || fileOf(one).problem !== null))
    const folder = join(magpie.profileDir, 'files', fileOf(here).local ?? 'missing')
    const got = readFileSync(join(folder, readdirSync(folder)[0]!))
    const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex')
    if (hash(got) !== hash(bytes)) throw new Error(`${got.length} bytes instead of ${bytes.length}`)
  })
  await attempt('room', 'to', them.hearsInRoom, async () => {
    const room = `${name}-room@${ground.server.mucDomain}`
    const id = await joinRoom(magpie, room)
    await them.joins!(room)
    await untilRoom(magpie, room, (one) => one.occupantCount === 2, WAIT_MS)
    await magpie.call('message.send', { conversationId: id, body: '大家好' })
    await them.hearsInRoom!(room, '大家好')
  })
  await attempt('room', 'from', them.saysInRoom, async () => {
    const room = `${name}-room@${ground.server.mucDomain}`
    await them.saysInRoom!(room, 'hallo zusammen')
    await untilText(magpie, 'hallo zusammen', undefined, WAIT_MS)
  })
  for (const [what, why] of Object.entries(them.lacks)) {
    const [feature, direction] = what.split(' ') as [Feature, Direction]
    if (!report.result.tried[feature]?.[direction]) report.lacks(feature, direction, why)
  }
  return report
}
