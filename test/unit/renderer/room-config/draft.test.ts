/** The settings of a room as an owner enters them, over the form of a real server's shape. */
import { beforeAll, describe, expect, test } from 'vitest'
import { tidyForm } from '#shared/model/data-form'
import type { DataForm, FormField } from '#shared/model/form'
import { roomConfigItems, type RoomConfigForm } from '#shared/model/room-config'
import { inBoth } from '../page'

let draft: typeof import('../../../../renderer/features/room-config/draft')
beforeAll(async () => {
  draft = await import('../../../../renderer/features/room-config/draft')
  const { locale } = await import('../../../../renderer/lib/i18n/locale.svelte')
  locale.choose('en')
})

const field = (name: string | null, type: FormField['type'], values: string[], more: Partial<FormField> = {}): FormField => ({
  name, type, values, label: null, description: null, isRequired: false, options: [], ...more,
})
const options = ['moderators', 'anyone'].map((value) => ({ value, label: value }))
const raw: DataForm = {
  type: 'form', formType: 'http://jabber.org/protocol/muc#roomconfig', title: null, instructions: [], reported: [], items: [],
  fields: [
    field('FORM_TYPE', 'hidden', ['http://jabber.org/protocol/muc#roomconfig']),
    field('muc#roomconfig_moderatedroom', 'boolean', ['0']),
    field('muc#roomconfig_roomname', 'text-single', ['Tea']),
    field('muc#roomconfig_whois', 'list-single', ['moderators'], { options }),
    field('muc#roomconfig_roomsecret', 'text-private', ['Elster']),
    field('muc#roomconfig_roomowners', 'jid-multi', ['a@x.example']),
    field(null, 'fixed', ['Only here']),
    field('x-odd', 'list-multi', ['1'], { label: 'Oddities', options: [{ value: '1', label: 'One' }, { value: '2', label: 'Two' }] }),
  ],
}
const form: RoomConfigForm = (() => {
  const tidy = tidyForm(raw)
  return { room: 'tea@rooms.example' as never, revision: 'r', form: tidy, items: roomConfigItems(tidy) }
})()

describe('sections', () => {
  test('stand in the order of the topics; what only this server has comes last, with its words and notes', () => {
    const sections = draft.sectionsOf(form.items, '')
    expect(sections.map(({ topic }) => topic)).toEqual(['about', 'access', 'talk', 'privacy', 'people', 'other'])
    expect(sections.at(-1)?.items.map(({ control }) => control)).toEqual(['note', 'choices'])
    expect(draft.labelOf(sections.at(-1)!.items[1]!)).toBe('Oddities')
  })
  test('are found by our words, the choices and the name of the field', () => {
    const found = (filter: string) => draft.sectionsOf(form.items, filter).flatMap(({ items }) => items.map(({ field: one }) => one.name))
    expect(found('permission')).toEqual(['muc#roomconfig_moderatedroom'])
    expect(found('two')).toEqual(['x-odd'])
    expect(found('roomsecret')).toEqual(['muc#roomconfig_roomsecret'])
    expect(found('no such thing')).toEqual([])
  })
})

describe('a draft', () => {
  test('sends only what differs, and never what is hidden', () => {
    const entered = { 'muc#roomconfig_roomname': ['Tea'], 'muc#roomconfig_moderatedroom': ['1'], FORM_TYPE: ['http://jabber.org/protocol/muc#roomconfig'] }
    expect(draft.changesOf(form, entered)).toEqual([{ name: 'muc#roomconfig_moderatedroom', values: ['1'] }])
  })
  test('does not go when a value cannot be', () => {
    expect([...draft.issuesOf(form, { 'muc#roomconfig_roomowners': ['nobody at all'] })]).toEqual([['muc#roomconfig_roomowners', 'not-an-address']])
    expect(draft.issuesOf(form, { 'muc#roomconfig_roomowners': ['b@x.example'] }).size).toBe(0)
  })
  test('over a newer form keeps what is mine, and loses what is theirs or no longer there', () => {
    const entered = { 'muc#roomconfig_roomname': ['Mine'], 'muc#roomconfig_whois': ['anyone'], gone: ['1'] }
    expect(draft.rebased(form, entered, new Set(['muc#roomconfig_whois']))).toEqual({ 'muc#roomconfig_roomname': ['Mine'] })
  })
})

test('a difference is told in words, and no password is', async () => {
  const answers = [
    { name: 'muc#roomconfig_moderatedroom', values: ['1'] },
    { name: 'muc#roomconfig_whois', values: ['anyone'] },
    { name: 'muc#roomconfig_roomsecret', values: ['Rabe'] },
    { name: 'x-odd', values: ['1', '2'] },
    { name: 'unknown', values: ['1'] },
  ]
  const { zh, en } = await inBoth(() => draft.diffOf(form, answers))
  expect(en.map(({ label, before, after }) => [label, before, after])).toEqual([
    ['Permission to speak', 'Off', 'On'],
    ['Who sees real addresses', 'Moderators only', 'Everybody'],
    ['Password', '••••••', '••••••'],
    ['Oddities', 'One', 'One, Two'],
  ])
  expect(zh[0]).toMatchObject({ label: '发言需要许可', before: '关', after: '开' })
})

test('the link of a room is read back as its address, whatever stands in it', async () => {
  const { xmppLink } = await import('../../../../renderer/lib/text/xmpp-uri')
  const { readRoomAddress } = await import('../../../../renderer/features/rooms/room-address')
  for (const jid of ['tea@rooms.example', '茶?#%@rooms.example']) {
    expect(xmppLink(jid as never, 'join')).toMatch(/^xmpp:[^\s?#]+\?join$/)
    expect(readRoomAddress(xmppLink(jid as never, 'join'))).toBe(jid)
  }
})
