/** XML of bookmarks: XEP-0402 1.2.0 items (in XEP-0060 frames) and XEP-0048 1.2 / 0049 1.2 private storage. */
import { parseBareJid, type BareJid } from '#shared/jid'
import { fieldOf, valueOf, type DataForm } from '#shared/model/form'
import { attr, child, children, childText, parseBoolean, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { findForm } from '#xmpp/xep/0004'
import type { Bookmark } from './public'

export const NS_BOOKMARKS = 'urn:xmpp:bookmarks:1'
const NS_PUBSUB = 'http://jabber.org/protocol/pubsub'
const NS_OWNER = 'http://jabber.org/protocol/pubsub#owner'
const NS_EVENT = 'http://jabber.org/protocol/pubsub#event'
const NS_PRIVATE = 'jabber:iq:private'
const NS_STORAGE = 'storage:bookmarks'
const NODE_CONFIG = 'http://jabber.org/protocol/pubsub#node_config'
const PUBLISH_OPTIONS = 'http://jabber.org/protocol/pubsub#publish-options'
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
    extensions: child(el, 'extensions', ns),
  }
}

/** The items of `<items node='urn:xmpp:bookmarks:1'>`; the item id is the room (0402 §3.1). */
function parseItems(items: Element, ns: string): RemoteBookmark[] {
  return children(items, 'item', ns).flatMap((item) => {
    const jid = parseBareJid(attr(item, 'id'))
    const conference = child(item, 'conference', NS_BOOKMARKS)
    return jid && conference ? [parseConference(conference, jid, NS_BOOKMARKS)] : []
  })
}

/** Answer to buildFetch; null when it is none. */
export function parseFetched(reply: Element): RemoteBookmark[] | null {
  const items = child(child(reply, 'pubsub', NS_PUBSUB), 'items', NS_PUBSUB)
  return items && attr(items, 'node') === NS_BOOKMARKS ? parseItems(items, NS_PUBSUB) : null
}

/** The event of a changed node; null for every other message. The sender is the caller's to check. */
export function parseEvent(message: Element): { published: RemoteBookmark[]; retracted: BareJid[] } | null {
  const items = child(child(message, 'event', NS_EVENT), 'items', NS_EVENT)
  if (!items || attr(items, 'node') !== NS_BOOKMARKS) return null
  return {
    published: parseItems(items, NS_EVENT),
    retracted: children(items, 'retract', NS_EVENT).flatMap((el) => parseBareJid(attr(el, 'id')) ?? []),
  }
}

const form = (formType: string, fields: Record<string, string>) =>
  xml(
    'x',
    { xmlns: 'jabber:x:data', type: 'submit' },
    xml('field', { var: 'FORM_TYPE', type: 'hidden' }, xml('value', {}, formType)),
    Object.entries(fields).map(([name, value]) => xml('field', { var: name }, xml('value', {}, value))),
  )

const PRIVACY = { 'pubsub#persist_items': 'true', 'pubsub#access_model': 'whitelist' }
/** `max` is not known to ejabberd 23 and makes Openfire silent; all five recorded servers take 255. */
const MAX_ITEMS = 255
const CONFIG = { ...PRIVACY, 'pubsub#max_items': String(MAX_ITEMS) }

export const buildFetch = (): Element => xml('pubsub', { xmlns: NS_PUBSUB }, xml('items', { node: NS_BOOKMARKS }))

export const buildCreate = (): Element =>
  xml('pubsub', { xmlns: NS_PUBSUB }, xml('create', { node: NS_BOOKMARKS }), xml('configure', {}, form(NODE_CONFIG, CONFIG)))

export const buildConfigGet = (): Element => xml('pubsub', { xmlns: NS_OWNER }, xml('configure', { node: NS_BOOKMARKS }))

/** The node's form; null when the answer has none. */
export const parseConfig = (reply: Element): DataForm | null => findForm(child(child(reply, 'pubsub', NS_OWNER), 'configure', NS_OWNER))

/** Does this configuration keep bookmarks to ourselves, and all of them? */
export function isGoodConfig(config: DataForm): boolean {
  const maxItems = valueOf(config, 'pubsub#max_items')
  const keepsMany = maxItems === 'max' || Number(maxItems ?? 0) > 1
  const isKept = parseBoolean(valueOf(config, 'pubsub#persist_items')) !== false
  return valueOf(config, 'pubsub#access_model') === 'whitelist' && isKept && keepsMany
}

/** Sets what of our wishes the form has. */
export function buildConfigSet(config: DataForm): Element {
  const fields = Object.fromEntries(Object.entries(CONFIG).filter(([name]) => fieldOf(config, name) !== null))
  return xml('pubsub', { xmlns: NS_OWNER }, xml('configure', { node: NS_BOOKMARKS }, form(NODE_CONFIG, fields)))
}

const conference = (bookmark: Bookmark, extensions: Element | null, ns: string, jid?: BareJid) =>
  xml(
    'conference',
    { xmlns: ns, jid, name: bookmark.name ?? undefined, autojoin: bookmark.autoJoin ? 'true' : 'false' },
    bookmark.nick === null ? null : xml('nick', {}, bookmark.nick),
    bookmark.password === null ? null : xml('password', {}, bookmark.password),
    extensions,
  )

/** `isChecked`: the node is known to be configured; else the server is told to refuse when it is not. */
export const buildPublish = (bookmark: Bookmark, extensions: Element | null, isChecked: boolean): Element =>
  xml(
    'pubsub',
    { xmlns: NS_PUBSUB },
    xml('publish', { node: NS_BOOKMARKS }, xml('item', { id: bookmark.jid }, conference(bookmark, extensions, NS_BOOKMARKS))),
    isChecked ? null : xml('publish-options', {}, form(PUBLISH_OPTIONS, PRIVACY)),
  )

export const buildRetract = (jid: BareJid): Element =>
  xml('pubsub', { xmlns: NS_PUBSUB }, xml('retract', { node: NS_BOOKMARKS, notify: 'true' }, xml('item', { id: jid })))

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

/** The stored list with one room changed or taken out; everything else (URLs, other clients' additions) stays. */
export function buildPrivateStore(reply: Element, jid: BareJid, bookmark: Bookmark | null): Element {
  const kept = (storageOf(reply)?.children ?? []).filter(
    (node) => typeof node === 'string' || attr(node, 'jid') === null || parseBareJid(attr(node, 'jid')) !== jid,
  )
  const changed = bookmark ? conference(bookmark, null, NS_STORAGE, jid) : null
  return xml('query', { xmlns: NS_PRIVATE }, xml('storage', { xmlns: NS_STORAGE }, ...kept, changed))
}
