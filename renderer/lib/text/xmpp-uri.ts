/** Addresses as links: RFC 5122, with the query types of XEP-0147 version 1.2 that only lead somewhere. Pure. */
import { bareOf, parseJid, resourceOf, type BareJid } from '#shared/jid'
import { PACK_KEY } from '#shared/model/sticker'

export interface XmppUri {
  address: BareJid
  /** What it asks for. Null: nothing, or something that a link has no say in (remove, register, run a command …). */
  action: 'join' | 'message' | 'roster' | 'subscribe' | null
  /** Somebody's pack of stickers that is looked at (XEP-0449 §4.7): its id. */
  stickerPack: string | null
  /** Behind the address: a nick in a room, somebody's device. */
  resource: string | null
  /** `body` of a message, `name` and `group` of a contact, `password` of a room; '' where it is not said. */
  params: { body: string; name: string; group: string; password: string }
}

const ACTIONS = ['join', 'message', 'roster', 'subscribe'] as const
const NS_STICKERS = 'urn:xmpp:stickers:0'
const MAX_CHARS = 8192
const MAX_WORD = 200
const MAX_BODY = 5000

/** Broken percent encoding: null. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}
/** Text of a stranger: without what cannot be seen. */
const clean = (text: string | null | undefined, max: number, isOneLine: boolean) =>
  // eslint-disable-next-line no-control-regex
  (text ?? '').replace(/\r\n?/g, '\n').replace(isOneLine ? /[\u0000-\u001f\u007f]+/g : /[\u0000-\u0009\u000b-\u001f\u007f]+/g, ' ').trim().slice(0, max)

export function parseXmppUri(text: string): XmppUri | null {
  const found = text.length <= MAX_CHARS ? /^xmpp:(?:\/\/[^/?#]*\/)?([^?#]+)(?:\?([^#]*))?/i.exec(text.trim()) : null
  const path = found?.[1] ? decoded(found[1]) : null
  const jid = path === null ? null : parseJid(path)
  if (!found || !jid) return null
  const [verb = '', ...pairs] = (found[2] ?? '').split(';')
  const values = new Map(
    pairs.flatMap((pair) => {
      const at = pair.indexOf('=')
      const value = at < 0 ? null : decoded(pair.slice(at + 1))
      return value === null ? [] : [[pair.slice(0, at).toLowerCase(), value] as const]
    }),
  )
  const isPack = verb.toLowerCase() === 'pubsub' && values.get('action') === 'retrieve' && values.get('node') === NS_STICKERS
  const pack = isPack ? (values.get('item') ?? '') : ''
  return {
    address: bareOf(jid),
    stickerPack: PACK_KEY.test(pack) ? pack : null,
    action: ACTIONS.find((one) => one === verb.toLowerCase()) ?? null,
    resource: resourceOf(jid),
    params: {
      body: clean(values.get('body'), MAX_BODY, false),
      name: clean(values.get('name'), MAX_WORD, true),
      group: clean(values.get('group'), MAX_WORD, true),
      password: (values.get('password') ?? '').slice(0, MAX_WORD),
    },
  }
}

const encoded = (part: string) => encodeURIComponent(part).replace(/%40/g, '@')

/** As others can paste, click or photograph it. */
export function xmppLink(address: BareJid, action?: 'join'): string {
  const at = address.indexOf('@')
  return `xmpp:${encoded(address.slice(0, at))}@${encoded(address.slice(at + 1))}${action ? `?${action}` : ''}`
}

export const packLink = (address: BareJid, id: string): string => `${xmppLink(address)}?pubsub;action=retrieve;node=${NS_STICKERS};item=${encodeURIComponent(id)}`
