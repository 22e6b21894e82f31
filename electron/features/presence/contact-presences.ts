/** How the contacts are there: in memory, per resource, best first; told to the windows at most every 50 ms. */
import type { Session } from '#core/context'
import { bareOf, resourceOf, withResource, type BareJid, type FullJid, type Jid } from '#shared/jid'
import type { Availability, ContactPresence } from '#shared/model/contact'
import type { contract } from './contract'
import type { ParsedPresence } from './stanza'

const BATCH_MS = 50
/** A contact with more devices is an attack. */
const MAX_RESOURCES = 50

interface Resource extends ParsedPresence {
  /** Grows: the later one wins among equals. */
  order: number
}
interface Entry {
  resources: Map<string, Resource>
  /** Status text of the last goodbye. */
  farewell: string
}

export interface ContactPresences {
  put(from: Jid, presence: ParsedPresence): void
  /** One resource, or all of a bare JID. */
  remove(from: Jid, farewell: string): void
  /** The client of a resource has become known. */
  touch(jid: BareJid): void
  /** Nothing is known of him any more, e.g. because he is off the list. */
  drop(jid: BareJid): void
  clear(): void
  resourcesOf(jid: BareJid): FullJid[]
  list(): ContactPresence[]
  stop(): void
}

const RANK: Record<Availability, number> = { chatty: 5, online: 4, away: 3, dnd: 2, xa: 1, offline: 0 }

export function createContactPresences(
  session: Session<typeof contract>,
  clientOf: (jid: Jid) => string | null,
): ContactPresences {
  const { accountId, publish } = session
  const entries = new Map<BareJid, Entry>()
  const dirty = new Set<BareJid>()
  let timer: NodeJS.Timeout | null = null
  let order = 0

  const view = (jid: BareJid): ContactPresence => {
    const entry = entries.get(jid)
    const resources = [...(entry?.resources ?? [])]
      .sort(([, a], [, b]) => b.priority - a.priority || RANK[b.availability] - RANK[a.availability] || b.order - a.order)
      .map(([resource, { availability, status, priority }]) => {
        const full = withResource(jid, resource)
        return { resource, availability, status, priority, client: full && clientOf(full) }
      })
    const best = resources[0]
    return { jid, availability: best?.availability ?? 'offline', status: best?.status ?? entry?.farewell ?? '', idleSinceMs: best ? idleOf(entry, best.resource) : null, resources }
  }

  const idleOf = (entry: Entry | undefined, resource: string) => entry?.resources.get(resource)?.idleSinceMs ?? null
  const flush = () => {
    timer = null
    if (dirty.size === 0) return
    const presences = [...dirty].map(view)
    dirty.clear()
    publish('presence.changed', { accountId, presences })
  }
  const mark = (jid: BareJid) => {
    dirty.add(jid)
    timer ??= setTimeout(flush, BATCH_MS)
  }

  return {
    put: (from, presence) => {
      const jid = bareOf(from)
      const resource = resourceOf(from) ?? ''
      let entry = entries.get(jid)
      if (!entry) entries.set(jid, (entry = { resources: new Map(), farewell: '' }))
      if (entry.resources.size >= MAX_RESOURCES && !entry.resources.has(resource)) return
      entry.resources.set(resource, { ...presence, order: ++order })
      mark(jid)
    },
    remove: (from, farewell) => {
      const jid = bareOf(from)
      const entry = entries.get(jid)
      if (!entry) return
      const resource = resourceOf(from)
      if (resource === null) entry.resources.clear()
      else entry.resources.delete(resource)
      if (entry.resources.size === 0) entry.farewell = farewell
      mark(jid)
    },
    touch: (jid) => {
      if (entries.has(jid)) mark(jid)
    },
    drop: (jid) => {
      if (entries.delete(jid)) mark(jid)
    },
    clear: () => {
      for (const jid of entries.keys()) mark(jid)
      entries.clear()
      flush()
    },
    resourcesOf: (jid) => [...(entries.get(jid)?.resources.keys() ?? [])].flatMap((resource) => withResource(jid, resource) ?? []),
    list: () => [...entries.keys()].map(view),
    stop: () => {
      if (timer) clearTimeout(timer)
      timer = null
      dirty.clear()
    },
  }
}
