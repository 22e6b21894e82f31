/** Contacts, requests, presences and the own status of every account that is logged in. */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import { localOf, parseBareJid, type BareJid } from '#shared/jid'
import { visibleName } from '#shared/look-alike'
import type { Availability, Contact, ContactPresence, ContactRequest, OwnStatus } from '#shared/model/contact'
import { SvelteMap } from 'svelte/reactivity'
import { strings } from '../../lib/i18n/strings'
import { accounts } from '../../lib/state/accounts.svelte'
import { navigation } from '../../lib/state/navigation.svelte'
import { toasts } from '../../lib/state/toasts.svelte'
import { register } from '../../lib/sync'

const s = strings({
  zh: { failed: (who: string) => `好友请求没有送到 ${who}：没有这个服务器或账号，或者暂时联系不上。请检查地址。`, denied: (who: string) => `${who} 没有接受好友请求，或者没有这个账号。` },
  en: {
    failed: (who: string) => `The request did not reach ${who}: there is no such server or account, or it cannot be reached now. Check the address.`,
    denied: (who: string) => `${who} did not accept the request, or there is no such account.`,
  },
})

export class ContactList {
  readonly contacts = new SvelteMap<string, Contact>()
  readonly presences = new SvelteMap<string, ContactPresence>()
  /** What they want to be called; the own one, too. */
  readonly nicks = new SvelteMap<string, string>()
  readonly requests = new SvelteMap<string, ContactRequest>()
  ownStatus = $state.raw<OwnStatus>({ availability: 'online', signature: '', canBeInvisible: false })
}

const empty = new ContactList()

class ContactsState {
  readonly #byAccount = new SvelteMap<AccountId, ContactList>()

  of(accountId: AccountId | null): ContactList {
    return (accountId === null ? undefined : this.#byAccount.get(accountId)) ?? empty
  }

  /** Of the account on screen. */
  get current(): ContactList {
    return this.of(navigation.accountId)
  }

  /** Requests to all accounts that are logged in. */
  get requestTotal(): number {
    return accounts.active.reduce((sum, { id }) => sum + this.of(id).requests.size, 0)
  }

  load(snapshot: Snapshot) {
    this.#byAccount.clear()
    for (const [id, { roster, presence, nicks }] of Object.entries(snapshot.accounts)) {
      const list = new ContactList()
      for (const contact of roster.contacts) list.contacts.set(contact.jid, contact)
      for (const request of roster.requests) list.requests.set(request.jid, request)
      for (const one of presence.presences) list.presences.set(one.jid, one)
      for (const { jid, nick } of nicks.nicks) list.nicks.set(jid, nick)
      list.ownStatus = presence.status
      this.#byAccount.set(Number(id) as AccountId, list)
    }
  }

  apply(event: ContractEvent) {
    const list = 'accountId' in event.payload ? this.#byAccount.get(event.payload.accountId) : undefined
    if (!list) return
    switch (event.name) {
      case 'contact.changed':
        for (const contact of event.payload.contacts) list.contacts.set(contact.jid, contact)
        break
      case 'contact.removed':
        for (const jid of event.payload.jids) list.contacts.delete(jid)
        break
      case 'contactRequest.changed':
        list.requests.set(event.payload.request.jid, event.payload.request)
        break
      case 'contactRequest.removed':
        list.requests.delete(event.payload.jid)
        break
      case 'contactRequest.failed':
        toasts.show((event.payload.isDenied ? s.denied : s.failed)(event.payload.jid), 'bad')
        break
      case 'presence.changed':
        for (const one of event.payload.presences) {
          if (one.availability === 'offline' && !one.status) list.presences.delete(one.jid)
          else list.presences.set(one.jid, one)
        }
        break
      case 'nick.changed':
        if (event.payload.nick) list.nicks.set(event.payload.jid, event.payload.nick)
        else list.nicks.delete(event.payload.jid)
        break
      case 'status.changed':
        list.ownStatus = event.payload.status
        break
    }
  }
}

export const contacts = register(new ContactsState())

/** What to call somebody: the remark name, else what he calls himself, else the part before the @, else the address. Seen from an account, as all below. */
export function displayName(jid: string, accountId = navigation.accountId): string {
  const list = contacts.of(accountId)
  const name = list.contacts.get(jid)?.name || list.nicks.get(jid)
  if (name) return visibleName(name)
  const bare = parseBareJid(jid)
  return visibleName((bare && localOf(bare)) ?? jid)
}

export const contactOf = (jid: string, accountId = navigation.accountId): Contact | null => contacts.of(accountId).contacts.get(jid) ?? null
export const presenceOf = (jid: string, accountId = navigation.accountId): ContactPresence | null =>
  contacts.of(accountId).presences.get(jid) ?? null
export const availabilityOf = (jid: string, accountId = navigation.accountId): Availability =>
  presenceOf(jid, accountId)?.availability ?? 'offline'
export const isContact = (jid: BareJid): boolean => contacts.current.contacts.has(jid)
