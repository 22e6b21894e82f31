import { describe, expect, test } from 'vitest'
import { MAX_CHARS, MAX_ENTRIES, Recorder } from '#features/console/recorder'
import { readStanza, summaryOf } from '#features/console/stanza'
import { linesOfText, readXml } from '#xmpp/xml-text'
import { transcriptOf } from '#features/console/transcript'
import type { WireEntry } from '#shared/model/console'
import type { EpochMs } from '#shared/time'
import { xml } from '#xmpp/element'
import { linesOf } from '#xmpp/xml-lines'
import { parseStanza } from '#xmpp/xml-reader'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempDir } from '../../../support/temp'
import { readTranscript } from '../../../support/transcripts'

const entry = (change: Partial<WireEntry> = {}): Omit<WireEntry, 'seq'> => ({
  atMs: 1000 as EpochMs, direction: 'in', kind: 'message', name: 'message', type: 'chat', id: null, from: null, to: null, namespaces: [], sizeChars: 10, preview: '', ...change,
})

describe('what is kept', () => {
  test('the newest: by number', () => {
    const recorder = new Recorder()
    for (let i = 1; i <= MAX_ENTRIES + 25; i++) recorder.add(entry(), `<message id='${i}'/>`, false)
    expect([recorder.firstSeq, recorder.lastSeq]).toEqual([26, MAX_ENTRIES + 25])
    expect(recorder.get(25)).toBeNull()
    expect(recorder.get(26)?.text).toBe(`<message id='26'/>`)
    expect(recorder.get(MAX_ENTRIES + 25)?.text).toBe(`<message id='${MAX_ENTRIES + 25}'/>`)
    expect(recorder.get(MAX_ENTRIES + 26)).toBeNull()
  })

  test('the newest: by size, and always the last', () => {
    const recorder = new Recorder()
    const quarter = 'x'.repeat(MAX_CHARS / 4)
    for (let i = 0; i < 6; i++) recorder.add(entry(), quarter, false)
    expect([recorder.firstSeq, recorder.lastSeq]).toEqual([3, 6])
    recorder.add(entry(), 'y'.repeat(MAX_CHARS + 1), true)
    expect([recorder.firstSeq, recorder.lastSeq]).toEqual([7, 7])
  })

  test('what fits, after a number, at most so many of the newest', () => {
    const recorder = new Recorder()
    for (let i = 1; i <= 10; i++) recorder.add(entry({ direction: i % 2 ? 'in' : 'out' }), `n${i}`, false)
    const seqs = (...args: Parameters<Recorder['find']>) => recorder.find(...args).map((kept) => kept.entry.seq)
    expect(seqs({ direction: 'in' })).toEqual([1, 3, 5, 7, 9])
    expect(seqs({ direction: 'in' }, { afterSeq: 5 })).toEqual([7, 9])
    expect(seqs({}, { limit: 3 })).toEqual([8, 9, 10])
    expect(seqs({}, { beforeSeq: 8, limit: 2 })).toEqual([6, 7])
    expect(seqs({ direction: 'in' }, { afterSeq: 1, beforeSeq: 9 })).toEqual([3, 5, 7])
    expect(seqs({ text: 'N1' })).toEqual([1, 10])
    recorder.clear()
    expect(seqs({})).toEqual([])
    expect(recorder.firstSeq).toBe(11)
    recorder.add(entry(), 'n11', false)
    expect(seqs({}, { afterSeq: 4 })).toEqual([11])
    expect(recorder.get(11)?.text).toBe('n11')
  })

  test('filters: kind, namespace, either address; what is special in patterns is only itself', () => {
    const recorder = new Recorder()
    recorder.add(entry({ kind: 'iq', namespaces: ['urn:xmpp:mam:2'], from: 'room@muc.example' }), 'a.c', false)
    recorder.add(entry({ kind: 'presence', namespaces: ['urn:xmpp:idle:1'], to: 'Lina@example' }), 'abc', false)
    const seqs = (filter: Parameters<Recorder['find']>[0]) => recorder.find(filter).map((kept) => kept.entry.seq)
    expect(seqs({ kinds: ['iq', 'message'] })).toEqual([1])
    expect(seqs({ namespace: 'MAM' })).toEqual([1])
    expect(seqs({ address: 'lina' })).toEqual([2])
    expect(seqs({ address: 'example' })).toEqual([1, 2])
    expect(seqs({ text: 'a.c' })).toEqual([1])
    expect(seqs({ kinds: ['presence'], namespace: 'mam' })).toEqual([])
  })
})

describe('one stanza', () => {
  const message = parseStanza(`<message from='a@b' type='chat' id='1'><body>你好 &lt;b&gt;</body><x xmlns='urn:a'><y xmlns='urn:b'/></x></message>`)!

  test('in short', () => {
    expect(summaryOf(message, '<message …')).toEqual({
      kind: 'message', name: 'message', type: 'chat', id: '1', from: 'a@b', to: null, namespaces: ['urn:a', 'urn:b'], preview: '<message …',
    })
    expect(summaryOf(null, `<?xml version='1.0'?><stream:stream to='x'>`)).toMatchObject({ kind: 'stream', name: 'stream:stream' })
    expect(summaryOf(xml('message', { xmlns: 'urn:evil' }), '')).toMatchObject({ kind: 'stream' })
  })

  test('as lines: a tag each, with its words where it has nothing else; text stays text', () => {
    const lines = linesOf(message).map(({ depth, parts }) => `${'  '.repeat(depth)}${parts.map(({ text }) => text).join('')}`)
    expect(lines).toEqual([
      '<message from="a@b" type="chat" id="1">', '  <body>你好 <b></body>', '  <x xmlns="urn:a">', '    <y xmlns="urn:b"/>', '  </x>', '</message>',
    ])
    expect(linesOf(message)[1]!.parts.find(({ kind }) => kind === 'text')?.text).toBe('你好 <b>')
    expect(linesOf(message)[2]!.parts.map(({ kind }) => kind)).toEqual(['mark', 'name', 'mark', 'attribute', 'mark', 'namespace', 'mark', 'mark'])
  })

  test('deep and broad ones end somewhere', () => {
    let deep = xml('a')
    for (let i = 0; i < 5000; i++) deep = xml('a', {}, deep)
    expect(linesOf(deep).length).toBe(4000)
    expect(summaryOf(deep, '').namespaces).toEqual([])
  })

  test('what is no element is a line of text', () => {
    expect(linesOfText('</stream:stream>')).toEqual([{ depth: 0, parts: [{ kind: 'text', text: '</stream:stream>' }] }])
  })
})

describe('what a tester writes', () => {
  test.each([
    ['', 'empty', 1, 1],
    ['  \n', 'empty', 1, 1],
    ['<iq type="get"', 'not-closed', 1, 15],
    ['<iq type="get">\n<query>', 'not-closed', 2, 8],
    ['<iq>\n  </qi>', 'not-well-formed', 2, 7],
    ['<iq type=get/>', 'not-well-formed', 1, 14],
    ['hello', 'not-well-formed', 1, 1],
    ['<message><body>a & b</body></message>', 'not-well-formed', 1, 37],
    ['<presence/><presence/>', 'not-one', 1, 23],
    ['<r xmlns="urn:xmpp:sm:3"/>', 'no-stanza', 1, 1],
    ['<message xmlns="urn:evil"/>', 'no-stanza', 1, 1],
    ['</stream:stream>', 'not-well-formed', 1, 16],
  ])('%j: %s', (text, problem, line, column) => {
    expect(readStanza(text).complaint).toMatchObject({ problem, line, column })
  })

  test('a stanza with its own or the stream’s namespace', () => {
    expect(readStanza(' <iq type="get" id="1"><ping xmlns="urn:xmpp:ping"/></iq>\n').el?.name).toBe('iq')
    expect(readStanza('<presence xmlns="jabber:client"/>').complaint).toBeNull()
    expect(readXml('<r xmlns="urn:xmpp:sm:3"/>').complaint).toBeNull()
  })
})

test('a saved transcript is read by the reader of the recordings', () => {
  const recorder = new Recorder()
  const add = (direction: 'in' | 'out', text: string, isCut = false) => recorder.add({ ...entry({ direction }), ...summaryOf(null, text), sizeChars: text.length }, text, isCut)
  add('out', `<?xml version='1.0'?><stream:stream to='x'>`)
  add('out', `<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>`)
  add('in', `<iq type='result' id='1'/>`)
  add('in', '<message>…', true)
  add('in', ' ')
  const text = transcriptOf(recorder.find({}), { server: 'x "&', version: '', jid: 'lina@x/--a', at: '2026-11-23' })
  const file = join(tempDir('console'), 'a.xml')
  writeFileSync(file, text)
  const { steps, people } = readTranscript(file)
  expect(people).toEqual({ alice: 'lina@x/-~-a' })
  const entries = steps.flatMap((step) => step.entries)
  expect(entries.map(({ from, element }) => [from, element?.name ?? null])).toEqual([['alice', null], ['alice', 'iq'], ['server', 'iq'], ['server', null]])
})
