import '../page'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Contact, ContactPresence } from '#shared/model/contact'
import { availabilityOf, contacts, displayName } from '../../../../renderer/features/contacts/contacts.svelte'
import { navigation } from '../../../../renderer/lib/state/navigation.svelte'

const accountId = 1 as AccountId
const jid = 'wei@example.org' as BareJid
const contact = (name: string): Contact => ({ jid, name, groups: [], subscription: 'both', isPending: false })
const presence = (availability: ContactPresence['availability'], status = ''): ContactPresence => ({ jid, availability, status, idleSinceMs: null, resources: [] })
const tell = (name: string, payload: object, account = accountId) => contacts.apply({ revision: 1, name, payload: { accountId: account, ...payload } } as ContractEvent)

beforeEach(() => {
  const session = (name: string) => ({
    roster: { contacts: [contact(name)], requests: [] },
    nicks: { nicks: [] },
    presence: { presences: [], status: { availability: 'online', signature: '', canBeInvisible: false } },
  })
  contacts.load({ revision: 0, app: {}, accounts: { 1: session('王伟'), 2: session('Wei at work') } } as unknown as Snapshot)
  navigation.showAccount(accountId)
})

describe('contacts', () => {
  it('calls people by remark, else as they call themselves, else by the part before the @', () => {
    tell('nick.changed', { jid, nick: '阿伟' })
    expect(displayName(jid)).toBe('王伟')
    tell('contact.changed', { contacts: [contact('')] })
    expect(displayName(jid)).toBe('阿伟')
    tell('nick.changed', { jid, nick: '' })
    expect(displayName(jid)).toBe('wei')
    expect(displayName('example.org')).toBe('example.org')
    expect(displayName('not an address')).toBe('not an address')
  })

  it('keeps accounts apart', () => {
    tell('contact.removed', { jids: [jid] }, 2 as AccountId)
    tell('contact.changed', { contacts: [contact('stranger')] }, 3 as AccountId)
    expect(displayName(jid)).toBe('王伟')
    navigation.showAccount(2 as AccountId)
    expect(displayName(jid)).toBe('wei')
  })

  it('follows presence, requests and the own status', () => {
    tell('presence.changed', { presences: [presence('dnd', '忙')] })
    expect(availabilityOf(jid)).toBe('dnd')
    tell('presence.changed', { presences: [presence('offline')] })
    expect(availabilityOf(jid)).toBe('offline')
    tell('contactRequest.changed', { request: { jid, message: '', atMs: 0 } })
    expect(contacts.current.requests.size).toBe(1)
    tell('contactRequest.removed', { jid })
    expect(contacts.current.requests.size).toBe(0)
    tell('status.changed', { status: { availability: 'away', signature: 'x', canBeInvisible: true } })
    expect(contacts.current.ownStatus.signature).toBe('x')
  })
})
