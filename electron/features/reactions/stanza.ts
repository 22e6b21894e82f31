/** XEP-0444 §3 `<reactions/>`. */
import { emojiKey, isOneEmoji } from '#shared/emoji'
import { attr, children, textOf, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { buildOriginId } from '#xmpp/xep/0359'

export const NS_REACTIONS = 'urn:xmpp:reactions:0'
const MAX_ID_CHARS = 1024
/** Of one person to one message; more are not kept. */
export const MAX_EMOJI = 20
/** More are not even looked at. */
const MAX_READ = 200

/** All that its sender now thinks of the message `target`; what is no emoji is left out. */
export function parseReactions(message: Element): { target: string; emoji: string[] } | null {
  const found = children(message, 'reactions', NS_REACTIONS)
  const target = found.length === 1 ? attr(found[0], 'id') : null
  if (target === null || target === '' || target.length > MAX_ID_CHARS) return null
  const byKey = new Map<string, string>()
  for (const el of children(found[0], 'reaction', NS_REACTIONS).slice(0, MAX_READ)) {
    const emoji = textOf(el).trim()
    if (byKey.size < MAX_EMOJI && isOneEmoji(emoji) && !byKey.has(emojiKey(emoji))) byKey.set(emojiKey(emoji), emoji)
  }
  return { target, emoji: [...byKey.values()] }
}

export const buildReactions = (to: string, kind: 'chat' | 'room' | 'room-pm', id: string, target: string, emoji: readonly string[]): Element =>
  xml(
    'message',
    { to, type: kind === 'room' ? 'groupchat' : 'chat', id },
    xml('reactions', { xmlns: NS_REACTIONS, id: target }, ...emoji.map((one) => xml('reaction', {}, one))),
    xml('store', { xmlns: 'urn:xmpp:hints' }),
    ...(kind === 'room-pm' ? [xml('x', { xmlns: 'http://jabber.org/protocol/muc#user' })] : []),
    buildOriginId(id),
  )
