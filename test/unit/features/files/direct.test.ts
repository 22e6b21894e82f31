/** What another client offers to give us itself: words of Dino, and of those who mean no good. */
import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { SharedFile } from '#shared/model/files'
import { elements, xml } from '#xmpp/element'
import { parseJingle, parseS5b } from '../../../../electron/features/jingle/stanza'
import { parseOffer } from '../../../../electron/features/files/direct-stanza'
import { tempDir } from '../../../support/temp'
import { parseStanza } from '../../../support/transcripts'
import type { Replay } from '../rooms/replay'
import { EVE, OWN, startChat, WANG, withContacts } from '../support-chat'

const FT = 'urn:xmpp:jingle:apps:file-transfer:5'
const fixture = readFileSync(join(import.meta.dirname, '../../../fixtures/foreign/dino-0.4.2-jingle.txt'), 'utf8')
const said = fixture.split(/^# /m).slice(2).map((part) => part.split('\n').slice(1).filter(Boolean))
const [takes, gives, givesInBand] = said as [string[], string[], string[]]
const payloadOf = (line: string) => elements(parseStanza(line))[0]!

const running: Replay[] = []
const start = async (profileDir?: string) => {
  // Whatever we say to the other client is answered.
  const replay = await startChat(withContacts((iq) => (String(iq.to ?? '').includes('/') ? { ok: true, value: xml('iq') } : null)), profileDir)
  running.push(replay)
  return replay
}
afterEach(() => Promise.all(running.splice(0).map((one) => one.stop())))

const ask = (replay: Replay, inside: string, from = `${WANG}/dino`) => replay.ask(parseStanza(`<iq xmlns='jabber:client' type='set' id='i' from='${from}' to='${OWN}/desk'>${inside}</iq>`))
const jingle = (action: string, inside: string, sid = 's1') => `<jingle xmlns='urn:xmpp:jingle:1' action='${action}' sid='${sid}'>${inside}</jingle>`
const content = (file: string) =>
  `<content creator='initiator' name='f' senders='initiator'><description xmlns='${FT}'><file><name>a.txt</name>${file}</file></description>` +
  "<transport xmlns='urn:xmpp:jingle:transports:ibb:1' sid='t1' block-size='4096'/></content>"
const open = "<open xmlns='http://jabber.org/protocol/ibb' sid='t1' block-size='4096'/>"
const data = (text: string, seq = 0) => `<data xmlns='http://jabber.org/protocol/ibb' sid='t1' seq='${seq}'>${Buffer.from(text).toString('base64')}</data>`
const settled = async <T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> =>
  expect.poll(async () => (await look()) || undefined, { timeout: 9000, interval: 10 }).toBeTruthy().then(async () => (await look()) as T)
const cards = async (replay: Replay) => (await replay.messages('chat', WANG)).map((message) => ({ id: message.id, file: message.extras!.files![0] as SharedFile }))
const over = (replay: Replay) => settled(async () => (await cards(replay)).find(({ file }) => file.direct === 'over'))
const offered = async (replay: Replay, file: string) => {
  expect(await ask(replay, jingle('session-initiate', content(file)))).toEqual({ result: null })
  return (await settled(async () => (await cards(replay)).at(-1))).id
}
const accepted = async (replay: Replay, file: string) => {
  const messageId = await offered(replay, file)
  expect((await replay.call('file.accept', { messageId })).ok).toBe(true)
  await settled(() => replay.sent.some((line) => line.includes('session-accept')))
  expect(await ask(replay, open)).toEqual({ result: null })
}
const terminated = (replay: Replay, reason: string) => settled(() => replay.sent.some((line) => line.includes('session-terminate') && line.includes(`<${reason}/>`)))

describe('Dino', () => {
  test('is understood', () => {
    expect(takes.map((line) => parseJingle(payloadOf(line))?.action)).toEqual(['session-accept', 'transport-info', 'session-terminate'])
    expect(parseS5b(parseJingle(payloadOf(takes[1]!))!.content!.transport)?.news).toMatchObject({ say: 'used' })
    expect(parseJingle(payloadOf(takes[2]!))?.reason).toBe('success')
    const offer = parseJingle(payloadOf(gives[0]!))!
    expect(parseOffer(offer.content!.description!)).toMatchObject({ name: 'from-dino.bin', size: 400_000, algorithms: [] })
    expect(parseS5b(offer.content!.transport)).toMatchObject({ candidates: [], dstaddr: expect.stringMatching(/^[0-9a-f]{40}$/) })
  })
  test('gives a file within the stream, which comes when the user says so', async () => {
    const replay = await start()
    const words = givesInBand.map((line) => line.replace(/from="[^"]*"/, `from="${WANG}/dino"`).replace('<size>400000<', '<size>6<'))
    const say = (i: number) => replay.ask(parseStanza(words[i]!))
    expect(await say(0)).toEqual({ result: null })
    const { id: messageId, file } = await settled(async () => (await cards(replay))[0])
    expect(file).toMatchObject({ name: 'from-dino.bin', size: 6, direct: 'offered', local: null })
    expect(await say(1)).toMatchObject({ error: 'item-not-found' }) // not taken yet
    expect(replay.sent.some((line) => line.includes('jingle'))).toBe(false)
    await replay.call('file.accept', { messageId })
    await settled(() => replay.sent.some((line) => line.includes('session-accept')))
    expect(await say(1)).toEqual({ result: null })
    expect(await say(2)).toEqual({ result: null })
    const came = await over(replay)
    const folder = join(replay.profileDir, 'files', came.file.local!)
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['magpie'])
    await terminated(replay, 'success')
  })
})

describe('who may offer, and how much', () => {
  test('nobody but contacts, and each only in his own session', async () => {
    const replay = await start()
    const offer = jingle('session-initiate', content('<size>6</size>'))
    expect(await ask(replay, offer, `${EVE}/x`)).toEqual({ error: 'service-unavailable' })
    expect(await ask(replay, offer, WANG)).toEqual({ error: 'service-unavailable' }) // no client has a bare address
    expect(replay.conversations()).toEqual([])
    await offered(replay, '<size>6</size>')
    for (const [from, error] of [[`${EVE}/x`, 'service-unavailable'], [`${WANG}/other`, 'item-not-found']] as const) {
      expect(await ask(replay, jingle('session-terminate', '<reason><cancel/></reason>'), from)).toMatchObject({ error })
      expect(await ask(replay, open, from)).toMatchObject({ error })
      expect(await ask(replay, data('x'), from)).toMatchObject({ error })
    }
    expect((await cards(replay))[0]!.file.direct).toBe('offered')
    expect(await ask(replay, offer)).toMatchObject({ error: 'unexpected-request' }) // the same once more
    expect(await ask(replay, jingle('content-add', ''))).toMatchObject({ error: 'feature-not-implemented' })
    expect(replay.sent.some((line) => line.includes('jingle'))).toBe(false)
  })
  test('a few at a time; what is no file is refused', async () => {
    const replay = await start()
    for (let i = 0; i < 7; i++) await ask(replay, jingle('session-initiate', content('<size>6</size>'), `s${i}`))
    await settled(() => replay.sent.filter((line) => line.includes('<decline/>')).length === 2)
    expect(await cards(replay)).toHaveLength(5)
    await ask(replay, jingle('session-initiate', content('<size>6</size>').replaceAll(FT, 'urn:xmpp:jingle:apps:rtp:1'), 'call'))
    await terminated(replay, 'unsupported-applications')
    await ask(replay, jingle('session-initiate', content('<size>6</size>').replace('transports:ibb:1', 'transports:ice:0'), 'ice'))
    await terminated(replay, 'unsupported-transports')
    expect(await cards(replay)).toHaveLength(5)
  })
})

describe('what comes', () => {
  test('nobody else writes into it, nor ends it', async () => {
    const replay = await start()
    await accepted(replay, '<size>6</size>')
    for (const [from, error] of [[`${EVE}/x`, 'service-unavailable'], [`${WANG}/other`, 'item-not-found']] as const) {
      for (const words of [open, data('x'), "<close xmlns='http://jabber.org/protocol/ibb' sid='t1'/>"]) expect(await ask(replay, words, from)).toMatchObject({ error })
    }
    void ask(replay, data('magpie'))
    expect((await over(replay)).file).toMatchObject({ problem: null, local: expect.any(String) as string })
  })
  test('more than was offered is thrown away', async () => {
    const replay = await start()
    await accepted(replay, '<size>6</size>')
    void ask(replay, data('magpies'))
    expect((await over(replay)).file).toMatchObject({ problem: 'broken', local: null })
    await terminated(replay, 'connectivity-error')
    expect(readdirSync(join(replay.profileDir, 'files'))).toEqual([])
  })
  test('less than was offered is no file either', async () => {
    const replay = await start()
    await accepted(replay, '<size>60</size>')
    void ask(replay, data('magpie'))
    await ask(replay, "<close xmlns='http://jabber.org/protocol/ibb' sid='t1'/>")
    expect((await over(replay)).file).toMatchObject({ problem: 'broken', local: null })
  })
  test.each([['right', 'magpie', null], ['wrong', 'piemag', 'altered']])('a hash told behind the bytes: %s', async (_what, of, problem) => {
    const replay = await start()
    await accepted(replay, "<size>6</size><hash-used xmlns='urn:xmpp:hashes:2' algo='sha-512'/>")
    void ask(replay, data('magpie'))
    const sha = createHash('sha512').update(of).digest('base64')
    const checksum = `<checksum xmlns='${FT}' creator='initiator' name='f'><file><hash xmlns='urn:xmpp:hashes:2' algo='sha-512'>${sha}</hash></file></checksum>`
    expect(await ask(replay, jingle('session-info', checksum))).toEqual({ result: null })
    expect((await over(replay)).file.problem).toBe(problem)
    await terminated(replay, problem ? 'media-error' : 'success')
  })
  test('what was open when the program was killed is told as interrupted', async () => {
    const replay = await start()
    await offered(replay, '<size>6</size>')
    const copy = join(tempDir('killed'), 'profile')
    cpSync(replay.profileDir, copy, { recursive: true })
    const again = await start(copy)
    const [card] = await cards(again)
    expect(card!.file).toMatchObject({ direct: 'over', problem: 'interrupted' })
    expect((await again.call('file.accept', { messageId: card!.id })).ok).toBe(false)
  })
})
