/**
 * Bookmarked rooms: XEP-0402 version 1.2.0, else XEP-0048 1.2 in private storage (XEP-0049 1.2).
 * Left out: writing both stores on servers that do not unite them (`#compat`): other clients that know only private
 * storage then see what was there before. A purged or deleted node is noticed at the next login.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { isOwnEvent } from '#core/trust'
import type { BareJid } from '#shared/jid'
import { contract } from './contract'
import { createExtensions } from './extensions'
import type { Bookmark, BookmarksApi } from './public'
import { createRemote } from './remote'
import { NS_BOOKMARKS, parseEvent, type RemoteBookmark } from './stanza'
import { deleteRow, getRow, listRows, migrations, putRow, type BookmarkRow } from './table'

const isSame = (a: Bookmark, b: Bookmark) =>
  a.name === b.name && a.nick === b.nick && a.password === b.password && a.autoJoin === b.autoJoin

const NEW = { name: null, nick: null, password: null, autoJoin: false }

const plain = ({ jid, name, nick, password, autoJoin }: Bookmark): Bookmark => ({ jid, name, nick, password, autoJoin })

export const bookmarks = defineFeature({
  name: 'bookmarks',
  xeps: [
    { id: '0402', version: '1.2.0', support: 'complete' },
    { id: '0048', version: '1.2', support: 'partial', note: 'rooms only, in private storage, where the server has no PEP' },
    { id: '0049', version: '1.2', support: 'partial', note: 'for bookmarks' },
  ],
  discoFeatures: [`${NS_BOOKMARKS}+notify`],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { db, accountId } = session
    const listeners: ((jid: BareJid, bookmark: Bookmark | null) => void)[] = []
    const extensions = createExtensions(session)
    /** What the server has is known: before, nothing is published, or it would lose what others keep in there. */
    let isLoaded = false
    let remote = createRemote(session.connection)
    let work = Promise.resolve()
    /** The store may be closed: what is answered from now on (all that waits is, as `offline`) is for nobody. */
    let isStopped = false
    /** What was heard of a room while ours was on its way (null: retracted). The server tells in its order, ours included: the last holds. */
    const heardMeanwhile = new Map<BareJid, RemoteBookmark | null>()

    const tell = (jid: BareJid, bookmark: Bookmark | null) => {
      for (const listener of listeners) listener(jid, bookmark)
    }

    const applyRemote = (bookmark: RemoteBookmark) => {
      const row = getRow(db, accountId, bookmark.jid)
      const isTold = !row || row.sync === 'synced' // else ours may be newer
      if (!isTold) heardMeanwhile.set(bookmark.jid, bookmark)
      if (isTold) putRow(db, accountId, { ...plain(bookmark), sync: 'synced' })
      extensions.learn(bookmark.jid, bookmark.extensions)
      if (isTold && (!row || !isSame(row, bookmark))) tell(bookmark.jid, plain(bookmark))
    }
    const applyRemoval = (jid: BareJid) => {
      const row = getRow(db, accountId, jid)
      if (row && row.sync !== 'synced') heardMeanwhile.set(jid, null)
      if (row?.sync !== 'synced') return
      extensions.watch(jid, () => deleteRow(db, accountId, jid))
      tell(jid, null)
    }

    /** Tells the server of one row; true when nothing is left to tell. */
    const push = async (row: BookmarkRow): Promise<boolean> => {
      const inside = extensions.toPublish(row.jid)
      heardMeanwhile.delete(row.jid)
      const isTaken = row.sync === 'removed' ? await remote.remove(plain(row)) : await remote.put(plain(row), inside.element)
      if (isStopped) return false
      const now = getRow(db, accountId, row.jid)
      if (!isTaken || !now || now.sync !== row.sync) return isTaken
      session.transaction(() => {
        if (row.sync === 'removed') return deleteRow(db, accountId, row.jid)
        inside.taken()
        if (!isSame(now, row) || extensions.hasWishes(row.jid)) return
        putRow(db, accountId, { ...row, sync: 'synced' })
        const heard = heardMeanwhile.get(row.jid)
        if (heard) applyRemote(heard)
        else if (heard === null) applyRemoval(row.jid)
      })
      return true
    }
    const pushAll = async () => {
      if (isStopped || (!isLoaded && !(await load()))) return
      for (const row of listRows(db, accountId).filter((one) => one.sync !== 'synced')) {
        const isTaken = await push(row)
        if (isStopped) return
        if (!isTaken) session.log('info', 'a bookmark was not taken by the server')
      }
    }
    /** One after the other; failures stay marked in the table for the next login. */
    const later = (job: () => Promise<void>) => {
      work = work.then(job).catch((error: unknown) => session.log('error', 'bookmarks failed', { error: String(error) }))
      return work
    }
    const pushSoon = () => {
      if (session.connection.state.phase === 'online') void later(pushAll)
    }

    /** True when the server's list is known. */
    const load = async (): Promise<boolean> => {
      const fetched = await remote.fetch()
      if (!fetched || isStopped) return false
      isLoaded = true
      session.transaction(() => {
        const listed = new Set(fetched.bookmarks.map((one) => one.jid))
        for (const row of listRows(db, accountId)) {
          if (row.sync === 'synced' && !listed.has(row.jid) && !fetched.isMissing) applyRemoval(row.jid)
        }
        // A list out of private storage knows less than we do of what is inside.
        for (const one of fetched.bookmarks) applyRemote(fetched.isMissing ? { ...one, extensions: one.extensions ?? extensions.known(one.jid) } : one)
        // Without the node nothing can be learnt from what is not on it: never made, or lost by the server. Ours go there.
        for (const row of fetched.isMissing ? listRows(db, accountId) : []) {
          if (row.sync === 'synced') putRow(db, accountId, { ...row, sync: 'changed' })
        }
      })
      return true
    }

    session.onOnline('after-presence', () => {
      remote = createRemote(session.connection)
      isLoaded = false
      const loaded = load()
      void later(() => loaded.then(pushAll))
      return loaded.then(() => {})
    })

    // Openfire sends a contact's events to everybody and anybody can make one up: only our own account speaks here.
    session.inbound.on('trust', (message) => {
      const event = parseEvent(message.stanza)
      if (!event) return
      if (!isOwnEvent(message, session.own)) return session.refuse('R-OWN-EVENT', message.from)
      session.transaction(() => {
        event.published.forEach(applyRemote)
        event.retracted.forEach(applyRemoval)
      })
      return 'drop'
    })

    const api: BookmarksApi = {
      list: () => listRows(db, accountId).filter((row) => row.sync !== 'removed').map(plain),
      get: (jid) => {
        const row = getRow(db, accountId, jid)
        return row && row.sync !== 'removed' ? plain(row) : null
      },
      put: (change) => {
        const row = getRow(db, accountId, change.jid)
        const before = row?.sync === 'removed' ? null : row
        const next = { ...NEW, ...(before && plain(before)), ...change }
        if (before && isSame(before, next)) return
        putRow(db, accountId, { ...plain(next), sync: 'changed' })
        pushSoon()
      },
      remove: (jid) => {
        const row = getRow(db, accountId, jid)
        if (!row || row.sync === 'removed') return
        putRow(db, accountId, { ...row, sync: 'removed' })
        pushSoon()
      },
      onRemoteChange: (listener) => void listeners.push(listener),
      extension: (spec, onChange) =>
        extensions.use(spec, onChange, (jid) => {
          const row = getRow(db, accountId, jid)
          putRow(db, accountId, { ...(row?.sync === 'removed' || !row ? { ...NEW, jid } : row), sync: 'changed' })
          pushSoon()
        }),
    }
    return { calls: {}, snapshot: () => null, api, stop: () => void (isStopped = true) }
  },
})
