/** The choices for chats with people, in a private node of our own account (XEP-0223). */
import type { Session } from '#core/context'
import { isOwnEvent } from '#core/trust'
import type { BareJid } from '#shared/jid'
import type { NotifyLevel } from '#shared/model/conversation'
import { chosenNotify } from '#store/conversations'
import type { Element } from '#xmpp/types'
import { createPrivateNode, parseNodeEvent } from '#xmpp/xep/0223'
import { buildChatItem, buildNotify, mergeNotify, NODE_CHATS, parseChatItem, parseNotify } from './stanza'
import { dropUntold, listUntold, putUntold } from './table'

export interface ChatChoices {
  set(jid: BareJid): void
}

type ChatSession = Pick<Session, 'db' | 'accountId' | 'own' | 'connection' | 'log' | 'refuse' | 'transaction' | 'onOnline' | 'inbound'>

/** @param onRemote another device has chosen; null: it no longer has */
export function createChatChoices(session: ChatSession, onRemote: (jid: BareJid, level: NotifyLevel | null) => void): ChatChoices {
  const { db, accountId, own, connection } = session
  let node = createPrivateNode(connection, NODE_CHATS)
  let work = Promise.resolve()
  /** As the server has it: what other programs set in there is kept. Null until it has told. */
  let known: Map<BareJid, Element> | null = null

  const later = (job: () => Promise<void>) => {
    work = work.then(job).catch((error: unknown) => session.log('error', 'notification settings failed', { error: String(error) }))
  }

  const learn = (items: readonly Element[]) => {
    const untold = new Set(listUntold(db, accountId))
    for (const { jid, notify } of items.flatMap((item) => parseChatItem(item) ?? [])) {
      known?.set(jid, notify)
      if (!untold.has(jid)) onRemote(jid, parseNotify(notify))
    }
  }

  const pushAll = async () => {
    if (known === null) {
      const items = await node.fetch()
      if (items === 'silence') return
      known = new Map()
      session.transaction(() => learn(typeof items === 'string' ? [] : items))
    }
    for (const jid of listUntold(db, accountId)) {
      const level = chosenNotify(db, { accountId, kind: 'chat', peer: jid })
      const notify = level && mergeNotify(known.get(jid) ?? null, buildNotify(level))
      const outcome = notify ? await node.publish(jid, buildChatItem(notify)) : 'done'
      if (outcome === 'unavailable') return
      if (outcome === 'done' && chosenNotify(db, { accountId, kind: 'chat', peer: jid }) === level) dropUntold(db, accountId, jid)
    }
  }

  session.onOnline('after-presence', () => {
    node = createPrivateNode(connection, NODE_CHATS)
    known = null
    later(pushAll)
  })

  // Anybody can make up such an event: only our own account speaks here.
  session.inbound.on('trust', (message) => {
    const event = parseNodeEvent(message.stanza, NODE_CHATS)
    if (!event) return
    if (!isOwnEvent(message, own)) return session.refuse('R-OWN-EVENT', message.from)
    session.transaction(() => learn(event.published))
    return 'drop'
  })

  return {
    set: (jid) => {
      putUntold(db, accountId, jid)
      if (connection.state.phase === 'online') later(pushAll)
    },
  }
}
