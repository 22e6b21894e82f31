/**
 * Who may say what: every rule by which something that others send is not believed, in one table. What is refused is logged as
 * `refused RULE` with its sender and without its words (refusals.ts); `shown` rules refuse nothing, they say as whose a thing counts.
 * test/unit/core/rules.test.ts: each id stands in the code, and none that is not here; test/attack proves each by attacking.
 */
export interface Rule {
  /** As in SAFETY.md §2.1. */
  class: string
  checks: string
  /** In electron/. */
  where: string
  /** XEP or RFC that asks for it, and holes of others that it closes. */
  source: string
  /** Absent: refused, with a line in the log. */
  shown?: true
}

export const rules = {
  'R-ADDRESS': {
    class: 'addresses', where: 'core/inbound.ts', source: 'RFC 7622, SAFETY §0.8',
    checks: 'sender and receiver of a stanza, and of a message inside of another one, are addresses',
  },
  'R-CARBON-SENDER': {
    class: 'carbons', where: 'features/carbons/feature.ts', source: 'XEP-0280 §11; CVE-2017-5589 … 5606, CVE-2019-16235, CVE-2020-26547',
    checks: 'a copy counts only from the own bare address, never through a room',
  },
  'R-CARBON-FORM': {
    class: 'carbons', where: 'features/carbons/feature.ts', source: 'XEP-0280 §6',
    checks: 'exactly one well-formed copy in the message; what we are said to have sent is from us',
  },
  'R-ROSTER-SENDER': {
    class: 'roster pushes', where: 'features/roster/feature.ts', source: 'RFC 6121 §2.1.6; CVE-2016-9928, CVE-2019-16236',
    checks: 'a push comes from nobody or the own bare address',
  },
  'R-ANSWER-SENDER': {
    class: 'answers', where: 'xmpp/iq-requests.ts', source: 'RFC 6120 §8.1.2.1, SAFETY P9',
    checks: 'an answer counts only from whom was asked, under an id that cannot be guessed',
  },
  'R-ARCHIVE-SENDER': {
    class: 'archive results', where: 'features/archive/query.ts', source: 'XEP-0313 §8.1; CVE-2019-16237, CVE-2020-26547',
    checks: 'a result comes from the archive that is asked right now, under the id of that question',
  },
  'R-ARCHIVE-FORM': {
    class: 'archive results', where: 'features/archive/query.ts', source: 'XEP-0313 §5.1', checks: 'a result holds one forwarded message and an id',
  },
  'R-ARCHIVE-CONTENT': {
    class: 'archive results', where: 'features/archive/store-page.ts', source: 'XEP-0313 §8.1',
    checks: 'what a page holds may stand in that archive: in a room’s own only what its occupants said, in ours only what we sent or got',
  },
  'R-OWN-EVENT': {
    class: 'own-account events', where: 'core/trust.ts', source: 'XEP-0223, 0402, 0490; CVE-2023-28686',
    checks: 'bookmarks, places read and settings of the account come only from the account itself, live',
  },
  'R-CONTACT-EVENT': {
    class: 'own-account events', where: 'core/trust.ts', source: 'XEP-0163 §4.3',
    checks: 'pictures and names of people come only from their bare address, and only of contacts',
  },
  'R-CORRECTION-AUTHOR': {
    class: 'corrections', where: 'features/corrections/feature.ts', source: 'XEP-0308 §5',
    checks: 'only the writer changes his message: same bare address, in rooms the same occupant without having left; else it is a message of its own',
  },
  'R-RETRACTION-AUTHOR': {
    class: 'retractions', where: 'features/corrections/feature.ts', source: 'XEP-0424 §5', checks: 'only the writer takes his message back',
  },
  'R-RECALL-SENDER': {
    class: 'moderation', where: 'features/room-moderation/feature.ts', source: 'XEP-0425 §6',
    checks: 'a recall comes from the bare address of a room that we are in and that offers it',
  },
  'R-RECEIPT-TARGET': {
    class: 'receipts', where: 'features/receipts/feature.ts', source: 'XEP-0184 §8', checks: 'a receipt confirms only what was sent to its sender',
  },
  'R-MARKER-TARGET': {
    class: 'markers', where: 'features/markers/feature.ts', source: 'XEP-0333 §4', checks: 'a marker speaks only of what was sent to its sender',
  },
  'R-ERROR-TARGET': {
    class: 'errors', where: 'features/chat/feature.ts', source: 'RFC 6120 §8.3.1', checks: 'an error counts only for what was sent to its sender',
  },
  'R-REACTION-TARGET': {
    class: 'reactions', where: 'features/reactions/feature.ts', source: 'XEP-0444 §5',
    checks: 'a reaction counts in the conversation it comes in, of somebody who can be known again; of strangers who never wrote nothing is kept',
  },
  'R-REPLY-TARGET': {
    class: 'replies', where: 'features/replies/feature.ts', source: 'XEP-0461 §5, 0428', shown: true,
    checks: 'what is answered is looked up in the same conversation only; places outside of the text cut nothing',
  },
  'R-ID-TWICE': {
    class: 'stanza-ids', where: 'core/inbound.ts', source: 'XEP-0359 §5; ejabberd#4544', checks: 'of two ids by the same archive none counts',
  },
  'R-ID-UNANNOUNCED': {
    class: 'stanza-ids', where: 'features/archive/feature.ts', source: 'XEP-0359 §5',
    checks: 'an id by our server counts only if it says that it gives any; rooms likewise',
  },
  'R-ORIGIN-ID': {
    class: 'stanza-ids', where: 'core/inbound.ts', source: 'XEP-0359 §5, SAFETY §4.2.3', shown: true,
    checks: 'a writer’s own id names a message only together with the writer, his conversation and his words',
  },
  'R-DELAY': {
    class: 'delays', where: 'core/inbound.ts', source: 'XEP-0203 §6; CVE-2013-6477',
    checks: 'a time counts only from our server, our account, or the room while it replays; never one to come',
  },
  'R-ROOM-SENDER': {
    class: 'rooms', where: 'features/rooms/incoming.ts', source: 'XEP-0045 §7.4', checks: 'groupchat counts only from rooms that we are in',
  },
  'R-ROOM-STATUS': {
    class: 'room status codes', where: 'features/rooms/incoming.ts', source: 'XEP-0045 §10.2.1, XEP-0313 §6.2',
    checks: 'codes and real addresses in a message count only from the room itself',
  },
  'R-ROOM-OCCUPANT-ID': {
    class: 'occupant ids', where: 'features/rooms/incoming.ts', source: 'XEP-0421 §5', checks: 'an occupant’s id counts only where the room says that it gives them',
  },
  'R-ROOM-PRIVATE': {
    class: 'private messages', where: 'features/rooms/incoming.ts', source: 'XEP-0045 §7.5', shown: true,
    checks: 'what an occupant says privately stands in a conversation with the occupant, never with a contact; a contact never speaks as one',
  },
  'R-ROOM-DESTROY': {
    class: 'invites', where: 'features/rooms/feature.ts', source: 'XEP-0045 §10.9', shown: true,
    checks: 'the room named in the place of a destroyed one is offered, never entered by itself',
  },
  'R-ROOM-FORM': {
    class: 'rooms', where: 'features/room-voice/feature.ts', source: 'XEP-0045 §8.6, §7.10',
    checks: 'requests to speak or to become a member come from the room itself, to those who decide',
  },
  'R-INVITE-SENDER': {
    class: 'invites', where: 'features/room-invites/feature.ts', source: 'XEP-0045 §7.8.2, XEP-0249',
    checks: 'an invitation comes from a room or a person, never from a person as a room; nothing is entered by itself',
  },
  'R-INVITE-ANSWER': {
    class: 'invites', where: 'features/room-invites/feature.ts', source: 'XEP-0045 §7.8.2', checks: 'somebody declines only what we have sent him, through that room',
  },
  'R-BLOCK-SENDER': {
    class: 'block list', where: 'features/blocking/feature.ts', source: 'XEP-0191 §3.3', checks: 'a push comes from nobody or the own bare address',
  },
  'R-IQ-UNKNOWN': {
    class: 'commands', where: 'xmpp/iq-answers.ts', source: 'XEP-0050, 0146', checks: 'what nothing here offers is refused, whoever asks',
  },
  'R-ASK-STRANGER': {
    class: 'presence leaks', where: 'xmpp/iq-answers.ts', source: 'RFC 6120 §11.2, XEP-0030 §8',
    checks: 'who we are and what we can is told to the own account, the own server and those who may see our presence',
  },
  'R-RECEIPT-STRANGER': {
    class: 'presence leaks', where: 'features/receipts/feature.ts', source: 'XEP-0184 §7', shown: true,
    checks: 'receipts and markers go only to those who may see our presence',
  },
  'R-PRESENCE-STRANGER': {
    class: 'presence leaks', where: 'core/session.ts', source: 'RFC 6121 §4.3', checks: 'presence counts of contacts, own devices and occupants of own rooms',
  },
  'R-CAPS-HASH': {
    class: 'caps', where: 'features/disco/caps.ts', source: 'XEP-0115 §8.1', checks: 'what a client can is kept only when it has the hash that was announced',
  },
  'R-SHAKE-STRANGER': {
    class: 'presence leaks', where: 'features/shakes/feature.ts', source: 'XEP-0224 §5', checks: 'only contacts shake the window',
  },
  'R-REQUEST-FLOOD': {
    class: 'requests', where: 'features/roster/subscriptions.ts', source: 'RFC 6121 §3', checks: 'so many requests wait at most',
  },
  'R-HELD-LIMIT': {
    class: 'held', where: 'store/held.ts', source: 'SAFETY §2.1',
    checks: 'what speaks of a message that is not here waits in a limited number, of each sender and in all',
  },
  'R-NICK': {
    class: 'nicknames', where: 'features/nicks/feature.ts', source: 'XEP-0172 §5', shown: true,
    checks: 'a name that comes along with a message or a request of a stranger names nobody',
  },
  'R-LOOK-ALIKE': {
    class: 'look-alikes', where: 'shared/look-alike.ts', source: 'UTS 39, RFC 7622 §10', shown: true,
    checks: 'invisible and turning marks are shown as marks; who looks like a contact and is none is said to',
  },
  'R-FETCH': {
    class: 'fetching', where: 'features/files/downloads.ts', source: 'SAFETY §2.3', shown: true,
    checks: 'nothing that a message names is fetched from the web for strangers',
  },
  'R-SESSION-STRANGER': {
    class: 'sessions', where: 'features/jingle/feature.ts', source: 'XEP-0166 §10, RFC 6120 §11.2',
    checks: 'only contacts, from one of their devices, offer a session; to others it looks as if nobody were here',
  },
  'R-SESSION-UNKNOWN': {
    class: 'sessions', where: 'features/jingle/feature.ts', source: 'XEP-0166 §6.7.1', checks: 'a word in a session counts only from the device that the session is with',
  },
  'R-SESSION-BYTES': {
    class: 'sessions', where: 'features/jingle/in-band.ts', source: 'XEP-0047 §2.2', checks: 'in-band bytes count only of a stream that a session has agreed upon, from its other side',
  },
} as const satisfies Record<string, Rule>

export type RuleId = keyof typeof rules
