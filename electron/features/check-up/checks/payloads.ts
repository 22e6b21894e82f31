/** What clients say to each other passes unchanged, whether the server knows it or not (RFC 6120 §8.4). */
import { attr, elements, nameOf, nsOf, textOf, xml, type Element } from '#xmpp/element'
import { broken, pass, untested, type Check } from '../bench'
import { message, quiet, wordless } from '../speech'

/** Does `came` hold all of `sent`, by name, namespace, attributes and text? What was added does not matter. */
export function holds(came: Element, sent: Element): boolean {
  if (nameOf(came) !== nameOf(sent) || nsOf(came) !== nsOf(sent) || textOf(came) !== textOf(sent)) return false
  const isSame = Object.keys(sent.attrs).every((name) => name === 'xmlns' || attr(came, name) === attr(sent, name))
  return isSame && elements(sent).every((inner) => elements(came).some((one) => holds(one, inner)))
}

interface Kind {
  name: string
  spec: string
  section: string
  /** Without a body: servers drop such messages most easily. */
  isWordless?: boolean
  make(id: string): Element[]
}

const of = (name: string, xmlns: string, attrs: Record<string, string> = {}, ...children: (Element | string)[]) => xml(name, { xmlns, ...attrs }, ...children)

const kinds: Kind[] = [
  { name: 'receipts', spec: 'XEP-0184', section: '§7', isWordless: true, make: (id) => [of('received', 'urn:xmpp:receipts', { id })] },
  { name: 'typing', spec: 'XEP-0085', section: '§5.8', isWordless: true, make: () => [of('composing', 'http://jabber.org/protocol/chatstates')] },
  { name: 'markers', spec: 'XEP-0333', section: '§4.2', isWordless: true, make: (id) => [of('displayed', 'urn:xmpp:chat-markers:0', { id })] },
  { name: 'corrections', spec: 'XEP-0308', section: '§3', make: (id) => [of('replace', 'urn:xmpp:message-correct:0', { id })] },
  {
    name: 'reactions', spec: 'XEP-0444', section: '§3.1', isWordless: true,
    make: (id) => [of('reactions', 'urn:xmpp:reactions:0', { id }, xml('reaction', {}, '👍🏽')), of('store', 'urn:xmpp:hints')],
  },
  {
    name: 'replies', spec: 'XEP-0461', section: '§3',
    make: (id) => [
      of('reply', 'urn:xmpp:reply:0', { id, to: 'romeo@montague.example' }),
      of('fallback', 'urn:xmpp:fallback:0', { for: 'urn:xmpp:reply:0' }, xml('body', { start: '0', end: '5' })),
    ],
  },
  { name: 'retractions', spec: 'XEP-0424', section: '§3', make: (id) => [of('retract', 'urn:xmpp:message-retract:1', { id })] },
  { name: 'links', spec: 'XEP-0066', section: '§3', make: () => [of('x', 'jabber:x:oob', {}, xml('url', {}, 'https://example.org/%E9%B9%8A?a=1&b=2'))] },
  {
    name: 'unknown', spec: 'RFC 6120', section: '§8.4',
    make: (id) => [of('magpie', 'https://magpie.example/check-up', { id, 'a-b': ' "<&>\' ' }, xml('inner', {}, '鹊 & <桥>'), 'text')],
  },
]

const checkOf = ({ name, spec, section, isWordless = false, make }: Kind): Check => ({
  id: `messages.${name}`, area: 'messages', spec, section,
  run: async (bench) => {
    const to = bench.two ?? (await bench.open(1, { isPresent: true }))
    if (!to) return untested('offline')
    const id = `${bench.run}-${name}`
    const payload = make(`${bench.run}-before`)
    const since = to.mark()
    const all = [...payload, ...quiet()]
    bench.one.send(isWordless ? wordless(to.jid, id, all) : message(bench, { to: to.jid, id }, name, all))
    const came = await to.wait((el) => el.name === 'message' && attr(el, 'id') === id, since)
    if (!came || attr(came, 'type') === 'error') return broken('dropped')
    return payload.every((one) => elements(came).some((el) => holds(el, one))) ? pass() : broken('changed')
  },
})

export const payloadChecks: Check[] = kinds.map(checkOf)
