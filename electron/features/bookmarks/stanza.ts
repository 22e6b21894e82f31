/** XML of bookmarks: XEP-0402 1.2.0 items and XEP-0048 1.2 / 0049 1.2 private storage. */
import { parseBareJid, type BareJid } from '#shared/jid'
import { attr, child, children, childText, elements, nameOf, parseBoolean, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { parseNodeEvent } from '#xmpp/xep/0223'
import type { Bookmark } from './public'

export const NS_BOOKMARKS = 'urn:xmpp:bookmarks:1'
const NS_PRIVATE = 'jabber:iq:private'
const NS_STORAGE = 'storage:bookmarks'
const MAX_NAME = 1000

/** A bookmark with what other clients put into it, which must come back when we publish it again (0402 §3.2). */
export interface RemoteBookmark extends Bookmark {
  extensions: Element | null
}

const short = (text: string | null) => text?.slice(0, MAX_NAME) || null

function parseConference(el: Element, jid: BareJid, ns: string): RemoteBookmark {
  return {
    jid,
    name: short(attr(el, 'name')),
    nick: short(childText(el, 'nick', ns)),
    password: short(childText(el, 'password', ns)),
    autoJoin: parseBoolean(attr(el, 'autojoin')) ?? false,
    extensions: child(el, 'extensions', NS_BOOKMARKS),
  }
}

/** The items of the node; the item id is the room (0402 §3.1). */
export const parseItems = (items: Element[]): RemoteBookmark[] =>
  items.flatMap((item) => {
    const jid = parseBareJid(attr(item, 'id'))
    const conference = child(item, 'conference', NS_BOOKMARKS)
    return jid && conference ? [parseConference(conference, jid, NS_BOOKMARKS)] : []
  })

/** The event of changed bookmarks; null for every other message. The sender is the caller's to check. */
export function parseEvent(message: Element): { published: RemoteBookmark[]; retracted: BareJid[] } | null {
  const event = parseNodeEvent(message, NS_BOOKMARKS)
  return event && { published: parseItems(event.published), retracted: event.retracted.flatMap((id) => parseBareJid(id) ?? []) }
}

const conference = (bookmark: Bookmark, extensions: Element | null, ns: string, jid?: BareJid) =>
  xml(
    'conference',
    { xmlns: ns, jid, name: bookmark.name ?? undefined, autojoin: bookmark.autoJoin ? 'true' : 'false' },
    bookmark.nick === null ? null : xml('nick', {}, bookmark.nick),
    bookmark.password === null ? null : xml('password', {}, bookmark.password),
    extensions,
  )

export const buildConference = (bookmark: Bookmark, extensions: Element | null): Element => conference(bookmark, extensions, NS_BOOKMARKS)

export const buildPrivateFetch = (): Element => xml('query', { xmlns: NS_PRIVATE }, xml('storage', { xmlns: NS_STORAGE }))

const storageOf = (reply: Element): Element | null => child(child(reply, 'query', NS_PRIVATE), 'storage', NS_STORAGE)

export function parsePrivate(reply: Element): RemoteBookmark[] | null {
  const storage = storageOf(reply)
  if (!storage) return null
  return children(storage, 'conference', NS_STORAGE).flatMap((el) => {
    const jid = parseBareJid(attr(el, 'jid'))
    return jid ? [parseConference(el, jid, NS_STORAGE)] : []
  })
}

/** Children of a stored conference that we write ourselves. */
const OURS = new Set(['nick', 'password', 'extensions'])

/** The stored list with one room changed or taken out; everything else (URLs, other clients' additions) stays. */
export function buildPrivateStore(reply: Element, jid: BareJid, bookmark: Bookmark | null, extensions: Element | null): Element {
  const nodes = storageOf(reply)?.children ?? []
  const isIt = (node: (typeof nodes)[number]): node is Element =>
    typeof node !== 'string' && attr(node, 'jid') !== null && parseBareJid(attr(node, 'jid')) === jid
  const kept = nodes.filter((node) => !isIt(node))
  const changed = bookmark ? conference(bookmark, extensions, NS_STORAGE, jid) : null
  for (const el of elements(nodes.find(isIt))) if (!OURS.has(nameOf(el))) changed?.append(el)
  return xml('query', { xmlns: NS_PRIVATE }, xml('storage', { xmlns: NS_STORAGE }, ...kept, changed))
}
