import { describe, expect, test } from 'vitest'
import { ROOM_ADMIN_PROBLEMS, ROOM_WARNINGS } from '#shared/model/room-admin'
import { ROOM_AUDIT_KINDS, type RoomAuditEntry } from '#shared/model/room-audit'
import { ROOM_ACTIONS, type RoomAction } from '#shared/model/room-rights'
import { inBoth } from '../page'

const texts = await import('../../../../renderer/features/room-admin/admin-texts')
const { logSentence } = await import('../../../../renderer/features/room-admin/log-texts')

const expectWords = async (read: () => string) => {
  const { zh, en } = await inBoth(read)
  expect(zh).toMatch(/\p{Script=Han}/u)
  expect(en).toMatch(/[a-z]{2}/)
  expect(en).not.toMatch(/undefined|\{\}|\p{Script=Han}/u)
}

describe('sentences in both languages', () => {
  test.each(ROOM_ADMIN_PROBLEMS)('problem %s', (problem) => expectWords(() => texts.problemText(problem)))
  test.each(ROOM_WARNINGS)('warning %s', (warning) => expectWords(() => texts.warningText(warning)))
  test.each(Object.keys(ROOM_ACTIONS) as RoomAction[])('action %s', async (action) => {
    await expectWords(() => texts.actionLabel(action))
    await expectWords(() => texts.effectText(action, 'Wei'))
    const done = await inBoth(() => texts.doneText(action, '$& {}'))
    expect(done.en).toContain('$& {}')
  })
  test.each(ROOM_AUDIT_KINDS)('log %s', async (kind) => {
    const entry: RoomAuditEntry = {
      id: 1, room: 'r@m.example' as never, atMs: 0 as never, kind, actor: 'Lina', isOwn: false, nick: 'Wei', jid: null, from: kind === 'role' ? 'visitor' : 'member', to: kind === 'role' ? 'moderator' : 'admin', reason: 'why',
      problem: kind === 'refused' ? 'last-owner' : null,
    }
    await expectWords(() => logSentence(entry).text)
    expect((await inBoth(() => logSentence(entry).note)).en).toContain('by Lina · reason: why')
  })
  test('the words of the server are added', async () => {
    const both = await inBoth(() => texts.withWords('server', 'no way'))
    expect(both.en).toContain('“no way”')
    expect(both.zh).toContain('“no way”')
  })
})
