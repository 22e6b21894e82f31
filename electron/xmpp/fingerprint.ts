/** The same stanza, however it comes again: resumed, out of the offline store, as a carbon, out of an archive. */
import { createHash } from 'node:crypto'
import { attr, child, children, elements, nameOf, nsOf, NS_CLIENT, type Element } from './element'
import { excerpt } from './serialise'

/** Of each child: what makes a stanza poison lies at its beginning or is its size, and the size counts, too. */
const MAX_CHARS = 64 * 1024
const WRAPPERS = [['result', 'urn:xmpp:mam:2'], ['received', 'urn:xmpp:carbons:2'], ['sent', 'urn:xmpp:carbons:2']] as const
/** What servers add on the way. */
const ADDED = ['urn:xmpp:sid:0', 'urn:xmpp:delay', 'urn:xmpp:hints']

/** The message inside of carbons and archive results. */
export function innermost(stanza: Element): Element {
  let at = stanza
  for (let depth = 0; depth < 3; depth++) {
    const wrapper = WRAPPERS.flatMap(([name, ns]) => children(at, name, ns))[0]
    const inner = child(child(wrapper, 'forwarded', 'urn:xmpp:forward:0'), 'message', NS_CLIENT)
    if (!inner) break
    at = inner
  }
  return at
}

export function fingerprint(stanza: Element): string {
  const el = innermost(stanza)
  const hash = createHash('sha256')
  const isMessage = nameOf(el) === 'message'
  hash.update([nameOf(el), attr(el, 'type'), attr(el, 'from'), isMessage ? attr(el, 'id') : ''].join('\n'))
  for (const one of elements(el)) {
    if (!(isMessage && ADDED.includes(nsOf(one)))) hash.update(`\n${excerpt(one, MAX_CHARS)}`)
  }
  return hash.digest('hex')
}
