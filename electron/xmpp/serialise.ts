/**
 * Element → text without recursion and with a cap (SAFETY.md P15; ltx' toString overflows the stack at 3,000 levels).
 * Characters that XML cannot carry (a pasted U+0000, half a surrogate pair) become U+FFFD: a server would close the stream.
 */
import { Element } from '@xmpp/xml'
import { maxLoggedChars, maxSentChars } from './limits'

// eslint-disable-next-line no-control-regex
const IN_TEXT = /[&<>\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu
// eslint-disable-next-line no-control-regex
const IN_ATTRIBUTE = /[&<>"'\u0000-\u001f\ufffe\uffff\ud800-\udfff]/gu
const ESCAPES: Record<string, string> = {
  '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;',
}
const escape = (c: string) => ESCAPES[c] ?? '\ufffd'

function startTag(el: Element, defaultNs: string | undefined): string {
  let tag = `<${el.name}`
  for (const key of Object.keys(el.attrs)) {
    const value = el.attrs[key] as unknown
    if (value === undefined || value === null) continue
    tag += ` ${key}="${String(value).replace(IN_ATTRIBUTE, escape)}"`
  }
  if (defaultNs !== undefined && !Object.hasOwn(el.attrs, 'xmlns') && !el.name.includes(':')) tag += ` xmlns="${defaultNs}"`
  return tag
}

/** Stops soon after `maxChars`. */
function write(el: Element, maxChars: number, outermostNs?: string): string {
  let out = ''
  let ns = outermostNs
  const work: (Element | string | { close: string })[] = [el]
  while (work.length > 0 && out.length <= maxChars) {
    const item = work.pop()!
    if (item instanceof Element) {
      out += startTag(item, ns)
      ns = undefined
      if (item.children.length === 0) {
        out += '/>'
        continue
      }
      out += '>'
      work.push({ close: item.name })
      for (let i = item.children.length - 1; i >= 0; i--) work.push(item.children[i]!)
    } else if (typeof item === 'object' && item !== null && 'close' in item) out += `</${item.close}>`
    else if (item !== null && item !== undefined) out += String(item).replace(IN_TEXT, escape)
  }
  return out
}

/** `ns` is written on the outermost element when it names none. Null when longer than `maxChars`. */
export function serialise(el: Element, options: { maxChars?: number; ns?: string | undefined } = {}): string | null {
  const maxChars = options.maxChars ?? maxSentChars
  const out = write(el, maxChars, options.ns)
  return out.length > maxChars ? null : out
}

/** The beginning of the text, for logs. */
export function excerpt(el: Element, maxChars = maxLoggedChars): string {
  const out = write(el, maxChars)
  return out.length > maxChars ? `${out.slice(0, maxChars)}…` : out
}
