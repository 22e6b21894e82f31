import { describe, expect, test } from 'vitest'
import { quietEnd } from '#shared/model/quiet'
import type { Settings } from '#shared/model/settings'
import type { EpochMs } from '#shared/time'

/** 16 November 2026 is a Monday. Local time, as the user means it. */
const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime() as EpochMs
const hours = (more: Partial<Settings['quietHours']> = {}, quietUntilMs = 0) => ({
  quietHours: { isOn: true, from: 22 * 60, to: 7 * 60, days: [1, 2, 3, 4, 5] as Settings['quietHours']['days'], ...more }, quietUntilMs,
})

describe('quiet', () => {
  test('over midnight, of the day on which it begins', () => {
    expect(quietEnd(hours(), at(16, 21, 59))).toBeNull()
    expect(quietEnd(hours(), at(16, 22))).toBe(at(17, 7))
    expect(quietEnd(hours(), at(17, 6, 59))).toBe(at(17, 7))
    expect(quietEnd(hours(), at(17, 7))).toBeNull()
    expect(quietEnd(hours(), at(21, 6))).toBe(at(21, 7)) // Saturday morning belongs to Friday's night
    expect(quietEnd(hours(), at(21, 23))).toBeNull()
    expect(quietEnd(hours(), at(16, 6))).toBeNull() // Sunday's night was not chosen
  })

  test('within a day, and round the clock', () => {
    const noon = hours({ from: 12 * 60, to: 13 * 60 + 30 })
    expect([quietEnd(noon, at(16, 11, 59)), quietEnd(noon, at(16, 13)), quietEnd(noon, at(16, 13, 30))]).toEqual([null, at(16, 13, 30), null])
    const all = hours({ from: 8 * 60, to: 8 * 60 })
    expect(quietEnd(all, at(17, 9))).toBe(at(18, 8))
    expect(quietEnd(all, at(17, 7))).toBe(at(17, 8))
  })

  test('switched off, without days, by hand, and both', () => {
    expect(quietEnd(hours({ isOn: false }), at(16, 23))).toBeNull()
    expect(quietEnd(hours({ days: [] }), at(16, 23))).toBeNull()
    expect(quietEnd(hours({ isOn: false }, at(16, 13)), at(16, 12))).toBe(at(16, 13))
    expect(quietEnd(hours({ isOn: false }, at(16, 13)), at(16, 13))).toBeNull()
    expect(quietEnd(hours({}, at(17, 9)), at(16, 23))).toBe(at(17, 9))
    expect(quietEnd(hours({}, at(16, 23, 30)), at(16, 23))).toBe(at(17, 7))
  })
})
