/** Puts a page's messages through the same stages as live ones. Called inside the page's transaction. */
import type { Session } from '#core/context'
import type { ConversationId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import type { Element } from '#xmpp/types'
import type { Places } from './places'
import type { ArchiveItem } from '#xmpp/xep/0313'

export type StorePage = (items: ArchiveItem[], places: Places, isNews: boolean) => void

const isStoreError = (error: unknown) => String((error as { code?: unknown } | null)?.code ?? '').startsWith('SQLITE')

/**
 * What counts as unread: messages we missed since the cursor, not those from before this installation knew the account; and
 * none above a message that we sent ourselves on another device (core/inbound).
 */
export function createStorePage(
  { clock, inbound, log, refuse, messageEvents }: Pick<Session, 'clock' | 'inbound' | 'log' | 'refuse' | 'messageEvents'>,
  archive: BareJid,
  /** May this stand in the archive at all? */
  accepts: (stanza: Element) => boolean = () => true,
): StorePage {
  const store = (items: ArchiveItem[], places: Places, isNews: boolean) => {
    let lastMs = null as EpochMs | null
    for (const { id, stampMs, stanza } of items) {
      // A stamp ahead of our clock would keep all that comes in the next time below it.
      const sentAtMs = Math.min(stampMs ?? lastMs ?? clock.nowMs(), clock.nowMs()) as EpochMs
      lastMs = sentAtMs
      const place = (conversationId: ConversationId) => places.place(conversationId, sentAtMs)
      if (!accepts(stanza)) {
        refuse('R-ARCHIVE-CONTENT', archive, { id })
        continue
      }
      try {
        inbound.receiveArchived({ stanza, archive, archiveId: id, sentAtMs, isUnread: isNews, place, onKnown: [places.known] })
      } catch (error) {
        if (isStoreError(error)) throw error
        // One message that we cannot take must not keep all others away for ever.
        log('error', 'archived message not understood, left out', { error: String(error), id })
      }
    }
    places.pageEnd()
  }
  return (items, places, isNews) => messageEvents.batch(() => store(items, places, isNews))
}
