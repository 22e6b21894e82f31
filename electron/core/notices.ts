/** Lines of the program in a conversation, written here and now. */
import type { Session } from '#core/context'
import type { AccountId, ConversationId } from '#shared/ids'
import { bareOf, parseJid } from '#shared/jid'
import type { Notice } from '#shared/model/message'
import { getAccount } from '#store/accounts'
import { findConversation, putConversation } from '#store/conversations'
import { insertMessage } from '#store/messages'
import { attr, nameOf } from '#xmpp/element'
import { innermost } from '#xmpp/fingerprint'
import type { Element } from '#xmpp/types'

type Place = Pick<Session, 'accountId' | 'db' | 'clock' | 'transaction' | 'messageEvents'>

export function addNotice(session: Place, conversationId: ConversationId, notice: Notice, more: { body?: string; direction?: 'in' | 'out' } = {}): void {
  const { direction = 'in', body = '' } = more
  session.transaction(() => {
    const nowMs = session.clock.nowMs()
    const state = direction === 'in' ? 'received' : 'sent'
    const line = { accountId: session.accountId, conversationId, direction, kind: 'notice', body, notice, sender: '', sentAtMs: nowMs, receivedAtMs: nowMs, state } as const
    session.messageEvents.added(insertMessage(session.db, line, true))
  })
}

/** One line where the message would have stood; in a room only when it is on the list. What was no message is left to the log. */
export function tellUnreadable(place: Place & { accountId: AccountId }, stanza: Element): void {
  const { accountId, db, clock } = place
  const message = innermost(stanza)
  const [from, to] = [parseJid(attr(message, 'from')), parseJid(attr(message, 'to'))]
  const own = getAccount(db, accountId)?.address
  const partner = from && bareOf(from) === own ? to : from
  if (nameOf(message) !== 'message' || !partner || !own) return
  const room = findConversation(db, accountId, 'room', bareOf(partner))
  if (!room && attr(message, 'type') === 'groupchat') return
  place.transaction(() => {
    const { id } = room ?? putConversation(db, accountId, 'chat', bareOf(partner), clock.nowMs())
    addNotice(place, id, { code: 'message-unreadable', args: {} })
  })
}
