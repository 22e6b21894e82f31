/**
 * Which conversations the user is told of: XEP-0492 version 0.2.0. Rooms: in their bookmarks. Chats with people have no place
 * in the text: theirs is a private node of our own (other programs do not look there). What nobody has chosen follows the
 * text: chats and private rooms always, public rooms when mentioned. Private: members only, with a password, or not listed.
 * Left out: choosing for other kinds of devices.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { bookmarksApi } from '#features/bookmarks/public'
import { roomsApi } from '#features/rooms/public'
import { parseBareJid, type BareJid } from '#shared/jid'
import type { ConversationKind, NotifyLevel } from '#shared/model/conversation'
import { done, fail } from '#shared/result'
import { chosenNotify, findConversation, getConversation, setNotify } from '#store/conversations'
import { createChatChoices } from './chats'
import { contract } from './contract'
import { buildNotify, mergeNotify, NODE_CHATS, NS_NOTIFY, parseNotify } from './stanza'
import { listShows, putShows } from './shows'
import { migrations } from './table'

export const notificationSettings = defineFeature({
  name: 'notification-settings',
  xeps: [{ id: '0492', version: '0.2.0', support: 'complete' }],
  requires: ['bookmarks', 'rooms'],
  discoFeatures: [`${NODE_CHATS}+notify`],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { db, accountId } = session
    const rooms = session.use(roomsApi)

    const set = (kind: ConversationKind, peer: string, change: { chosen?: NotifyLevel | null; fallback?: NotifyLevel }) =>
      session.transaction(() => {
        const before = findConversation(db, accountId, kind, peer)
        setNotify(db, { accountId, kind, peer }, change)
        const now = before && getConversation(db, before.id)
        if (now && now.notify !== before.notify) session.messageEvents.conversationChanged(now.id)
      })

    const inBookmark = session.use(bookmarksApi).extension({ ns: NS_NOTIFY, name: 'notify', merge: mergeNotify }, (room) => {
      set('room', room, { chosen: parseNotify(inBookmark.get(room)) })
    })
    const inChats = createChatChoices(session, (jid, chosen) => set('chat', jid, { chosen }))

    const judge = (room: BareJid) => {
      const config = rooms.get(room)?.config
      if (config) set('room', room, { fallback: config.isMembersOnly || config.isPasswordProtected || config.isHidden ? 'always' : 'on-mention' })
    }
    rooms.onChange((room, change) => {
      if (change.kind === 'joined' || change.kind === 'facts') judge(room)
      if (change.kind !== 'joined' || inBookmark.get(room)) return
      // Chosen before there were bookmarks of it, or its bookmark was taken away meanwhile: said anew.
      const level = chosenNotify(db, { accountId, kind: 'room', peer: room })
      if (level) inBookmark.set(room, buildNotify(level))
    })

    return {
      calls: {
        'conversation.setNotify': ({ conversationId, level }) => {
          const conversation = getConversation(db, conversationId)
          if (conversation?.accountId !== accountId) return fail('not-found', 'there is no such conversation')
          const { kind, peer } = conversation
          const jid = parseBareJid(peer)
          session.transaction(() => {
            set(kind, peer, { chosen: level })
            if (kind === 'room' && jid) inBookmark.set(jid, buildNotify(level))
            else if (kind === 'chat' && jid) inChats.set(jid)
          })
          return done
        },
        'conversation.setNotifyShows': ({ conversationId, shows }) => {
          const conversation = getConversation(db, conversationId)
          if (conversation?.accountId !== accountId) return fail('not-found', 'there is no such conversation')
          const { kind, peer } = conversation
          session.transaction(() => {
            putShows(db, accountId, conversation, shows)
            session.publish('notifyShows.changed', { accountId, kind, peer, shows })
          })
          return done
        },
      },
      snapshot: () => ({ shows: listShows(db, accountId) }),
    }
  },
})
