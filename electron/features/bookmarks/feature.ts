/**
 * Bookmarked rooms: XEP-0402 version 1.2.0, else XEP-0048 1.2 in private storage (XEP-0049 1.2).
 * Left out: writing both stores on servers that do not unite them (`#compat`): other clients that know only private
 * storage then see what was there before. A purged or deleted node is noticed at the next login.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import type { BareJid } from '#shared/jid'
import { attr } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { contract } from './contract'
import type { Bookmark, BookmarksApi } from './public'
import { createRemote } from './remote'
import { NS_BOOKMARKS, parseEvent, type RemoteBookmark } from './stanza'
import { deleteRow, getRow, listRows, migrations, putRow, type BookmarkRow } from './table'

const isSame = (a: Bookmark, b: Bookmark) =>
  a.name === b.name && a.nick === b.nick && a.password === b.password && a.autoJoin === b.autoJoin

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
    /** What other clients keep inside our bookmarks; only needed to publish them again. */
    const extensions = new Map<BareJid, Element | null>()
    let remote = createRemote(session.connection)
    let work = Promise.resolve()

    const tell = (jid: BareJid, bookmark: Bookmark | null) => {
      for (const listener of listeners) listener(jid, bookmark)
    }

    const applyRemote = (bookmark: RemoteBookmark) => {
      extensions.set(bookmark.jid, bookmark.extensions)
      const row = getRow(db, accountId, bookmark.jid)
      if (row && row.sync !== 'synced') return // ours is newer and on its way
      putRow(db, accountId, { ...plain(bookmark), sync: 'synced' })
      if (!row || !isSame(row, bookmark)) tell(bookmark.jid, plain(bookmark))
    }
    const applyRemoval = (jid: BareJid) => {
      if (getRow(db, accountId, jid)?.sync !== 'synced') return
      deleteRow(db, accountId, jid)
      tell(jid, null)
    }

    /** Tells the server of one row; true when nothing is left to tell. */
    const push = async (row: BookmarkRow): Promise<boolean> => {
      const isTaken = row.sync === 'removed' ? await remote.remove(plain(row)) : await remote.put(plain(row), extensions.get(row.jid) ?? null)
      const now = getRow(db, accountId, row.jid)
      if (!isTaken || !now || now.sync !== row.sync || !isSame(now, row)) return isTaken
      if (row.sync === 'removed') deleteRow(db, accountId, row.jid)
      else putRow(db, accountId, { ...row, sync: 'synced' })
      return true
    }
    const pushAll = async () => {
      for (const row of listRows(db, accountId).filter((one) => one.sync !== 'synced')) {
        if (!(await push(row))) session.log('info', 'a bookmark was not taken by the server')
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

    const load = async () => {
      const fetched = await remote.fetch()
      if (!fetched) return
      session.transaction(() => {
        const listed = new Set(fetched.bookmarks.map((one) => one.jid))
        for (const row of listRows(db, accountId)) {
          if (row.sync === 'synced' && !listed.has(row.jid) && !fetched.isMissing) applyRemoval(row.jid)
        }
        fetched.bookmarks.forEach(applyRemote)
        // Without the node nothing can be learnt from what is not on it: never made, or lost by the server. Ours go there.
        for (const row of fetched.isMissing ? listRows(db, accountId) : []) {
          if (row.sync === 'synced') putRow(db, accountId, { ...row, sync: 'changed' })
        }
      })
      void later(pushAll)
    }

    session.onOnline('after-presence', () => {
      remote = createRemote(session.connection)
      return load()
    })

    // Openfire sends a contact's events to everybody and anybody can make one up: only our own account speaks here.
    session.inbound.on('trust', (message) => {
      const event = parseEvent(message.stanza)
      if (!event) return
      if (message.source !== 'live' || message.from !== session.own || message.type === 'error' || attr(message.stanza, 'from') === null) return 'drop'
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
        const next = { name: null, nick: null, password: null, autoJoin: false, ...(before && plain(before)), ...change }
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
    }
    return { calls: {}, snapshot: () => null, api }
  },
})
