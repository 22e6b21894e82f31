/** Rules of electron/shared/rules.ts that unit tests prove; one that holds in several places is switched off in each (`RULE:place`). */
import { off, type RuleOff } from './rule-off'

const REFUSED = 'unit/core/refused'
const HELD = 'unit/store/held'
const LOOKS = 'unit/shared/look-alike'
const SESSIONS = 'unit/features/files/direct'

export const trustRules: RuleOff[] = [
  off('R-ADDRESS:messages', 'if (!from || !to) return null\n  const type = (attr', 'const type = (attr', REFUSED),
  off('R-ADDRESS:presence', "if (!from) return void refuse('R-ADDRESS', null)\n    for (const handler", 'for (const handler', REFUSED),
  off('R-ARCHIVE-FORM', '|| id.length > MAX_ID_CHARS || !forwarded ||', '|| id.length > MAX_ID_CHARS ||', 'unit/features/archive/archive'),
  off('R-ARCHIVE-CONTENT', 'if (!accepts(stanza)) {', 'if (false) {', 'unit/features/room-archive/room-archive'),
  off('R-ID-UNANNOUNCED:account', 'if (!isSilent) return', 'if (isSilent !== null) return', REFUSED),
  off('R-ID-UNANNOUNCED:rooms', 'if (!isAnnounced && message.archiveId !== null) {', 'if (false) {', 'unit/features/rooms/hostile'),
  off('R-ROOM-PRIVATE:contacts', '(!parseMucUser(message.stanza) || session.isContact(bareOf(occupant)))', '!parseMucUser(message.stanza)', REFUSED),
  off('R-ROOM-PRIVATE:occupants', 'if (!room && (!parseMucUser(message.stanza) ||', 'if ((!parseMucUser(message.stanza) ||', 'unit/features/rooms/replay'),
  off('R-ROOM-DESTROY:entered', 'if (effect.notice) registry.addNotice(room.jid, effect.notice)\n          joiner.onPutOut', 'if (effect.problem.alternate) joiner.join(registry.put(effect.problem.alternate))\n          joiner.onPutOut', REFUSED),
  off('R-ROOM-DESTROY:entered-again', "if (effect.problem.code === 'destroyed' && bookmarks.get(room.jid))", 'if (false)', REFUSED),
  off('R-ROOM-FORM:voice', "message.source === 'live' && !isFullJid(from) && view?.state === 'joined' && view.ownRole === 'moderator'", 'view !== undefined', 'unit/features/room-voice/voice'),
  off('R-ROOM-FORM:members', 'if (isFullJid(message.from) || !view || !mayDecide ||', 'if (!view ||', 'unit/features/room-registration/register'),
  off('R-INVITE-ANSWER:sent', "AND room = ? AND invited = ? AND state = 'sent'`", "AND (room = ? OR invited = ?) AND state = 'sent'`", 'unit/features/room-invites/invites'),
  {
    name: 'R-INVITE-ANSWER:room', tests: ['unit/features/room-invites/invites'],
    patches: [{ find: 'isFullJid(from) ? null : parseDecline(stanza)', replace: 'parseDecline(stanza)' }, { find: 'settle(from as BareJid, bareOf(decline.from)', replace: 'settle(bareOf(from), bareOf(decline.from)' }],
  },
  off('R-REQUEST-FLOOD', 'if (!known && requests.length >= MAX_REQUESTS) {', 'if (false) {', 'unit/features/roster/contact-list'),
  off('R-HELD-LIMIT:receipts', 'if ((ofOne?.count ?? 0) >= MAX_HELD_OF_ONE) return false', '', HELD),
  off('R-HELD-LIMIT:reactions', 'if (place.messageId === null && heldOf(db, place.conversationId, sender) >= MAX_HELD_OF_ONE) return false', '', HELD),
  off('R-HELD-LIMIT:retractions', 'if (countHeld(db, change) >= MAX_HELD_OF_ONE)', 'if (false)', REFUSED),
  off('R-NICK', 'const event = parseNodeEvent(message.stanza, NS_NICK)\n      if (!event) return', "const event = parseNodeEvent(message.stanza, NS_NICK)\n      if (!event) return keep(message.from.split('/')[0] as BareJid, childText(message.stanza, 'nick', NS_NICK) ?? '')", REFUSED),
  off('R-LOOK-ALIKE:marks', 'if (!UNSEEN.test(char)) return false', 'return false', LOOKS),
  off('R-LOOK-ALIKE:letters', 'looksOf(one).some((look) => looksOf(other).includes(look))', 'false', LOOKS),
  off('R-SESSION-STRANGER', 'if (!isFullJid(from) || !session.isContact(bareOf(from))) {', 'if (!isFullJid(from)) {', SESSIONS),
  off('R-SESSION-UNKNOWN', 'sessions.get(keyOf(from, parsed.sid))', "[...sessions.values()].find(({ sid }) => sid === parsed.sid)", SESSIONS),
  off('R-SESSION-BYTES', '(sid === null ? undefined : streams.get(keyOf(from, sid)))', '[...streams.values()].find(({ stream }) => stream.sid === sid)', SESSIONS),
]
