/**
 * XML of XEP-0492 0.2.0. We are a `client` of type `pc`; of what is set for other kinds of programs nothing is touched, nor
 * are the `<advanced/>` wishes inside, which we do not understand.
 */
import { parseJid, bareOf, isFullJid, type BareJid } from '#shared/jid'
import { NOTIFY_LEVELS, type NotifyLevel } from '#shared/model/conversation'
import { attr, child, elements, nameOf, nsOf, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'

export const NS_NOTIFY = 'urn:xmpp:notification-settings:1'
/** The text has no place for chats with people: they are no bookmarks. Item id = bare JID of the contact. */
export const NODE_CHATS = 'urn:x-magpie:chat-notifications:0'

const CATEGORY = 'client'
const TYPE = 'pc'

const levelOf = (el: Element): NotifyLevel | null =>
  nsOf(el) === NS_NOTIFY ? (NOTIFY_LEVELS.find((level) => level === nameOf(el)) ?? null) : null

/** How well a setting fits us: 2 our type, 1 our category, 0 everybody, -1 others. */
function fitOf(el: Element): number {
  const category = attr(el, 'identity-category')
  const type = attr(el, 'identity-type')
  if (category === null) return type === null ? 0 : -1
  if (category !== CATEGORY) return -1
  return type === null ? 1 : type === TYPE ? 2 : -1
}

/** The settings that govern us: those of the best fit. More than one is against the rules; the first counts. */
function governing(notify: Element | null): Element[] {
  const settings = elements(notify).filter((el) => levelOf(el) !== null)
  const best = Math.max(...settings.map(fitOf))
  return best < 0 ? [] : settings.filter((el) => fitOf(el) === best)
}

/** Null: nothing is set for us. */
export function parseNotify(notify: Element | null): NotifyLevel | null {
  const [first] = governing(notify)
  return first ? levelOf(first) : null
}

export const buildNotify = (level: NotifyLevel): Element => xml('notify', { xmlns: NS_NOTIFY }, xml(level))

/** What governs us becomes this level; everything else stays, and a fallback for all others is made where there is none. */
export function mergeNotify(current: Element | null, wanted: Element): Element {
  const level = parseNotify(wanted)
  if (!level) return current ?? wanted
  const ours = governing(current)
  const rest = elements(current).filter((el) => !ours.includes(el))
  const [first] = ours
  const setting = xml(level, {
    'identity-category': attr(first, 'identity-category') ?? undefined, 'identity-type': attr(first, 'identity-type') ?? undefined,
  }, ...ours.flatMap((el) => elements(el)))
  const hasFallback = [setting, ...rest].some((el) => fitOf(el) === 0 && (el === setting || levelOf(el) !== null))
  return xml('notify', { xmlns: NS_NOTIFY }, setting, ...rest, hasFallback ? null : xml(level))
}

export const buildChatItem = (notify: Element): Element => xml('chat', { xmlns: NODE_CHATS }, notify)

/** Null: nothing of ours, or no person. */
export function parseChatItem(item: Element): { jid: BareJid; notify: Element } | null {
  const jid = parseJid(attr(item, 'id'))
  const notify = child(child(item, 'chat', NODE_CHATS), 'notify', NS_NOTIFY)
  return jid && !isFullJid(jid) && notify ? { jid: bareOf(jid), notify } : null
}
