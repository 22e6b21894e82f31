/** XEP-0490 §4: one item per conversation. */
import { bareOf, isFullJid, parseJid, type BareJid } from '#shared/jid'
import type { ConversationKind } from '#shared/model/conversation'
import { attr, child, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { NS_SID, parseStanzaIds } from '#xmpp/xep/0359'

export const NS_DISPLAYED = 'urn:xmpp:mds:displayed:0'

export interface Displayed {
  kind: ConversationKind
  peer: string
  archiveId: string
}

/** The archive tells the kind: that of a room is the room's, every other is our own. Null: not a place of ours. */
export function parseItem(item: Element, own: BareJid): Displayed | null {
  const jid = parseJid(attr(item, 'id'))
  const ids = parseStanzaIds(child(item, 'displayed', NS_DISPLAYED))
  const [place] = ids
  if (!jid || !place || ids.length > 1) return null
  if (place.by === own) return { kind: isFullJid(jid) ? 'room-pm' : 'chat', peer: jid, archiveId: place.id }
  return place.by === bareOf(jid) && !isFullJid(jid) ? { kind: 'room', peer: jid, archiveId: place.id } : null
}

export const buildDisplayed = (displayed: Displayed, own: BareJid): Element =>
  xml(
    'displayed',
    { xmlns: NS_DISPLAYED },
    xml('stanza-id', { xmlns: NS_SID, by: displayed.kind === 'room' ? displayed.peer : own, id: displayed.archiveId }),
  )
