import '../page'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import { contacts } from '../../../../renderer/features/contacts/contacts.svelte'
import { addressWarning, lookAlikeWarning } from '../../../../renderer/features/contacts/look-alikes.svelte'

const accountId = 1 as AccountId
const warn = (name: string, jid: string | null) => lookAlikeWarning(accountId, name, jid)

beforeEach(() => {
  vi.stubGlobal('navigator', { language: 'zh-CN' })
  const people = [['wang.wei@example.org', '王伟'], ['anna@example.com', 'Anna Kowalska'], ['b@example.com', '']]
  const session = {
    roster: { contacts: people.map(([jid, name]) => ({ jid, name, groups: [], subscription: 'both', isPending: false })), requests: [] },
    nicks: { nicks: [] },
    presence: { presences: [], status: { availability: 'online', signature: '', canBeInvisible: false } },
  }
  contacts.load({ revision: 0, app: {}, accounts: { 1: session } } as unknown as Snapshot)
})

describe('who looks like a contact', () => {
  it('by an address written otherwise, or the same name elsewhere', () => {
    expect(warn('wang.wеi', 'wang.wеi@example.org')).toContain('王伟（wang.wei@example.org）')
    expect(warn('anna', 'anna@examp1e.com')).toContain('Anna Kowalska')
    expect(warn('Anna Kowalska', 'someone@evil.example')).toContain('不是同一个账号')
    expect(warn('anna', 'anna@evil.example')).toContain('不是同一个账号')
  })
  it('in a room that hides addresses only what is written otherwise is told: the same name may be the same person', () => {
    expect(warn('Anna Kowalska', null)).toBeNull()
    expect(warn('anna kowalska', null)).toBeNull()
    expect(warn('Аnna Kowalska', null)).toContain('别的字符')
    expect(warn('王伟\u200b', null)).toContain('别的字符')
  })
  it('nobody else, and not the contact himself', () => {
    expect(warn('Anna Kowalska', 'anna@example.com/phone')).toBeNull()
    expect(warn('王伟', 'wang.wei@example.org')).toBeNull()
    expect(warn('Oliver', 'oliver@example.net')).toBeNull()
    expect(lookAlikeWarning(7 as AccountId, 'wang.wei', 'wang.wеi@other.example')).not.toContain('王伟')
  })
  it('marks and mixed letters are told of whoever he is', () => {
    expect(warn('gnp.\u202eexe', null)).toContain('看不见')
    expect(warn('Anna\u202e', 'anna@example.com')).toContain('看不见')
    expect(addressWarning('exаmple@x.org')).toContain('相似字母')
    expect(addressWarning('данные@x.org')).toBeNull()
  })
})
