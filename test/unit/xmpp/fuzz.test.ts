/** Mutated stanzas in random pieces (SAFETY.md X1): nothing throws, nothing hangs, the stanza that follows arrives. */
import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import type { BareJid, FullJid } from '#shared/jid'
import { attr, type Element } from '#xmpp/element'
import { limitsAfterLogin } from '#xmpp/limits'
import { Management } from '#xmpp/management'
import { Heartbeat } from '#xmpp/heartbeat'
import { SessionStream } from '#xmpp/session-stream'
import { parseStanzaError } from '#xmpp/stanza-error'
import { XmppStream } from '#xmpp/stream'
import { serialise } from '#xmpp/serialise'
import { parseForm } from '#xmpp/xep/0004'
import { parseDiscoInfo } from '#xmpp/xep/0030'
import { parseRsm } from '#xmpp/xep/0059'
import { parseCaps, verificationString } from '#xmpp/xep/0115'
import { parseDelays } from '#xmpp/xep/0203'
import { parseOriginId, parseStanzaIds } from '#xmpp/xep/0359'
import { parseElement } from '#xmpp/xml-reader'
import type { Link } from '#xmpp/transport/link'

const SEED = 20261122
let state = SEED
const random = () => {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!

const SAMPLES = [
  "<message from='a@b/c' to='lina@x' type='chat' id='1'><body>漢字 &amp; 😀</body><delay xmlns='urn:xmpp:delay' stamp='2020-01-01T00:00:00Z' from='x'/></message>",
  "<message from='r@c/n' type='groupchat'><stanza-id xmlns='urn:xmpp:sid:0' by='r@c' id='7'/><origin-id xmlns='urn:xmpp:sid:0' id='o'/><x xmlns='jabber:x:data' type='form'><field var='a' type='list-multi'><value>1</value></field></x></message>",
  "<presence from='a@b/c'><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='v'/><show>away</show></presence>",
  "<iq type='result' id='q1' from='a@b'><query xmlns='http://jabber.org/protocol/disco#info'><identity category='c' type='t'/><feature var='f'/></query></iq>",
  "<iq type='error' id='q1'><error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:x</gone></error></iq>",
  "<iq type='get' id='z' from='e@e/e'><ping xmlns='urn:xmpp:ping'/></iq><a xmlns='urn:xmpp:sm:3' h='1'/><r xmlns='urn:xmpp:sm:3'/>",
  "<message><x:y xmlns:x='u'><![CDATA[<&>]]]]></x:y><set xmlns='http://jabber.org/protocol/rsm'><first index='0'>a</first></set></message>",
]
const JUNK = ['<', '>', '/', "'", '"', '&', '&lt;', '&#0;', '&foo;', '&#x1F600;', ']]>', '<![CDATA[', '<!--', '<?x?>', '\u0000', '\u0001', '\ufffe', '\r', "xmlns=''",
  "xmlns='urn:xmpp:sm:3'", "h='99999999999'", '__proto__', 'constructor', 'hasOwnProperty', "from='/x'", "from='@'", '<a>'.repeat(300), '</a>', '漢', '😀', ' ', '\u202e']

function mutate(text: string): string {
  let out = text
  for (let n = Math.floor(random() * 4); n >= 0; n--) {
    const at = Math.floor(random() * (out.length + 1))
    const kind = random()
    if (kind < 0.5) out = out.slice(0, at) + pick(JUNK) + out.slice(at)
    else if (kind < 0.75) out = out.slice(0, at) + out.slice(at + Math.floor(random() * 8))
    else if (kind < 0.9) out = out.slice(0, at) + pick(SAMPLES).slice(0, Math.floor(random() * 60)) + out.slice(at)
    else out = out.slice(0, at) + String.fromCharCode(Math.floor(random() * 65536)) + out.slice(at + 1)
  }
  return out
}

class NullLink extends EventEmitter {
  secure = true
  kind = 'tcp'
  tls = null
  certificate = null
  write() {}
  end() {}
  destroy() {}
  pause() {}
  resume() {}
}

/** What was read has been handled. */
const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A session past its login, fed by hand. */
async function session(onStanza: (el: Element) => void) {
  const link = new NullLink() as unknown as Link
  const stream = new XmppStream({ link, own: 'lina@x' as BareJid, lang: 'en', wire: (_, text) => text(), log: () => {} })
  stream.limits = limitsAfterLogin
  const opening = stream.openStream()
  await Promise.resolve() // the header has gone out
  link.emit('data', "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>")
  await opening
  const handlers = { stanza: (el: Element) => (onStanza(el), true), iq: onStanza, log: () => {}, pulse: () => {}, group: null, guard: null, fault: () => '', mayStore: () => true }
  const loggedIn = { stream, jid: 'lina@x/m' as FullJid, secure: { streamFeatures: [] } as never, resend: null, isRestored: false }
  const management = new Management({ acked: () => {}, lost: () => {}, ackedBefore: () => {} })
  new SessionStream(loggedIn, management, handlers, { answerMs: 1e6, idleMs: 1e6, monotonicMs: () => 0 }, new Heartbeat(null)).begin()
  return { stream, feed: (data: Buffer) => link.emit('data', data) }
}

function readEverything(el: Element): void {
  parseStanzaError(el)
  parseCaps(el)
  parseDelays(el)
  parseOriginId(el)
  parseStanzaIds(el)
  parseRsm(el)
  for (const one of el.children) {
    if (typeof one === 'string') continue
    parseForm(one)
    const info = parseDiscoInfo(one)
    if (info) verificationString(info)
  }
}

test(`20,000 mutated stanzas, seed ${SEED}`, async () => {
  let arrived: string | null = null
  const onStanza = (el: Element) => {
    readEverything(el)
    const text = serialise(el)
    if (text !== null && parseElement(text) === null) throw new Error(`written but not readable: ${text}`)
    if (attr(el, 'id')?.startsWith('good-')) arrived = attr(el, 'id')
  }
  const thrown: unknown[] = []
  const guarded = (el: Element) => {
    try {
      onStanza(el)
    } catch (error) {
      thrown.push(error)
    }
  }
  let { stream, feed } = await session(guarded)
  let [endings, survived] = [0, 0]
  for (let i = 0; i < 20_000; i++) {
    const bad = Buffer.from(mutate(pick(SAMPLES)))
    for (let at = 0; at < bad.length;) {
      const next = at + 1 + Math.floor(random() * random() * bad.length)
      feed(bad.subarray(at, next))
      at = next
    }
    if (!stream.failure) feed(Buffer.from(`<message id='good-${i}' from='a@b'><body>漢</body></message>`))
    await turn()
    if (arrived === `good-${i}`) survived++
    if (stream.failure || arrived !== `good-${i}`) {
      // The structure was broken: the stream ended, or waits inside an open element. A new one is as good as new.
      if (stream.failure) endings++
      stream.fail(stream.failure ?? (new Error('swallowed') as never))
      ;({ stream, feed } = await session(guarded))
      feed(Buffer.from(`<message id='good-again-${i}' from='a@b'/>`))
      await turn()
      expect(arrived).toBe(`good-again-${i}`)
    }
  }
  expect(thrown).toEqual([])
  expect(survived).toBeGreaterThan(1500) // the rest broke the structure: then the stream has to end
  expect(endings).toBeGreaterThan(3000)
}, 60_000)
