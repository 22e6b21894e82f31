/**
 * Where bookmarks live on the server. PEP (XEP-0402) when it can be made private, else private storage (XEP-0049).
 * What must never happen: a node made by a plain publish is readable by every contact and keeps one item only (seen on
 * all five servers, SERVERS.md), so nothing is published before the node is known to be configured.
 */
import type { BareJid } from '#shared/jid'
import type { Connection, IqReply } from '#xmpp/types'
import type { Element } from '#xmpp/types'
import type { Bookmark } from './public'
import {
  buildConfigGet, buildConfigSet, buildCreate, buildFetch, buildPrivateFetch, buildPrivateStore, buildPublish, buildRetract, isGoodConfig,
  parseConfig, parseFetched, parsePrivate, type RemoteBookmark,
} from './stanza'

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

/** No answer, as opposed to a refusal. */
const isSilence = (reply: IqReply) => !reply.ok && (reply.error.condition === 'timeout' || reply.error.condition === 'offline')

/** Good for one session: what it learns of the server is forgotten with it. */
export function createRemote(connection: Pick<Connection, 'request'>): RemoteBookmarks {
  const get = (payload: Element) => connection.request({ type: 'get', payload })
  const set = (payload: Element) => connection.request({ type: 'set', payload })
  /** `options`: the node cannot be looked at, so each publish names its conditions. */
  let node: 'unknown' | 'missing' | 'present' | 'ready' | 'options' | 'private' = 'unknown'

  const fetchPrivate = async (): Promise<RemoteBookmark[] | null> => {
    const reply = await get(buildPrivateFetch())
    if (reply.ok) return parsePrivate(reply.value) ?? []
    return isSilence(reply) ? null : []
  }

  const fetch = async (): Promise<Fetched | null> => {
    const reply = await get(buildFetch())
    if (isSilence(reply)) return null
    const bookmarks = reply.ok ? parseFetched(reply.value) : null
    if (bookmarks) {
      node = 'present'
      return { bookmarks, isMissing: false }
    }
    node = !reply.ok && reply.error.condition === 'item-not-found' ? 'missing' : 'private'
    const stored = await fetchPrivate()
    return stored && { bookmarks: stored, isMissing: node === 'missing' }
  }

  /** Makes or repairs the node. False: not now (no answer). */
  const prepare = async (): Promise<boolean> => {
    if (node === 'unknown' && !(await fetch())) return false
    if (node === 'missing') {
      const created = await set(buildCreate())
      if (isSilence(created)) return false
      if (created.ok) node = 'ready'
      else node = created.error.condition === 'conflict' ? 'present' : 'private'
    }
    if (node === 'present') {
      const reply = await get(buildConfigGet())
      if (isSilence(reply)) return false
      const config = reply.ok ? parseConfig(reply.value) : null
      if (!config) node = 'options'
      else if (isGoodConfig(config)) node = 'ready'
      else node = (await set(buildConfigSet(config))).ok ? 'ready' : 'options'
    }
    return true
  }

  const storePrivate = async (jid: BareJid, bookmark: Bookmark | null): Promise<boolean> => {
    const stored = await get(buildPrivateFetch())
    if (!stored.ok) return false
    return (await set(buildPrivateStore(stored.value, jid, bookmark))).ok
  }

  return {
    fetch,
    put: async (bookmark, extensions) => {
      if (!(await prepare())) return false
      if (node === 'private') return storePrivate(bookmark.jid, bookmark)
      return (await set(buildPublish(bookmark, extensions, node === 'ready'))).ok
    },
    remove: async (bookmark) => {
      const { jid } = bookmark
      if (!(await prepare())) return false
      if (node === 'private') return storePrivate(jid, null)
      // COMPAT(ejabberd): 23.01 tells nobody of a retracted item; other devices then at least go out of the room.
      if (bookmark.autoJoin) await set(buildPublish({ ...bookmark, autoJoin: false }, null, node === 'ready'))
      const reply = await set(buildRetract(jid))
      return reply.ok || reply.error.condition === 'item-not-found'
    },
  }
}
