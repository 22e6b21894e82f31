/**
 * Each rule switched off, as a change of the source text (test/mutants/patch.ts says how it is found): the attacks named with it must then
 * succeed, or their legal twins fail. `npm run attack -- --mutants`.
 */
import type { RuleId } from '#shared/rules'
import type { ServerKind } from '../support/servers-types'
import type { Patch } from '../mutants/patch'

export interface RuleMutant {
  rule: RuleId
  /** Which notice it; `M` is the hostile server. */
  attacks: string[]
  /** Default: prosody. */
  server?: ServerKind
  patches: Patch[]
}

export const ruleMutants: RuleMutant[] = [
  { rule: 'R-CARBON-SENDER', attacks: ['S01', 'S02'], patches: [{ find: "if (message.from !== own || message.type === 'error') return refuse('R-CARBON-SENDER', message.from)", replace: '' }] },
  {
    rule: 'R-CARBON-FORM', attacks: ['M'],
    patches: [{ find: "if (carbon.direction === 'sent' && message.direction !== 'out') return refuse('R-CARBON-FORM', message.from)", replace: '' }],
  },
  { rule: 'R-ROSTER-SENDER', attacks: ['S06'], patches: [{ find: "if (from !== own) {\n        session.refuse('R-ROSTER-SENDER', from)", replace: "if (from === null as unknown) {\n        session.refuse('R-ROSTER-SENDER', from)" }] },
  { rule: 'R-ANSWER-SENDER', attacks: ['S07'], patches: [{ find: "if (!pending || !isFrom(attr(stanza, 'from'), pending.to, own)) return false", replace: 'if (!pending) return false\n    void isFrom\n    void own' }] },
  {
    rule: 'R-ARCHIVE-SENDER', attacks: ['M'],
    patches: [{ find: "if (message.source !== 'live' || query?.archive !== message.from || message.type === 'error') {", replace: 'if (!query) {' }],
  },
  { rule: 'R-OWN-EVENT', attacks: ['S09', 'S11'], patches: [{ find: 'isEvent(message) && message.from === own', replace: "isEvent(message) && (message.from === own || own !== '')" }] },
  { rule: 'R-CONTACT-EVENT', attacks: ['S13'], patches: [{ find: "message.type !== 'groupchat' && isBare(message.from) && isKnown(message.from)", replace: "message.type !== 'groupchat' || (isBare(message.from) && isKnown(message.from))" }] },
  {
    rule: 'R-CORRECTION-AUTHOR', attacks: ['S14', 'S17'],
    patches: [{ find: 'const found = targets.find((one) => isSameAuthor(change.author, one))\n      if (found) {\n        if (found.isRetracted) return true', replace: 'const found = targets[0]\n      if (found) {\n        if (found.isRetracted) return true' }],
  },
  {
    rule: 'R-RETRACTION-AUTHOR', attacks: ['S15'],
    patches: [{ find: 'const found = targets.find((one) => isSameAuthor(change.author, one))\n      if (!found &&', replace: 'const found = targets[0]\n      if (!found &&' }],
  },
  {
    rule: 'R-RECALL-SENDER', attacks: ['S16'],
    patches: [{ find: "if (message.type !== 'groupchat' || message.source === 'carbon' || resourceOf(message.from) !== null) return refuse()", replace: '' }],
  },
  {
    rule: 'R-RECEIPT-TARGET', attacks: ['S18'],
    patches: [{ find: "const conversation = findConversation(db, accountId, 'chat', bareOf(message.from))\n      if (message.direction === 'out') dropOwed", replace: "const conversation = findConversation(db, accountId, 'chat', `bob@${bareOf(session.own).split('@')[1]}`)\n      if (message.direction === 'out') dropOwed" }],
  },
  {
    rule: 'R-MARKER-TARGET', attacks: ['S19'],
    patches: [{ find: "const peer = bareOf(message.from)\n        const conversation = findConversation(db, accountId, 'chat', peer)", replace: "const peer = bareOf(message.from)\n        const conversation = findConversation(db, accountId, 'chat', `bob@${session.own.split('@')[1]}`)" }],
  },
  {
    rule: 'R-ERROR-TARGET', attacks: ['S20'],
    patches: [{ find: "const conversation = findConversation(session.db, session.accountId, 'chat', bareOf(message.from))", replace: "const conversation = findConversation(session.db, session.accountId, 'chat', `bob@${bareOf(message.to).split('@')[1]}`)" }],
  },
  {
    rule: 'R-REACTION-TARGET', attacks: ['S21'],
    patches: [{ find: 'const messageId = corrections.find(conversation, said.target)\n          if (messageId !== null && author', replace: "const messageId = corrections.find(findConversation(db, accountId, 'chat', `bob@${session.own.split('@')[1]}`) ?? conversation, said.target)\n          if (messageId !== null && author" }],
  },
  {
    rule: 'R-REPLY-TARGET', attacks: ['S47'],
    patches: [{ find: "if (marked === 'whole' || marked.length === 0) return\n      const spans = quoteSpans(message.body, marked, parseReplace(message.stanza) !== null)\n      const rest = cut(message.body, spans)\n      if (rest.trim() === '') return", replace: "if (marked === 'whole') return\n      const spans = quoteSpans(message.body, marked, parseReplace(message.stanza) !== null)\n      const rest = marked.length === 0 ? '' : cut(message.body, spans)" }],
  },
  {
    rule: 'R-ID-TWICE', attacks: ['S22', 'S31'],
    patches: [{ find: 'one.by !== null && one.id !== null && !twice.has(one.by)', replace: 'one.by !== null && one.id !== null' }],
  },
  { rule: 'R-ORIGIN-ID', attacks: ['S24'], patches: [{ find: 'AND stanza_id = ? AND direction = ? AND sender = ? AND body = ? AND sent_at_ms BETWEEN', replace: "AND stanza_id = ? AND direction = ? AND ? <> '' AND ? <> '' AND sent_at_ms BETWEEN" }, { find: 'return findTwin(db, { conversationId, direction, sender, wireId, body,', replace: 'const anywhere = (db.prepare("SELECT conversation_id AS id FROM message WHERE origin_id = ?").get(wireId) as { id: ConversationId } | undefined)?.id\n    return findTwin(db, { conversationId: anywhere ?? conversationId, direction, sender, wireId, body,' }] },
  {
    rule: 'R-DELAY', attacks: ['S26'],
    patches: [{ find: 'parseDelay(message.stanza, (from) => from !== null && entitled.includes(bareOf(from)))', replace: "parseDelay(message.stanza, (from) => from !== null || entitled.includes(''))" }],
  },
  { rule: 'R-ROOM-SENDER', attacks: ['S28'], patches: [{ find: "if (!isIn(room)) return session.refuse('R-ROOM-SENDER', message.from)", replace: "if (!isIn(room)) {\n      message.conversation = { kind: 'chat', peer: bareOf(message.from) }\n      message.sender = bareOf(message.from)\n      return\n    }" }] },
  { rule: 'R-ROOM-STATUS', attacks: ['S29', 'S30'], patches: [{ find: 'if (nick === null) return onRoomSpeaks(room, message)\n    message.conversation', replace: 'if (nick === null || claimsRoomsWord(message.stanza)) return onRoomSpeaks(room, message)\n    message.conversation' }] },
  { rule: 'R-ROOM-OCCUPANT-ID', attacks: ['S32'], server: 'ejabberd', patches: [{ find: 'room.features?.has(NS_OCCUPANT_ID) ?? false', replace: 'room.features !== undefined' }] },
  {
    rule: 'R-INVITE-SENDER', attacks: ['S33'],
    patches: [{ find: "if (!inviter || isFullJid(from) || !from.includes('@')) return null", replace: "if (!inviter || !from.includes('@')) return null" }, { find: 'room: from,\n      via: \'mediated\'', replace: 'room: bareOf(from),\n      via: \'mediated\'' }, { find: "const isPosing = invitation.via === 'mediated' &&", replace: "const isPosing = invitation.via !== 'mediated' &&" }],
  },
  { rule: 'R-BLOCK-SENDER', attacks: ['S08'], patches: [{ find: "if (from !== own) {\n        session.refuse('R-BLOCK-SENDER', from)", replace: "if (from === null as unknown) {\n        session.refuse('R-BLOCK-SENDER', from)" }] },
  { rule: 'R-IQ-UNKNOWN', attacks: ['S42'], patches: [{ find: 'const entry = payload.length === 1 ?', replace: "if (payload[0]?.name === 'command') return write(buildReply(stanza, { result: null }))\n    const entry = payload.length === 1 ?" }] },
  { rule: 'R-ASK-STRANGER', attacks: ['S53', 'S55'], patches: [{ find: "return from === domainOf(own) || (audience === 'contacts' && this.deps.isContact(sender))", replace: "return from === domainOf(own) || audience === 'contacts'" }] },
  { rule: 'R-RECEIPT-STRANGER', attacks: ['S54'], patches: [{ find: 'session.settings.get().sendReceipts && session.isContact(bareOf(to))\n', replace: 'session.settings.get().sendReceipts && bareOf(to) !== session.own\n' }] },
  { rule: 'R-PRESENCE-STRANGER', attacks: ['S57'], patches: [{ find: 'if ((jid !== own && !contacts.get(jid)) || isOccupantPresence(stanza)) return false', replace: 'if (isOccupantPresence(stanza)) return false' }] },
  { rule: 'R-CAPS-HASH', attacks: ['S43'], patches: [{ find: 'if (info && verifyCaps(caps, info)) learn', replace: 'if (info && (verifyCaps(caps, info) || info)) learn' }] },
  { rule: 'R-SHAKE-STRANGER', attacks: ['S48'], patches: [{ find: "if (!session.isContact(jid)) {\n        session.refuse('R-SHAKE-STRANGER', message.from)\n        return hasWords ? undefined : 'drop'\n      }", replace: '' }] },
  { rule: 'R-FETCH', attacks: ['S36', 'S39'], patches: [{ find: "if (conversation?.kind === 'chat') return session.isContact(bareOf(parseBareJid(conversation.peer)!))", replace: "if (conversation?.kind === 'chat') return conversation.peer !== '' || parseBareJid(conversation.peer) !== null || bareOf === undefined" }] },
]

export function rulePatchesOf(rule: string): Patch[] {
  const mutant = ruleMutants.find((one) => one.rule === rule)
  if (!mutant) throw new Error(`no mutant of ${rule}`)
  return mutant.patches
}
