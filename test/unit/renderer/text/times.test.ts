import { describe, expect, it } from 'vitest'
import type { EpochMs } from '#shared/time'
import { largeEmojiCount } from '../../../../renderer/lib/text/emoji'
import { dayTitle, isSameDay, listTime, untilTime } from '../../../../renderer/lib/text/times'

const at = (text: string) => new Date(text).getTime() as EpochMs
const now = at('2026-03-14T15:09:00')

describe('times', () => {
  it.each([
    ['2026-03-14T09:05:00', '09:05', '09:05'],
    ['2026-03-14T00:00:00', '00:00', '00:00'],
    ['2026-03-13T23:59:59', '昨天', 'Yesterday'],
    ['2026-03-10T10:00:00', '周二', 'Tue'],
    ['2026-03-02T10:00:00', '3/2', '3/2'],
    ['2025-12-31T10:00:00', '2025/12/31', '12/31/2025'],
    ['2026-03-15T10:00:00', '3/15', '3/15'],
  ])('in a list: %s', (when, zh, en) => {
    expect(listTime(at(when), now, 'zh-CN')).toBe(zh)
    expect(listTime(at(when), now, 'en')).toBe(en)
  })

  it.each([
    ['2026-03-14T00:00:01', '今天', 'Today'],
    ['2026-03-13T00:00:00', '昨天', 'Yesterday'],
    ['2026-03-02T10:00:00', '3月2日星期一', 'Monday, March 2'],
    ['2025-03-02T10:00:00', '2025年3月2日星期日', 'Sunday, March 2, 2025'],
  ])('between days: %s', (when, zh, en) => {
    expect(dayTitle(at(when), now, 'zh-CN')).toBe(zh)
    expect(dayTitle(at(when), now, 'en')).toBe(en)
  })

  it.each([
    ['2026-03-14T23:58:27', '23:58', '23:58'],
    ['2026-03-15T00:01:00', '3月15日 00:01', 'Mar 15, 00:01'],
    ['2027-01-01T10:00:00', '2027年1月1日 10:00', 'Jan 1, 2027, 10:00'],
  ])('of something to come: %s', (when, zh, en) => {
    expect(untilTime(at(when), now, 'zh-CN')).toBe(zh)
    expect(untilTime(at(when), now, 'en')).toBe(en)
  })

  it('days are of the calendar, not of 24 hours', () => {
    expect(isSameDay(at('2026-03-13T23:59:59'), at('2026-03-14T00:00:00'))).toBe(false)
    expect(isSameDay(at('2026-03-14T00:00:00'), at('2026-03-14T23:59:59'))).toBe(true)
  })
})

describe('emoji', () => {
  it.each([
    ['👍', 1], ['👨‍👩‍👧‍👦', 1], ['🇨🇳 🎉', 2], ['❤️', 1], ['👍🏽👍🏽👍🏽', 3], ['', 0], ['  ', 0], ['1', 0], ['#', 0], ['👍ok', 0], ['😀'.repeat(7), 0],
  ])('%s', (text, count) => expect(largeEmojiCount(text)).toBe(count))
})
