import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Element } from '#xmpp/types'
import { parseStreamHost } from '#xmpp/xep/0065'
import { buildS5b, MAX_CANDIDATES, parseData, parseIbb, parseJingle, parseS5b } from '../../../../electron/features/jingle/stanza'
import { buildOffer, Digests, parseChecksum, parseOffer } from '../../../../electron/features/files/direct-stanza'
import { parseStanza } from '../../../support/transcripts'

const S5B = 'urn:xmpp:jingle:transports:s5b:1'
const FT = 'urn:xmpp:jingle:apps:file-transfer:5'
const jingle = (attrs: string, inside = '') => parseJingle(parseStanza(`<jingle xmlns='urn:xmpp:jingle:1' ${attrs}>${inside}</jingle>`))
const s5b = (inside: string, attrs = "sid='s'") => parseS5b(parseStanza(`<transport xmlns='${S5B}' ${attrs}>${inside}</transport>`))
const GOOD = { cid: 'c', host: '192.0.2.1', port: '1234', jid: 'a@b/c', priority: '7', type: 'direct' }
const candidate = (more: Record<string, string> = {}) =>
  `<candidate ${Object.entries({ ...GOOD, ...more }).map(([name, value]) => `${name}='${value}'`).join(' ')}/>`

describe('sessions', () => {
  test.each([
    '', "action='session-initiate'", "sid='s'", "action='constructor' sid='s'", "action='content-add' sid='s'", `action='session-info' sid='${'x'.repeat(201)}'`, "action='session-info' sid=''",
  ])('%s is none', (attrs) => expect(jingle(attrs)).toBeNull())

  test('one content is understood, several are not', () => {
    const content = "<content creator='initiator' name='a' senders='initiator'><description xmlns='urn:x'/><transport xmlns='urn:y'/></content>"
    expect(jingle("action='session-initiate' sid='s'", content)).toMatchObject({ action: 'session-initiate', sid: 's', content: { name: 'a', senders: 'initiator' } })
    for (const inside of ['', content + content, "<content creator='nobody' name='a'/>", "<content creator='initiator'/>", content.replace("name='a'", `name='${'n'.repeat(300)}'`)]) {
      expect(jingle("action='session-initiate' sid='s'", inside)?.content).toBeNull()
    }
  })
  test.each([
    ['<reason><success/></reason>', 'success'], ['<reason><text>so</text><decline/></reason>', 'decline'], ['<reason><unheard-of/></reason>', 'general-error'],
    ["<reason><success xmlns='urn:other'/></reason>", null], ['<reason/>', null], ['', null],
  ])('%s', (inside, reason) => expect(jingle("action='session-terminate' sid='s'", inside)?.reason).toBe(reason))
})

describe('ways of SOCKS5', () => {
  test('candidates, in a limited number, each once', () => {
    expect(s5b(candidate() + candidate({ host: '192.0.2.2' }))!.candidates).toMatchObject([{ cid: 'c', host: '192.0.2.1', port: 1234, priority: 7, type: 'direct' }])
    expect(s5b(Array.from({ length: 500 }, (_, i) => candidate({ cid: `c${i}` })).join(''))!.candidates).toHaveLength(MAX_CANDIDATES)
    expect(s5b(candidate({ type: 'proxy', host: 'proxy.example.org' }))!.candidates).toHaveLength(1)
  })
  test.each([
    { port: '0' }, { port: '65536' }, { port: '-1' }, { port: '80 ' }, { port: '1e3' }, { host: '' }, { host: 'home.example.org' }, { host: '999.1.1.1' }, { host: 'a b', type: 'proxy' },
    { host: 'x&#10;y', type: 'proxy' }, { host: `${'a'.repeat(300)}`, type: 'proxy' }, { jid: '@' }, { jid: '' }, { priority: '-5' }, { priority: '99999999999' }, { cid: '' },
    { cid: 'c'.repeat(201) }, { type: 'toString' }, { type: 'relay' },
  ])('%o is none', (more) => expect(s5b(candidate(more as never))!.candidates).toEqual([]))
  test.each(["mode='udp' sid='s'", '', "sid=''"])('%s is none of ours', (attrs) => expect(s5b('', attrs)).toBeNull())
  test('news', () => {
    expect(s5b("<candidate-used cid='x'/>")!.news).toEqual({ say: 'used', cid: 'x' })
    expect(s5b("<activated cid='x'/>")!.news).toEqual({ say: 'activated', cid: 'x' })
    expect(s5b('<candidate-error/>')!.news).toEqual({ say: 'error' })
    expect(s5b('<proxy-error/>')!.news).toEqual({ say: 'proxy-error' })
    for (const inside of ['', '<candidate-used/>', "<candidate-used xmlns='urn:other' cid='x'/>"]) expect(s5b(inside)!.news).toBeNull()
  })
  test('what we write we read', () => {
    const [one] = s5b(candidate())!.candidates
    expect(parseS5b(buildS5b('s', 'A'.repeat(40), [one!], true))).toEqual({ sid: 's', dstaddr: 'a'.repeat(40), candidates: [one], news: null })
    expect(s5b('', "sid='s' dstaddr='not a hash'")!.dstaddr).toBeNull()
  })
  test('where a relay listens', () => {
    const reply = (inside: string) => parseStreamHost(parseStanza(`<iq xmlns='jabber:client'><query xmlns='http://jabber.org/protocol/bytestreams'>${inside}</query></iq>`), 'relay.x' as never)
    expect(reply("<streamhost jid='relay.x' host='203.0.113.5' port='5000'/>")).toEqual({ jid: 'relay.x', host: '203.0.113.5', port: 5000 })
    // ejabberd names the node of its cluster, which wants to be told.
    expect(reply("<streamhost jid='relay.x/7' host='203.0.113.5' port='5000'/>")?.jid).toBe('relay.x/7')
    for (const inside of ['', "<streamhost jid='other.x' host='203.0.113.5' port='5000'/>", "<streamhost jid='relay.x' host='203.0.113.5'/>", "<streamhost jid='relay.x' host='a b' port='1'/>"]) {
      expect(reply(inside)).toBeNull()
    }
  })
})

describe('bytes within the stream', () => {
  const data = (text: string, attrs = "sid='s' seq='0'") => parseData(parseStanza(`<data xmlns='http://jabber.org/protocol/ibb' ${attrs}>${text}</data>`))
  test('Base64 and nothing else', () => {
    expect(data('bWFn\ncGll')?.bytes.toString()).toBe('magpie')
    for (const text of ['bWFn!', 'bWF', 'bW=n', '====', 'bWFncGll=', '<b/>bWF']) expect(data(text)).toBeNull()
    for (const attrs of ["sid='s'", "seq='0'", "sid='s' seq='65536'", "sid='s' seq='-1'", "sid='s' seq='1.5'"]) expect(data('bWFn', attrs)).toBeNull()
  })
  test.each(["sid='s'", "sid='s' block-size='0'", "sid='s' block-size='65536'", "block-size='4096'", "sid='s' block-size='4096' stanza='message'"])('%s is no way', (attrs) => {
    expect(parseIbb(parseStanza(`<transport xmlns='urn:xmpp:jingle:transports:ibb:1' ${attrs}/>`), 'transport')).toBeNull()
  })
})

describe('offered files', () => {
  const offer = (inside: string) => parseOffer(parseStanza(`<description xmlns='${FT}'><file>${inside}</file></description>`))
  const SHA = 'x9TcMe9FOsfoDIUPvGGT2bdTAaXesh2cyVyh9mxIpkQ='
  test('what is said of it, made safe', () => {
    expect(offer(`<name>../../照片\u202egpj.exe</name><size>5</size><media-type>IMAGE/png</media-type><desc>${'d'.repeat(2000)}</desc><hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>${SHA}</hash>`))
      .toEqual({ name: '__.._照片gpj.exe'.replace('__.._', '__.._'), size: 5, type: 'image/png', description: 'd'.repeat(1000), hashes: new Map([['sha-256', SHA]]), algorithms: ['sha-256'] })
    expect(offer('<size>0</size>')).toMatchObject({ name: 'file', size: 0, type: null, description: '', algorithms: [] })
    expect(offer("<size>1</size><hash-used xmlns='urn:xmpp:hashes:2' algo='sha-1'/><hash-used xmlns='urn:xmpp:hashes:2' algo='md5'/><hash-used xmlns='urn:xmpp:hashes:2' algo='toString'/>")?.algorithms).toEqual(['sha-1'])
  })
  test.each(['', '<size/>', '<size>-1</size>', '<size>1e9</size>', '<size>2000000001</size>', "<size>5</size><range offset='3'/>", "<size>5</size><range length='3'/>", "<size xmlns='urn:x'>5</size>"])('%s is none', (inside) => {
    expect(offer(inside)).toBeNull()
  })
  test('what we write we read', () => {
    expect(parseOffer(buildOffer({ name: 'a.txt', size: 3, type: 'text/plain', hash: SHA }, 'look'))).toMatchObject({ name: 'a.txt', size: 3, type: 'text/plain', description: 'look', hashes: new Map([['sha-256', SHA]]) })
  })
  test('hashes told later, and computed', () => {
    const told = (inside: string, name = 'checksum') => parseChecksum(parseStanza(`<${name} xmlns='${FT}'><file>${inside}</file></${name}>`))
    expect(told(`<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>${SHA}</hash>`)?.get('sha-256')).toBe(SHA)
    expect(told(`<hash xmlns='urn:xmpp:hashes:2' algo='constructor'>${SHA}</hash><hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>no!</hash>`)?.size).toBe(0)
    expect(told('', 'received')).toBeNull()
    const digests = new Digests(['sha-1', 'sha3-256', 'blake2b-512'])
    digests.update(Buffer.from('mag'))
    digests.update(Buffer.from('pie'))
    expect([...digests.end().keys()]).toEqual(['sha-256', 'sha-1', 'sha3-256', 'blake2b-512'])
  })
})

test('nothing throws, whatever comes', () => {
  const names = fc.constantFrom('jingle', 'content', 'transport', 'candidate', 'description', 'file', 'hash', 'range', 'size', 'name', 'reason', 'data')
  const attrs = fc.dictionary(fc.constantFrom('sid', 'cid', 'action', 'port', 'host', 'jid', 'seq', 'block-size', 'algo', 'offset', 'creator', 'name', 'type', 'priority'), fc.string(), { maxKeys: 6 })
  const ns = fc.constantFrom('urn:xmpp:jingle:1', S5B, FT, 'urn:xmpp:jingle:transports:ibb:1', 'http://jabber.org/protocol/ibb', 'urn:xmpp:hashes:2')
  const tree = fc.letrec((tie) => ({
    el: fc.record({ name: names, attrs, ns, children: fc.array(fc.oneof({ depthSize: 'small' }, fc.string(), tie('el')), { maxLength: 4 }) }),
  })).el
  const build = (node: unknown): Element | string => {
    if (typeof node === 'string') return node
    const { name, attrs: given, ns: xmlns, children } = node as { name: string; attrs: Record<string, string>; ns: string; children: unknown[] }
    const el = parseStanza(`<${name} xmlns='${xmlns}'/>`)
    Object.assign(el.attrs, given)
    for (const one of children) {
      const built = build(one)
      if (typeof built === 'string') el.t(built)
      else el.append(built)
    }
    return el
  }
  fc.assert(fc.property(tree, (node) => {
    const el = build(node) as Element
    for (const parse of [parseJingle, parseS5b, parseData, parseOffer, parseChecksum, (one: Element) => parseIbb(one, 'open'), (one: Element) => parseIbb(one, 'transport')]) parse(el)
  }), { numRuns: 300 })
})
