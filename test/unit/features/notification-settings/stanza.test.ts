import { describe, expect, test } from 'vitest'
import { buildChatItem, buildNotify, mergeNotify, parseChatItem, parseNotify } from '#features/notification-settings/stanza'
import { isTold, loudUnread, NOTIFY_LEVELS, type NotifyLevel } from '#shared/model/conversation'
import { xml } from '#xmpp/element'
import { serialise } from '#xmpp/serialise'
import { parseElement } from '#xmpp/xml-reader'

const NS = 'urn:xmpp:notification-settings:1'
const notify = (inside: string) => parseElement(`<notify xmlns='${NS}'>${inside}</notify>`)
const levelIn = (inside: string) => parseNotify(notify(inside))
const set = (inside: string, level: NotifyLevel) => mergeNotify(notify(inside), buildNotify(level))
const textOf = (inside: string, level: NotifyLevel) => serialise(set(inside, level))!

describe('which setting is ours', () => {
  test.each<[string, NotifyLevel | null]>([
    ['<never/>', 'never'],
    ['<always/>', 'always'],
    ['', null],
    ['<sometimes/>', null],
    [`<never xmlns='other'/>`, null],
    [`<never identity-category='client' identity-type='pc'/><on-mention identity-category='client' identity-type='phone'/><always/>`, 'never'],
    [`<always/><on-mention identity-category='client'/>`, 'on-mention'],
    [`<on-mention identity-category='client'/><never identity-category='client' identity-type='pc'/>`, 'never'],
    [`<never identity-category='gateway'/>`, null],
    [`<never identity-category='gateway'/><always/>`, 'always'],
    [`<never identity-type='pc'/><always/>`, 'always'], // a type without a category is against the rules
    ['<never/><always/>', 'never'],
  ])('%s → %s', (inside, level) => expect(levelIn(inside)).toBe(level))
  test('nothing at all', () => expect(parseNotify(null)).toBeNull())
})

describe('what is written', () => {
  test('the first setting is the fallback of all', () => {
    expect(serialise(mergeNotify(null, buildNotify('never')))).toBe(`<notify xmlns="${NS}"><never/></notify>`)
  })
  test.each(NOTIFY_LEVELS)('%s is read back, whatever was there', (level) => {
    for (const before of ['', '<never/>', '<never/><always/>', `<never identity-category='client' identity-type='pc'/>`, `<on-mention identity-category='client'/>`, `<never identity-category='x'/>`]) {
      expect(parseNotify(set(before, level)), before).toBe(level)
    }
  })
  test('what is set for other kinds of devices stays; a fallback is made where there is none', () => {
    const text = textOf(`<never identity-category='client' identity-type='pc'/><on-mention identity-category='client' identity-type='phone'/>`, 'always')
    expect(text).toContain('<always identity-category="client" identity-type="pc"/>')
    expect(text).toContain('<on-mention identity-category="client" identity-type="phone"/>')
    expect(text.match(/<always\/>/g)).toHaveLength(1)
    expect(textOf(`<on-mention identity-category='gateway'/>`, 'never')).toContain('gateway')
  })
  test('advanced wishes of others stay, also inside of what we change', () => {
    const text = textOf(`<never><advanced><when xmlns='custom:1' day='monday'>x</when></advanced></never><always identity-category='gateway'><advanced><y xmlns='z'/></advanced></always>`, 'on-mention')
    expect(text).toMatch(/<on-mention><advanced><when [^>]*day="monday"[^>]*>x<\/when><\/advanced><\/on-mention>/)
    expect(text).toContain('<y xmlns="z"/>')
    expect(text).not.toContain('<never')
  })
})

test('chats: only people, only what is ours', () => {
  const item = (id: string, inside = buildChatItem(buildNotify('never'))) => xml('item', { id }, inside)
  expect(parseNotify(parseChatItem(item('mum@example.org'))!.notify)).toBe('never')
  expect(parseChatItem(item('mum@example.org/phone'))).toBeNull()
  expect(parseChatItem(item('a b@c'))).toBeNull()
  expect(parseChatItem(item('mum@example.org', xml('chat', { xmlns: 'other' })))).toBeNull()
})

test('who is told of what', () => {
  const table = NOTIFY_LEVELS.map((level) => [level, isTold({ notify: level, isRequest: false }, { isMention: false }), isTold({ notify: level, isRequest: false }, { isMention: true })])
  expect(table).toEqual([['always', true, true], ['on-mention', false, true], ['never', false, false]])
  expect(NOTIFY_LEVELS.map((level) => loudUnread({ notify: level, isRequest: false, unreadCount: 5, mentionCount: 2 }))).toEqual([5, 2, 0])
  // Whoever has not been let in calls nobody.
  expect([isTold({ notify: 'always', isRequest: true }, { isMention: true }), loudUnread({ notify: 'always', isRequest: true, unreadCount: 5, mentionCount: 2 })]).toEqual([false, 0])
})
