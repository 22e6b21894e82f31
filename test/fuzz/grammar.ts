/**
 * Stanzas that no server would send, and those it would: recorded ones, their mutants, and ones made of the program's own words.
 * What comes out is well-formed, save from `broken()`.
 */
import { Element, elements, isElement, nameOf, NS_CLIENT, xml } from '#xmpp/element'
import { serialise } from '#xmpp/serialise'
import type { Random } from '../chaos/random'
import { CONTACTS, DOMAIN, OWN, OWN_FULL, ROOMS, type Corpus } from './corpus'
import type { Vocabulary } from './vocabulary'

const STRANGERS = ['eve@evil.example/x', 'eve@evil.example', 'evil.example', `LINA@${DOMAIN}`, `lina@${DOMAIN}.evil.example`, `w\u0435i@${DOMAIN}`,
  `${ROOMS[0]}.evil.example/wei`, `conference.${DOMAIN}`, 'a@b/\u202egpj.exe', '/x', '@', 'a@@b', '', ' ', `${'x'.repeat(1024)}@y`, 'x@[::1]/r']
const JIDS = [OWN, OWN_FULL, DOMAIN, `${OWN}/other`, ...CONTACTS, ...CONTACTS.map((jid) => `${jid}/home`), ...ROOMS,
  ...ROOMS.flatMap((room) => [`${room}/lina`, `${room}/wei`, `${room}/ \u200b`, `${room}/lin\u0430`]), ...STRANGERS]
const VALUES = ['', ' ', '0', '-1', '1', '4294967295', '4294967296', '9007199254740993', '1e309', 'NaN', 'true', 'false', 'null', 'undefined', '__proto__',
  'constructor', 'hasOwnProperty', 'toString', 'get', 'set', 'result', 'error', 'chat', 'groupchat', 'normal', 'headline', 'unavailable', 'subscribe',
  'both', 'remove', 'submit', 'form', 'cancel', '110', '201', '307', '333', 'owner', 'admin', 'member', 'none', 'outcast', 'moderator', 'participant',
  '2020-01-01T00:00:00Z', '0000-00-00T00:00:00Z', '9999-12-31T23:59:60Z', '-1', '2026-11-23T05:00:00+99:99', 'https://x.example/a.png',
  'http://127.0.0.1/', 'file:///etc/passwd', 'javascript:alert(1)', 'aesgcm://x.example/f#00', 'xmpp:a@b?message;body=x', '../../etc/passwd', 'CON', 'x\u0000.png',
  '<img src=x onerror=alert(1)>', "'; DROP TABLE message; --", '{{7*7}}', '%00%0a', 'AAAA', '====', '\ud800', '\u202e', '\u0000', '\ufffe', '漢字', '😀🏽', 'e\u0301',
  '\n', '\t\r', '&amp;', ']]>', 'x'.repeat(3000), '漢'.repeat(2000), '\u0300'.repeat(500), '[]', '{}', '"', '0x10', '1.5', '٣', '/me ', '> quoted\n'.repeat(50)]
const BYTES = ['<', '>', '/', "'", '"', '&', '&#0;', '&foo;', '&#xD800;', ']]>', '<![CDATA[', '<!--', '<?x?>', '<!DOCTYPE x>', '\u0000', '\u0001', '\ufffe', '</a>',
  "xmlns=''", '</stream:stream>', '<stream:stream>', "<a xmlns='urn:xmpp:sm:3' h='0'/>", "<resumed xmlns='urn:xmpp:sm:3' h='9'/>", '<a>'.repeat(300), '\r', '=', "a='1' a='2'"]
/** Raw text in a stanza that spoils it, but leaves no doubt where it ends. */
const SPOILS = ['&foo;', '&#0;', '&#xD800;', '&#x110000;', '\u0001', '\uffff', '&;', '& ']

/** Of what is wrapped on purpose, once in a stanza: together with the rest less than the reader allows. */
const LONG_WRAP = 150
const MAX_NODES = 400

export interface Grammar {
  stanza(): string
  /** Any bytes: the stream may end over it. */
  broken(): string
  /** The payload of an answer to a request with this payload; null: an error. */
  answer(request: Element): Element | null
}

export function createGrammar(random: Random, corpus: Corpus, vocabulary: Vocabulary[]): Grammar {
  const { pick, chance, int } = random
  let nodes = 0
  let isWrapped = false

  const value = (words: readonly string[] = []) => (words.length > 0 && chance(0.5) ? pick(words) : chance(0.3) ? pick(JIDS) : pick(VALUES))

  /** One element of one file's words, with the children that such an element may have, and such that it may not. */
  const ofWords = ({ namespaces, words }: Vocabulary, depth = 0): Element => {
    nodes++
    const el = xml(pick(words).replace(/[^A-Za-z0-9_-]/g, '') || 'x', {})
    if (depth === 0 || chance(0.3)) el.attrs['xmlns'] = pick(namespaces)
    for (let n = int(0, 4); n > 0; n--) el.attrs[attributeName(pick(words))] = value(words)
    for (let n = depth < 5 && nodes < MAX_NODES ? int(0, 3) : 0; n > 0; n--) el.append(ofWords({ file: '', namespaces, words }, depth + 1))
    if (chance(0.4)) el.append(value(words))
    return el
  }
  const attributeName = (word: string) => (/^[A-Za-z_][\w:-]*$/.test(word) && word !== 'xmlns' && !word.includes(':') ? word : 'id')

  const clone = (el: Element): Element => {
    nodes++
    const copy = new Element(el.name)
    copy.attrs = { ...el.attrs }
    for (const one of el.children) {
      if (!isElement(one)) copy.children.push(one)
      else if (nodes < MAX_NODES) copy.append(clone(one))
    }
    return copy
  }

  const anyWithin = (root: Element): Element => {
    let el = root
    for (let below = elements(el); below.length > 0 && chance(0.65); below = elements(el)) el = pick(below)
    return el
  }

  const wrap = (el: Element): void => {
    const inner = [...el.children]
    el.children = []
    let at = el
    for (let n = !isWrapped && chance(0.1) ? LONG_WRAP : int(1, 4); n > 0; n--) {
      const next = new Element(el.name)
      next.parent = at
      at.children.push(next)
      at = next
    }
    at.children = inner
    isWrapped = true
  }

  const change = (root: Element): void => {
    const el = anyWithin(root)
    const keys = Object.keys(el.attrs)
    const at = int(0, Math.max(0, el.children.length - 1))
    switch (int(0, 11)) {
      case 0: if (keys.length > 0) el.attrs[pick(keys)] = value(); break
      case 1: if (keys.length > 0) delete el.attrs[pick(keys)]; break
      case 2: el.attrs[pick(['id', 'from', 'to', 'type', 'xmlns', 'jid', 'node', 'var', 'stamp', 'by', 'xml:lang', '__proto__', 'nick', 'role', 'code'])] = value(); break
      case 3: root.attrs['from'] = pick(JIDS); break
      case 4: root.attrs['type'] = pick(VALUES); break
      case 5: el.children.splice(at, 1); break
      case 6: if (el.children.length > 0) for (let n = chance(0.05) ? 200 : int(1, 3); n > 0; n--) el.children.push(el.children[at]!); break
      case 7: el.append(pick([() => ofWords(pick(vocabulary)), () => clone(anyWithin(pick(corpus.stanzas)))])()); break
      case 8: el.children = [value()]; break
      case 9: el.attrs['xmlns'] = pick([NS_CLIENT, '', 'urn:evil', ...pick(vocabulary).namespaces]); break
      case 10: if (el !== root) wrap(el); break
      default: if (el.children.length > 1) el.children.reverse()
    }
  }

  const addressed = (stanza: Element): Element => {
    if (chance(0.8)) stanza.attrs['from'] = pick(JIDS)
    if (chance(0.8)) stanza.attrs['to'] = pick([OWN, OWN_FULL])
    return stanza
  }

  const composed = (): Element => {
    const name = pick(['message', 'message', 'message', 'presence', 'iq'] as const)
    const stanza = addressed(xml(name, { id: `f${int(0, 400)}` }))
    const types: Record<typeof name, string[]> = { message: ['chat', 'chat', 'groupchat', 'groupchat', 'normal', 'headline', 'error'], presence: ['', 'unavailable', 'subscribe', 'error'], iq: ['get', 'set', 'result', 'error'] }
    const type = pick(types[name])
    if (type !== '') stanza.attrs['type'] = type
    if (name === 'message' && chance(0.7)) stanza.append(xml('body', {}, chance(0.7) ? pick(['hello', 'wei: 你好 😀', '/me waves', 'see https://x.example']) : pick(VALUES)))
    for (let n = int(0, 3); n > 0; n--) stanza.append(ofWords(pick(vocabulary)))
    return stanza
  }

  /** Those that wrap another: carbons, archives, forwards. */
  const wrapped = (): Element => {
    const inner = chance(0.5) ? composed() : clone(pick(corpus.stanzas))
    inner.attrs['xmlns'] = NS_CLIENT
    const forwarded = xml('forwarded', { xmlns: 'urn:xmpp:forward:0' }, xml('delay', { xmlns: 'urn:xmpp:delay', stamp: '2026-11-01T00:00:00Z' }), inner)
    const outer = chance(0.5)
      ? xml(pick(['sent', 'received']), { xmlns: 'urn:xmpp:carbons:2' }, forwarded)
      : xml('result', { xmlns: 'urn:xmpp:mam:2', id: `a${int(0, 400)}`, queryid: value() }, forwarded)
    return xml('message', { from: chance(0.7) ? OWN : pick(JIDS), to: OWN_FULL }, outer)
  }

  const make = (): Element => {
    nodes = 0
    isWrapped = false
    const kind = random.next()
    if (kind < 0.15) return clone(pick(corpus.stanzas))
    if (kind < 0.65) {
      const mutant = clone(pick(corpus.stanzas))
      for (let n = int(1, 4); n > 0; n--) change(mutant)
      return mutant
    }
    if (kind < 0.9) return composed()
    const outer = wrapped()
    if (chance(0.5)) change(outer)
    return outer
  }

  const textOf = (el: Element) => serialise(el) ?? '<message/>'
  const stanza = () => {
    const el = make()
    if (!['message', 'presence', 'iq'].includes(nameOf(el))) el.name = 'message'
    const text = textOf(el)
    // An element that no stanza carries, or one that cannot be read: dropped, and the stream goes on.
    return chance(0.02) ? text.replace(/[^/]>/, (end) => `${end}${pick(SPOILS)}`) : chance(0.01) ? `${text}<r xmlns='urn:xmpp:sm:3'/><x xmlns='urn:evil'/> \n` : text
  }
  const broken = () => {
    let text = textOf(make())
    for (let n = int(1, 3); n > 0; n--) {
      const at = int(0, text.length)
      text = chance(0.6) ? text.slice(0, at) + pick(BYTES) + text.slice(at) : text.slice(0, at) + text.slice(at + int(1, 8))
    }
    return text
  }
  const answer = (request: Element): Element | null => {
    nodes = 0
    const known = corpus.answers.get(String(request.attrs['xmlns'] ?? '')) ?? []
    if (known.length === 0 || chance(0.4)) return chance(0.5) ? null : ofWords(pick(vocabulary))
    const payload = clone(pick(known))
    for (let n = chance(0.3) ? 0 : int(1, 3); n > 0; n--) change(payload)
    return payload
  }
  return { stanza, broken, answer }
}
