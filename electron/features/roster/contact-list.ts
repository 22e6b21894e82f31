/** The list in memory and on disk, always the same; every change is published. */
import type { Session } from '#core/context'
import { inSlices } from '#core/slices'
import type { BareJid } from '#shared/jid'
import type { Contact } from '#shared/model/contact'
import { getAccountValue, putAccountValue } from '#store/settings'
import type { contract } from './contract'
import type { RosterApi } from './public'
import { listContacts, putContact, removeContact } from './table'

const VERSION_KEY = 'roster.ver'
/** Contacts stored at once: some 10 ms. */
const SLICE = 500

export interface ContactList extends RosterApi {
  /** Version of what is stored (RFC 6121 §2.6); '' when there is none. */
  version(): string
  /**
   * The whole list from the server: what it does not hold is gone. In slices, each a transaction and an event; the version
   * is stored with the last, so that a list cut off half-way is asked for again.
   */
  replace(contacts: Contact[], ver: string | null): Promise<void>
  put(contact: Contact, ver: string | null): void
  remove(jid: BareJid, ver: string | null): void
}

function isSame(a: Contact | undefined, b: Contact): boolean {
  return (
    a !== undefined && a.name === b.name && a.subscription === b.subscription && a.isPending === b.isPending &&
    a.groups.length === b.groups.length && b.groups.every((group) => a.groups.includes(group))
  )
}

export function createContactList(session: Session<typeof contract>): ContactList {
  const { db, accountId, publish } = session
  const contacts = new Map(listContacts(db, accountId).map((contact) => [contact.jid, contact]))
  const listeners = new Set<(jids: BareJid[]) => void>()

  const apply = (changed: Contact[], removed: BareJid[], ver: string | null) => {
    session.transaction(() => {
      for (const contact of changed) putContact(db, accountId, contact)
      for (const jid of removed) removeContact(db, accountId, jid)
      if (ver !== null) putAccountValue(db, accountId, VERSION_KEY, ver)
      for (const contact of changed) contacts.set(contact.jid, contact)
      for (const jid of removed) contacts.delete(jid)
      if (changed.length > 0) publish('contact.changed', { accountId, contacts: changed })
      if (removed.length > 0) publish('contact.removed', { accountId, jids: removed })
    })
    const jids = [...changed.map((contact) => contact.jid), ...removed]
    if (jids.length > 0) for (const listener of listeners) listener(jids)
  }

  return {
    get: (jid) => contacts.get(jid) ?? null,
    list: () => [...contacts.values()],
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    version: () => getAccountValue(db, accountId, VERSION_KEY) ?? '',
    replace: async (all, ver) => {
      const there = new Set(all.map((contact) => contact.jid))
      const changed = all.filter((contact) => !isSame(contacts.get(contact.jid), contact))
      await inSlices(changed, SLICE, (slice) => apply(slice, [], null))
      apply([], [...contacts.keys()].filter((jid) => !there.has(jid)), ver ?? '')
    },
    put: (contact, ver) => apply(isSame(contacts.get(contact.jid), contact) ? [] : [contact], [], ver),
    remove: (jid, ver) => apply([], contacts.has(jid) ? [jid] : [], ver),
  }
}
