/**
 * What was read on one device is read on all: XEP-0490 version 1.0.1.
 * A place in a conversation is named by its archive id; conversations whose messages have none are left out. A place that
 * another device has reached before its message came here is kept and applied when it comes. Left out: server assist
 * (§4.5); `send_last_published_item=never`, which Openfire refuses from the second publish on (SERVERS.md); beyond 255
 * conversations the server forgets the oldest place.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { isOwnEvent } from '#core/trust'
import { conversationsApi } from '#features/conversations/public'
import type { ConversationKind } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import { findConversation } from '#store/conversations'
import { findByArchiveId, getMessage } from '#store/messages'
import { createPrivateNode, parseNodeEvent } from '#xmpp/xep/0223'
import { contract } from './contract'
import { buildDisplayed, NS_DISPLAYED, parseItem, type Displayed } from './stanza'
import { getPlace, listMine, migrations, newestSeen, putPlace } from './table'

/** Who reads along while a conversation goes on need not tell of every message by itself. */
const PAUSE_MS = 1000

export const displayedSync = defineFeature({
  name: 'displayed-sync',
  xeps: [
    { id: '0490', version: '1.0.1', support: 'partial', note: 'no server assist' },
    { id: '0223', version: '1.1', support: 'complete' },
  ],
  requires: ['conversations'],
  discoFeatures: [`${NS_DISPLAYED}+notify`],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, own, connection } = session
    const conversations = session.use(conversationsApi)
    let node = createPrivateNode(connection, NS_DISPLAYED)
    let timer: ReturnType<typeof setTimeout> | null = null
    let work = Promise.resolve()
    /** Conversations in which something live came: that is newer than every place reached before. */
    const passed = new Set<string>()
    const key = (kind: ConversationKind, peer: string) => `${kind} ${peer}`

    const messageAt = (kind: ConversationKind, peer: string, archiveId: string): Message | null => {
      const conversation = findConversation(db, accountId, kind, peer)
      const id = conversation && findByArchiveId(db, conversation.id, archiveId)
      return id && getMessage(db, id)
    }
    const isBefore = (a: Message, b: Message) => a.orderMs < b.orderMs || (a.orderMs === b.orderMs && a.id < b.id)

    /** Another device's place: it only ever moves ours forward (§5.1). */
    const onRemote = (displayed: Displayed) => {
      const { kind, peer, archiveId } = displayed
      const ours = getPlace(db, accountId, kind, peer)
      if (ours?.archiveId === archiveId && ours.state !== 'mine') return
      const theirs = messageAt(kind, peer, archiveId)
      const before = ours && messageAt(kind, peer, ours.archiveId)
      if (!theirs) {
        // Not here yet. Our own word is not taken back for it: it may be one that was deleted here.
        if (ours?.state === 'mine') return
        putPlace(db, accountId, { ...displayed, state: 'ahead' })
        passed.delete(key(kind, peer))
        return
      }
      if (before && isBefore(theirs, before)) return
      putPlace(db, accountId, { ...displayed, state: 'told' })
      conversations.markReadUntil(theirs.conversationId, theirs)
    }

    const pushAll = async () => {
      for (const place of listMine(db, accountId)) {
        const outcome = await node.publish(place.peer, buildDisplayed(place, own))
        const now = getPlace(db, accountId, place.kind, place.peer)
        if (outcome === 'unavailable') return
        if (outcome === 'done' && now?.archiveId === place.archiveId) putPlace(db, accountId, { ...place, state: 'told' })
      }
    }
    /** One after the other; what was not taken stays marked for the next time. */
    const later = (job: () => Promise<void>) => {
      work = work.then(job).catch((error: unknown) => session.log('error', 'displayed places failed', { error: String(error) }))
    }
    const pushSoon = () => {
      timer ??= setTimeout(() => {
        timer = null
        if (connection.state.phase === 'online') later(pushAll)
      }, PAUSE_MS)
    }

    conversations.onRead(({ id, kind, peer }) => {
      const archiveId = newestSeen(db, id)
      const place = getPlace(db, accountId, kind, peer)
      if (archiveId === null || place?.archiveId === archiveId) return
      if (place?.state === 'ahead' && !passed.has(key(kind, peer))) return // what is read here is older
      putPlace(db, accountId, { kind, peer, archiveId, state: 'mine' })
      pushSoon()
    })

    // Pages of the past may come after the place that makes them read.
    session.inbound.on('annotate', (message) => {
      const { conversation } = message
      if (!conversation || message.archiveId === null || !message.isUnread) return
      if (!message.isDelayed && message.source === 'live') passed.add(key(conversation.kind, conversation.peer))
      const place = getPlace(db, accountId, conversation.kind, conversation.peer)
      if (!place || (!message.isDelayed && place.state !== 'ahead')) return
      message.onPersist.push(({ conversationId }) => {
        const reached = messageAt(conversation.kind, conversation.peer, place.archiveId)
        if (!reached) return
        if (place.state === 'ahead') putPlace(db, accountId, { ...place, state: 'told' })
        conversations.markReadUntil(conversationId, reached)
      })
    })

    const load = async () => {
      const items = await node.fetch()
      if (typeof items === 'string') return
      session.transaction(() => items.flatMap((item) => parseItem(item, own) ?? []).forEach(onRemote))
    }
    session.onOnline('after-presence', () => {
      node = createPrivateNode(connection, NS_DISPLAYED)
      later(load)
      later(pushAll)
    })

    // Anybody can make up such an event: only our own account speaks here.
    session.inbound.on('trust', (message) => {
      const event = parseNodeEvent(message.stanza, NS_DISPLAYED)
      if (!event) return
      if (!isOwnEvent(message, own)) return session.refuse('R-OWN-EVENT', message.from)
      session.transaction(() => event.published.flatMap((item) => parseItem(item, own) ?? []).forEach(onRemote))
      return 'drop'
    })

    return {
      calls: {},
      snapshot: () => null,
      stop: () => {
        if (timer) clearTimeout(timer)
      },
    }
  },
})
