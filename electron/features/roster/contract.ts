import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Contact, ContactRequest } from '#shared/model/contact'
import { accountId, bareJid, line } from '#shared/schema'

const ofContact = v.object({ accountId, jid: bareJid })
const groups = v.pipe(v.array(v.pipe(line, v.minLength(1))), v.maxLength(50))

export const contract = defineContract({
  calls: {
    /** Puts him on the list and asks to see his presence; `message` goes with the request. */
    'contact.add': call(v.object({ accountId, jid: bareJid, name: line, groups, message: line })).returns<null>(),
    /** Remark name and groups. */
    'contact.update': call(v.object({ accountId, jid: bareJid, name: v.optional(line), groups: v.optional(groups) })).returns<null>(),
    /** Takes him off the list; neither sees the other any more. */
    'contact.remove': call(ofContact).returns<null>(),
    /** Lets him see us, and asks to see him when we do not yet. */
    'contact.accept': call(ofContact).returns<null>(),
    'contact.deny': call(ofContact).returns<null>(),
    /** Withdraws our own unanswered request. */
    'contact.cancelRequest': call(ofContact).returns<null>(),
    'group.rename': call(v.object({ accountId, from: line, to: v.pipe(line, v.minLength(1)) })).returns<null>(),
  },
  events: {
    /** Batched: a roster of 10,000 comes as one event. */
    'contact.changed': event<{ accountId: AccountId; contacts: Contact[] }>(),
    'contact.removed': event<{ accountId: AccountId; jids: BareJid[] }>(),
    'contactRequest.changed': event<{ accountId: AccountId; request: ContactRequest }>(),
    /** Our own request was denied, or came back: there is no such server or account, or it cannot be reached. He stays on the list. */
    'contactRequest.failed': event<{ accountId: AccountId; jid: BareJid; isDenied: boolean }>(),
    'contactRequest.removed': event<{ accountId: AccountId; jid: BareJid }>(),
  },
  snapshot: data<{ contacts: Contact[]; requests: ContactRequest[] }>(),
})
