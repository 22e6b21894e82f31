/**
 * Keeps the stream session (XEP-0198) in the store, so that a program that was killed finds what it has missed and knows
 * which of its messages arrived. The receiving counter stands in the transaction of the message it counts.
 */
import type { AppContext } from '#core/context'
import type { AccountId } from '#shared/ids'
import { isFullJid, parseJid } from '#shared/jid'
import {
  addStreamSent, getStreamSession, listStreamSent, putStreamSession, removeStreamSent, setStreamInbound,
} from '#store/stream-sessions'
import type { Resumption } from '#xmpp/types'

export function createResumption({ db, transaction }: Pick<AppContext, 'db' | 'transaction'>, accountId: AccountId): Resumption {
  return {
    load: () => {
      const row = getStreamSession(db, accountId)
      const jid = parseJid(row?.jid)
      return row && jid && isFullJid(jid) ? { ...row, jid, sent: listStreamSent(db, accountId) } : null
    },
    begin: (session) => transaction(() => putStreamSession(db, accountId, session)),
    received: (inbound) => setStreamInbound(db, accountId, inbound),
    sending: (seq, id) => addStreamSent(db, accountId, seq, id),
    settled: (ids) => transaction(() => ids.forEach((id) => removeStreamSent(db, accountId, id))),
  }
}
