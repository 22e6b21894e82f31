/** Where bookmarks live on the server: PEP (XEP-0402) when it can be made private, else private storage (XEP-0049). */
import type { BareJid } from '#shared/jid'
import type { Connection, Element } from '#xmpp/types'
import { createPrivateNode, isSilence } from '#xmpp/xep/0223'
import type { Bookmark } from './public'
import { buildConference, buildPrivateFetch, buildPrivateStore, NS_BOOKMARKS, parseItems, parsePrivate, type RemoteBookmark } from './stanza'

export interface Fetched {
  bookmarks: RemoteBookmark[]
  /** The server has PEP but not the node: these come from private storage, and all we have belongs there. */
  isMissing: boolean
}

export interface RemoteBookmarks {
  /** Null: could not be learnt (offline, no answer). */
  fetch(): Promise<Fetched | null>
  /** True when the server has taken it. */
  put(bookmark: Bookmark, extensions: Element | null): Promise<boolean>
  remove(bookmark: Bookmark): Promise<boolean>
}

/** Good for one session: what it learns of the server is forgotten with it. */
export function createRemote(connection: Pick<Connection, 'request'>): RemoteBookmarks {
  const node = createPrivateNode(connection, NS_BOOKMARKS)
  const get = (payload: Element) => connection.request({ type: 'get', payload })
  const set = (payload: Element) => connection.request({ type: 'set', payload })

  const fetchPrivate = async (): Promise<RemoteBookmark[] | null> => {
    const reply = await get(buildPrivateFetch())
    if (reply.ok) return parsePrivate(reply.value) ?? []
    return isSilence(reply) ? null : []
  }

  const storePrivate = async (jid: BareJid, bookmark: Bookmark | null, extensions: Element | null): Promise<boolean> => {
    const stored = await get(buildPrivateFetch())
    if (!stored.ok) return false
    return (await set(buildPrivateStore(stored.value, jid, bookmark, extensions))).ok
  }

  return {
    fetch: async () => {
      const found = await node.fetch()
      if (found === 'silence') return null
      if (typeof found !== 'string') return { bookmarks: parseItems(found), isMissing: false }
      const stored = await fetchPrivate()
      return stored && { bookmarks: stored, isMissing: found === 'missing' }
    },
    put: async (bookmark, extensions) => {
      const outcome = await node.publish(bookmark.jid, buildConference(bookmark, extensions))
      return outcome === 'unavailable' ? storePrivate(bookmark.jid, bookmark, extensions) : outcome === 'done'
    },
    remove: async (bookmark) => {
      const { jid } = bookmark
      // COMPAT(ejabberd): 23.01 tells nobody of a retracted item; other devices then at least go out of the room.
      if (bookmark.autoJoin) await node.publish(jid, buildConference({ ...bookmark, autoJoin: false }, null))
      const outcome = await node.retract(jid)
      return outcome === 'unavailable' ? storePrivate(jid, null, null) : outcome === 'done'
    },
  }
}
