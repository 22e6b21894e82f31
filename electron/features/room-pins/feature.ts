/**
 * Rooms that are pinned to the top, on all devices: XEP-0469 version 0.1.0, inside the bookmark (XEP-0402). Chats with one
 * person have no bookmark: they are pinned on this computer.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { bookmarksApi } from '#features/bookmarks/public'
import { conversationsApi } from '#features/conversations/public'
import { parseBareJid, type BareJid } from '#shared/jid'
import { findConversation, listConversations, putConversation } from '#store/conversations'
import { xml } from '#xmpp/element'
import { contract } from './contract'

const NS_PINNING = 'urn:xmpp:bookmarks-pinning:0'

export const roomPins = defineFeature({
  name: 'room-pins',
  xeps: [{ id: '0469', version: '0.1.0', support: 'complete' }],
  requires: ['bookmarks', 'conversations'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { db, accountId } = session
    const bookmarks = session.use(bookmarksApi)
    const conversations = session.use(conversationsApi)

    const follow = (jid: BareJid) => {
      const isPinned = pinned.get(jid) !== null
      const conversation = findConversation(db, accountId, 'room', jid)
      if (conversation) conversations.setPinned(conversation.id, isPinned)
      else if (isPinned) conversations.setPinned(putConversation(db, accountId, 'room', jid, session.clock.nowMs()).id, true)
    }
    const pinned = bookmarks.extension({ ns: NS_PINNING, name: 'pinned' }, follow)
    const share = (jid: BareJid, isPinned: boolean) => {
      if ((pinned.get(jid) !== null) !== isPinned) pinned.set(jid, isPinned ? xml('pinned', { xmlns: NS_PINNING }) : null)
    }

    conversations.onPinned(({ kind, peer, isPinned }) => {
      const room = kind === 'room' ? parseBareJid(peer) : null
      if (room) share(room, isPinned)
    })
    // Pinned by a version that told nobody, or before the room was bookmarked.
    for (const { kind, peer, isPinned } of listConversations(db, accountId)) {
      const room = kind === 'room' && isPinned ? parseBareJid(peer) : null
      if (room && bookmarks.get(room)) share(room, true)
    }
    return { calls: {}, snapshot: () => null }
  },
})
