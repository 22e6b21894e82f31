import '../page'
import { describe, expect, it, test } from 'vitest'
import { emojiChoices, emojiWord } from '../../../../renderer/features/composer/completion'
import { emojiBook } from '../../../../renderer/lib/emoji/emoji'
import { gridRows, rowOfPlace, stepRow } from '../../../../renderer/lib/emoji/emoji-rows'
import { groupName, s } from '../../../../renderer/lib/emoji/emoji-texts'
import { noteUse, recentEmoji } from '../../../../renderer/lib/emoji/habits.svelte'
import { TONES, plainEmoji, toned } from '../../../../renderer/lib/emoji/tones'
import { inBoth, remember } from '../page'

const RGI = new RegExp('^\\p{RGI_Emoji}$', 'v')
const book = await emojiBook()
const found = (typed: string, count = 3) => book.search(typed).slice(0, count).map(({ char }) => char)

describe('the emoji', () => {
  it('are all, each once, each with a name in both languages', () => {
    expect(book.groups.map(({ name }) => name)).toEqual(['smileys', 'people', 'nature', 'food', 'places', 'activities', 'objects', 'symbols', 'flags'])
    expect(book.all.length).toBeGreaterThan(1800)
    expect(new Set(book.all.map(({ char }) => plainEmoji(char))).size).toBe(book.all.length)
    expect(book.all.filter(({ char, names }) => !RGI.test(char) || !names.en || !/\p{Script=Han}|[A-Z]/u.test(names.zh)).map(({ char }) => char)).toEqual([])
  })
  it('are known in every way of writing them', () => {
    expect(['❤️', '❤', '👋', '👋🏿', '🕵🏽‍♀️'].map((char) => book.get(char)?.char)).toEqual(['❤️', '❤️', '👋', '👋', '🕵️‍♀️'])
    expect(book.get('x')).toBeUndefined()
  })
  it('have skin tones that exist', () => {
    const wrong = book.all.filter(({ hasTones }) => hasTones).flatMap(({ char }) => TONES.map((tone) => toned(char, tone))).filter((one) => !RGI.test(one))
    expect(wrong).toEqual([])
    expect(TONES.map((tone) => toned('👋', tone))).toEqual(['👋', '👋🏻', '👋🏼', '👋🏽', '👋🏾', '👋🏿'])
    expect(toned('🕵️‍♀️', 3)).toBe('🕵🏽‍♀️')
    expect(book.get('😀')?.hasTones).toBe(false)
  })
  test.each([
    ['thumbs up', '👍'], ['THUMBS', '👍'], ['+1', '👍'], ['拇指', '👍'], ['panda', '🐼'], ['熊猫', '🐼'], ['猫', '🐱'], ['笑哭', '😂'], ['joy', '😂'],
    ['heart_eyes', '😍'], ['red heart', '❤️'], ['ｐａｎｄａ', '🐼'], ['china', '🇨🇳'], ['中国', '🇨🇳'],
  ])('search: %s', (typed, char) => expect(found(typed, 5)).toContain(char))
  it('finds nothing for what nothing is called, and those so called before the others', () => {
    expect([found(''), found('  '), found('qqqq')]).toEqual([[], [], []])
    expect(found('cat', 1)).toEqual(['🐈'])
    expect(found('grinning face', 1)).toEqual(['😀'])
  })
  it('have group names in both languages', async () => {
    const names = await inBoth(() => [groupName('recent'), ...book.groups.map(({ name }) => groupName(name)), s.found(1), s.found(2)])
    expect([...names.zh, ...names.en].filter((name) => !name)).toEqual([])
  })
})

describe('the rows of the panel', () => {
  const cells = (n: number) => Array.from({ length: n }, (_, i) => ({ char: String(i), name: '' }))
  const rows = gridRows([{ name: 'a', cells: cells(5) }, { name: 'b', cells: cells(4) }], 3)
  it('stand under their titles', () => {
    expect(rows.map((row) => row.title ?? row.cells.length)).toEqual(['a', 3, 2, 'b', 3, 1])
    expect([0, 3, 5, 8, 9].map((place) => rowOfPlace(rows, place))).toEqual([1, 2, 4, 5, -1])
  })
  it.each([
    [0, 1, 3], [2, 1, 4], [4, 1, 6], [5, -1, 3], [7, 1, 8], [8, 1, 8], [1, -1, 1], [1, 9, 8], [8, -9, 0],
  ])('from %i by %i rows to %i', (place, by, to) => expect(stepRow(rows, place, by)).toBe(to))
})

describe('habits', () => {
  it('keep the latest 27, each once', () => {
    expect(recentEmoji.value).toEqual([])
    for (const { char } of book.all.slice(0, 40)) noteUse(char)
    noteUse(book.all[20]!.char)
    expect(recentEmoji.value).toHaveLength(27)
    expect(recentEmoji.value.slice(0, 2)).toEqual([book.all[20]!.char, book.all[39]!.char])
  })
  it('begin anew where what was kept is no such thing', async () => {
    const { Preference } = await import('../../../../renderer/lib/state/preference.svelte')
    remember('magpie.x', '["' + 'x'.repeat(5000) + '"]')
    expect(new Preference('x', [] as string[], (value): value is string[] => Array.isArray(value) && value.every((one) => String(one).length < 40)).value).toEqual([])
  })
})

describe(':smile', () => {
  it.each([
    [':smile', 'smile'], ['hello :thumbs_up', 'thumbs_up'], ['：笑', '笑'], ['好 :熊猫', '熊猫'],
    [':D', null], [':', null], ['10:30', null], ['http://x', null], ['地址：北京', null], ['note:ab', null], [':-)', null], [':smile ', null],
  ])('%s means %s', (before, typed) => expect(emojiWord(before)).toBe(typed))
  it('takes the place of what was typed', () => {
    const { from, choices } = emojiChoices('ok :pand', (typed) => book.search(typed).map(({ char, names }) => ({ char, label: names.en })))
    expect([from, choices[0]]).toEqual([3, { kind: 'emoji', label: 'panda', insert: '🐼' }])
    expect(emojiChoices('：笑', (typed) => book.search(typed).map(({ char, names }) => ({ char, label: names.zh }))).choices).toHaveLength(8)
  })
})
