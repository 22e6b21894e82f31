/**
 * What one result of the archive is for somebody who looks for words. The archive's page was checked (features/archive/query.ts);
 * what stands inside is judged as messages out of the account's archive are: only what we sent or got, nothing of rooms (out of an archive
 * a nick is nobody any more), nothing that only speaks of another message.
 */
import type { Session } from '#core/context'
import type { ArchiveItem } from '#features/archive/public'
import { parseReplace, parseRetract, type CorrectionsApi } from '#features/corrections/public'
import { parseEncryption } from '#features/encryption-hints/public'
import { parseMucUser, type RoomsApi } from '#features/rooms/public'
import { excerptOf, marksIn, parseQuery } from '#features/search/public'
import { parseSpoiler } from '#features/spoilers/public'
import { bareOf, parseJid, resourceOf } from '#shared/jid'
import type { Conversation } from '#shared/model/conversation'
import type { FoundOnServer } from '#shared/model/search'
import type { EpochMs } from '#shared/time'
import { findConversation } from '#store/conversations'
import { findByArchiveId, findTwin } from '#store/messages'
import { attr, childText, NS_CLIENT } from '#xmpp/element'
import { parseOriginId } from '#xmpp/xep/0359'

/** As in core/inbound: wire ids are used again by old clients. */
const TWIN_WINDOW_MS = 7 * 24 * 3600 * 1000

type Deps = Pick<Session, 'db' | 'clock' | 'own' | 'accountId' | 'refuse' | 'isContact'>
type Read = (item: ArchiveItem, words: string) => FoundOnServer | null

export function createReader({ db, clock, own, accountId, refuse, isContact }: Deps, rooms: RoomsApi, corrections: CorrectionsApi): Read {
  const isHere = (conversation: Conversation, { id, stanza }: ArchiveItem, found: FoundOnServer, body: string) => {
    if (findByArchiveId(db, conversation.id, id) !== null) return true
    const replaces = parseReplace(stanza)
    if (replaces !== null && corrections.find(conversation, replaces) !== null) return true
    const wireId = parseOriginId(stanza) ?? attr(stanza, 'id')
    if (wireId === null) return false
    const { direction, sender, sentAtMs } = found
    return findTwin(db, { conversationId: conversation.id, direction, sender, wireId, body, sentAtMs, windowMs: TWIN_WINDOW_MS, notArchivedAs: id }) !== null
  }

  return (item, words) => {
    const { id, stampMs, stanza } = item
    const address = (name: string) => (attr(stanza, name) === null ? own : parseJid(attr(stanza, name)))
    const [from, to] = [address('from'), address('to')]
    if (!from || !to || (bareOf(from) !== own && bareOf(to) !== own)) {
      refuse('R-ARCHIVE-CONTENT', own, { id })
      return null
    }
    const type = attr(stanza, 'type') ?? 'normal'
    const body = childText(stanza, 'body', NS_CLIENT)
    if (!body || stampMs === null || (type !== 'chat' && type !== 'normal')) return null
    if (parseRetract(stanza) !== null || parseEncryption(stanza, body)) return null
    const direction = bareOf(from) === own ? 'out' : 'in'
    const partner = direction === 'out' ? to : from
    const peer = bareOf(partner)
    if (rooms.get(peer) || (resourceOf(partner) !== null && parseMucUser(stanza) && !isContact(peer))) return null
    const conversation = findConversation(db, accountId, 'chat', peer)
    const spoiler = parseSpoiler(stanza)
    const found: FoundOnServer = {
      archiveId: id, accountId, peer, conversationId: conversation?.id ?? null, direction, sender: bareOf(from),
      sentAtMs: Math.min(stampMs, clock.nowMs()) as EpochMs,
      ...(spoiler ? { excerpt: excerptOf('', []), covered: { hint: spoiler.hint } } : { excerpt: excerptOf(body, marksIn(parseQuery(words), body)) }),
    }
    return conversation && isHere(conversation, item, found, body) ? null : found
  }
}
