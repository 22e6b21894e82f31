/** Remembered rooms, for the features that join them. */
import { publicApi } from '#core/feature'
import type { BareJid } from '#shared/jid'
import type { Element } from '#xmpp/types'

export interface Bookmark {
  jid: BareJid
  name: string | null
  nick: string | null
  password: string | null
  autoJoin: boolean
}

/** One child of `<extensions>` that a feature owns. */
export interface ExtensionSpec {
  ns: string
  name: string
  /**
   * What becomes of the child the server has when a feature has set `wanted`; null: the child goes. Asked again when another
   * device changed it before ours was published. Without `merge` what is wanted takes its place.
   */
  merge?(current: Element | null, wanted: Element): Element | null
}
export interface BookmarkExtension {
  /** With what was set here and is still to be published. */
  get(jid: BareJid): Element | null
  /** Stored at once, published when the server can be reached; null takes it out. A room without a bookmark gets one. */
  set(jid: BareJid, wanted: Element | null): void
}

export interface BookmarksApi {
  list(): Bookmark[]
  get(jid: BareJid): Bookmark | null
  /** Stored at once, published when the server can be reached. Fields not named keep their value. */
  put(bookmark: Partial<Bookmark> & { jid: BareJid }): void
  remove(jid: BareJid): void
  /** Another device (or the server's list) changed one; null: it is gone. Own changes are not told. */
  onRemoteChange(listener: (jid: BareJid, bookmark: Bookmark | null) => void): void
  /** Called once, at the start. `onChange`: another device (or the server's list) changed the child, or the bookmark is gone. */
  extension(spec: ExtensionSpec, onChange: (jid: BareJid) => void): BookmarkExtension
}

export const bookmarksApi = publicApi<BookmarksApi>('bookmarks')
