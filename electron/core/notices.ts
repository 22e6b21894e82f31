/** Lines of the program in a conversation, written here and now. */
import type { Session } from '#core/context'
import type { ConversationId } from '#shared/ids'
import type { Notice } from '#shared/model/message'
import { insertMessage } from '#store/messages'

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
