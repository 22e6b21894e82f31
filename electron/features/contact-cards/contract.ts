import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { MessageId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { accountId, bareJid, conversationId, line } from '#shared/schema'

/** Recommended at once. */
export const MAX_CARDS = 20

const person = v.object({ jid: bareJid, name: line })

export const contract = defineContract({
  calls: {
    /** Recommends people to whoever is in this conversation, under these names. */
    'contactCard.send': call(
      v.object({ accountId, conversationId, people: v.pipe(v.array(person), v.minLength(1), v.maxLength(MAX_CARDS)) }),
    ).returns<{ messageId: MessageId }>(),
    /** Rooms in which both of us are now, with his nick there; only those that show addresses. */
    'person.rooms': call(v.object({ accountId, jid: bareJid })).returns<{ rooms: { room: BareJid; nick: string }[] }>(),
  },
})
