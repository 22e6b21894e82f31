/** Files of a conversation: whatever people wrote stays text in them. */
import { describe, expect, it } from 'vitest'
import { exportText, type ExportFormat } from '../../../../renderer/features/history/export'
import { monthOf, monthStart, shifted, weeksOf } from '../../../../renderer/features/history/months'
import { dayName, dayOf, dayStart, rangeOf } from '../../../../renderer/lib/text/days'
import type { Message } from '#shared/model/message'
import type { EpochMs } from '#shared/time'

const at = (day: number, hour: number) => new Date(2026, 2, day, hour).getTime() as EpochMs
const message = (body: string, ms: EpochMs, more: Partial<Message> = {}): Message => ({
  id: 1 as never, accountId: 1 as never, conversationId: 1 as never, direction: 'in', kind: 'text', body, notice: null, sender: 'eve@x.example', sentAtMs: ms, orderMs: ms,
  state: 'received', failure: null, isUnread: false, isMention: false, isEdited: false, isRetracted: false, recall: null, ...more,
})
const HOSTILE = `</p><script>alert(1)</script>"'&`
const messages = [
  message(HOSTILE, at(1, 10)), message('第二行\n第三行', at(1, 11), { direction: 'out', isEdited: true }), message('gone', at(2, 9), { isRetracted: true }),
  message('', at(2, 10), { kind: 'notice', notice: { code: 'x', args: {} } }),
]
const file = (format: ExportFormat) =>
  exportText(format, { title: `<b>Eve</b>`, peer: 'eve@x.example', own: 'li@x.example', exportedAtMs: at(3, 0), tag: 'en' }, messages, {
    who: (one) => (one.direction === 'out' ? 'Me' : HOSTILE), notice: () => 'Eve <joined>', day: (ms) => `day ${new Date(ms).getDate()}`, clock: (ms) => `${new Date(ms).getHours()}:00`,
    full: (ms) => `full ${ms}`, edited: 'edited', recalled: 'recalled', exported: (when, count) => `${count} messages, ${when}`,
  })

describe('a conversation as a file', () => {
  it('web page: nothing of it is markup or is loaded, one heading for each day', () => {
    const html = file('html')
    expect(html).not.toMatch(/<script|<b>Eve|<joined|<\/p><\/p>/)
    expect(html).toContain('&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;')
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(html.match(/<h2>/g)).toHaveLength(2)
    expect(html).toContain('recalled')
    expect(html).not.toContain('gone')
  })

  it('JSON: as it was stored; text: a line each, those of one message indented', () => {
    const json = JSON.parse(file('json')) as { messages: { body: string; time: string; edited?: true }[] }
    expect(json.messages.map((one) => one.body)).toEqual(messages.map((one) => one.body))
    expect(json.messages[0]?.time).toBe(new Date(at(1, 10)).toISOString())
    expect(json.messages[1]?.edited).toBe(true)
    expect(file('txt')).toContain('11:00  Me (edited): 第二行\n    第三行\n\n—— day 2 ——\n9:00')
    expect(file('txt')).toContain('10:00  * Eve <joined>')
  })
})

describe('days', () => {
  it('a month in weeks from Monday on', () => {
    const march = { year: 2026, month: 2 }
    const weeks = weeksOf(march, 1)
    expect(weeks.flat().filter((day) => day !== null)).toHaveLength(31)
    expect(weeks[0]).toEqual([null, null, null, null, null, null, at(1, 0)])
    expect(weeks.every((week) => week.length === 7)).toBe(true)
    expect(shifted(march, -3)).toEqual({ year: 2025, month: 11 })
    expect(monthOf(monthStart(march))).toEqual(march)
  })

  it('ranges of date fields: the last day counts, and none before the first', () => {
    expect(rangeOf('2026-03-01', '2026-03-02')).toEqual({ fromMs: at(1, 0), untilMs: at(3, 0) })
    expect(rangeOf('', '2026-03-02')).toEqual({ fromMs: null, untilMs: at(3, 0) })
    for (const [from, until] of [['2026-03-02', '2026-03-01'], ['', ''], ['2026-02-30', ''], ['x', '2026-03-01']]) expect(rangeOf(from!, until!)).toBe(null)
    expect(dayOf(dayName(at(1, 15)))).toBe(at(1, 0))
    expect(dayStart(at(1, 15), -1)).toBe(new Date(2026, 1, 28).getTime())
  })
})
