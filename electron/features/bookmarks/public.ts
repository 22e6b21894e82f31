/** Remembered rooms, for the features that join them. */
import { publicApi } from '#core/feature'
import type { BareJid } from '#shared/jid'

export interface Bookmark {
  jid: BareJid
  name: string | null
  nick: string | null
  password: string | null
  autoJoin: boolean
}

export interface BookmarksApi {
  list(): Bookmark[]
  get(jid: BareJid): Bookmark | null
  /** Stored at once, published when the server can be reached. Fields not named keep their value. */
  put(bookmark: Partial<Bookmark> & { jid: BareJid }): void
  remove(jid: BareJid): void
  /** Another device (or the server's list) changed one; null: it is gone. Own changes are not told. */
  onRemoteChange(listener: (jid: BareJid, bookmark: Bookmark | null) => void): void
}

export const bookmarksApi = publicApi<BookmarksApi>('bookmarks')
