import { describe, expect, it } from 'vitest'
import { growth, NOT_QUADRATIC } from '../../../support/growth'
import type { BareJid } from '#shared/jid'
import type { Availability, Contact, ContactPresence } from '#shared/model/contact'
import { groupNames, rowKey, sortContacts, treeRows, type TreeOptions } from '../../../../renderer/features/contacts/tree'

const contact = (jid: string, name = '', groups: string[] = []): Contact => ({ jid: jid as BareJid, name, groups, subscription: 'both', isPending: false })
const collator = new Intl.Collator('zh-CN', { numeric: true })
const nameOf = (one: Contact) => one.name || one.jid

function rows(contacts: Contact[], present: Record<string, Availability> = {}, more: Partial<TreeOptions> = {}): string[] {
  return treeRows({
    contacts: sortContacts(contacts, nameOf, collator.compare),
    presenceOf: (jid) => (present[jid] ? ({ jid: jid as BareJid, availability: present[jid], status: '', idleSinceMs: null, resources: [] } satisfies ContactPresence) : null),
    nameOf,
    isFolded: () => false,
    showOffline: true,
    filter: '',
    compare: collator.compare,
    ...more,
  }).map((row) => (row.kind === 'group' ? `${row.isOpen ? 'v' : '>'} ${row.name} ${row.online}/${row.total}` : row.contact.jid))
}

describe('contact tree', () => {
  const list = [contact('wei@x', '王伟', ['同事']), contact('min@x', '张敏', ['同事', '家人']), contact('anna@x'), contact('bao@x', '阿宝', ['同事'])]

  it('puts the ungrouped first, then groups by name, with how many are there', () => {
    expect(rows(list, { 'wei@x': 'online', 'min@x': 'away' })).toEqual(['v  0/1', 'anna@x', 'v 家人 1/1', 'min@x', 'v 同事 2/3', 'wei@x', 'min@x', 'bao@x'])
  })

  it('sorts by presence, then by name as Chinese readers expect (pinyin)', () => {
    const same = [contact('1@x', '张'), contact('2@x', '李'), contact('3@x', '安'), contact('4@x', '王')]
    expect(rows(same, { '1@x': 'chatty', '4@x': 'online', '2@x': 'dnd' })).toEqual(['v  3/4', '4@x', '1@x', '2@x', '3@x'])
  })

  it('hides the offline when asked, but counts them', () => {
    expect(rows(list, { 'wei@x': 'online' }, { showOffline: false })).toEqual(['v  0/1', 'v 家人 0/1', 'v 同事 1/3', 'wei@x'])
  })

  it('folds', () => expect(rows(list, {}, { isFolded: (group: string) => ['同事', ''].includes(group) })).toEqual(['>  0/1', 'v 家人 0/1', 'min@x', '> 同事 0/3']))

  it('finds by two Chinese characters or by address, in folded groups and among the offline', () => {
    const more = { isFolded: (group: string) => ['同事'].includes(group), showOffline: false }
    expect(rows(list, {}, { ...more, filter: '张敏' })).toEqual(['v 家人 0/1', 'min@x', 'v 同事 0/3', 'min@x'])
    expect(rows(list, {}, { ...more, filter: 'BAO' })).toEqual(['v 同事 0/3', 'bao@x'])
    expect(rows(list, {}, { ...more, filter: 'nobody' })).toEqual([])
  })

  it('has a key of its own for every row, also for one contact in two groups and groups with odd names', () => {
    const odd = [contact('a@x', '', ['g', 'g\na@x', 'c g']), contact('b@x', '', ['g'])]
    const all = treeRows({
      contacts: odd, presenceOf: () => null, nameOf, isFolded: () => false, showOffline: true, filter: '', compare: collator.compare,
    }).map(rowKey)
    expect(new Set(all).size).toBe(all.length)
    expect(groupNames(odd)).toEqual(['g', 'g\na@x', 'c g'])
  })

  it('grows in step with the contacts when presence changes', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => contact(`user${i}@example.org`, `用户${i}`, [`组${i % 40}`]))
    const contacts = sortContacts(many, nameOf, collator.compare)
    const options = { contacts, presenceOf: () => null, nameOf, isFolded: () => false, showOffline: true, filter: '', compare: collator.compare }
    expect(treeRows(options)).toHaveLength(10_040)
    const ratio = await growth((size) => treeRows({ ...options, contacts: contacts.slice(0, size) }), 1250)
    expect(ratio).toBeLessThan(NOT_QUADRATIC)
  })
})
