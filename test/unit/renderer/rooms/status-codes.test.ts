/** Every status code and every condition ends as a sentence in both languages; that it comes to this: test/unit/features/rooms/status-codes.test.ts. */
import { describe, expect, test } from 'vitest'
import { inBoth } from '../page'
import { CONDITIONS, STATUS_LINES } from '../../../support/status-codes'
import type { Message } from '#shared/model/message'
import { failureText } from '../../../../renderer/features/messages/failure-texts'
import { noticeText } from '../../../../renderer/features/messages/notice-texts'
import { problemText as adminText } from '../../../../renderer/features/room-admin/admin-texts'
import { problemText } from '../../../../renderer/features/rooms/room-texts'
import { errorText } from '../../../../renderer/lib/text/error-texts'

test.each(STATUS_LINES)('status $code: $notice.code', async ({ notice, en: expected }) => {
  const { zh, en } = await inBoth(() => noticeText({ notice, body: '' } as unknown as Message))
  expect(en).toMatch(expected)
  expect(en).toMatch(/^[^\p{Script=Han}]{8,}$/u)
  expect(zh).toMatch(/\p{Script=Han}{3}/u)
  expect(`${zh}${en}`).not.toContain('undefined')
})

describe.each(Object.entries(CONDITIONS))('condition %s', (condition, [entering, call, people]) => {
  test.each([
    ['entering', () => problemText({ code: entering, text: null, actor: null, alternate: null })],
    ['a message', () => failureText({ condition, text: null })],
    ['a call', () => errorText({ code: call, message: '' })],
    ['people', () => adminText(people)],
  ])('%s', async (_place, read) => {
    const { zh, en } = await inBoth(read)
    expect(zh).toMatch(/\p{Script=Han}{4}/u)
    expect(en).toMatch(/^[A-Z][^\p{Script=Han}]{8,}[.]$/u)
    if (condition.includes('-')) expect(`${zh} ${en}`, 'nobody reads codes').not.toContain(condition)
  })
})
