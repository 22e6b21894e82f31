import { expect, test } from 'vitest'
import { inBoth } from '../page'
import type { Message } from '#shared/model/message'
import { noticeText } from '../../../../renderer/features/messages/notice-texts'

const notice = (code: string, args: Record<string, string>) => ({ body: '', notice: { code, args } }) as unknown as Message

/** Status codes of XEP-0045 §15.6 that come to be lines in a conversation. */
test.each([
  [102, 'room-config-changed', { change: 'absent-shown' }],
  [103, 'room-config-changed', { change: 'absent-hidden' }],
  [104, 'room-config-changed', { change: 'general' }],
  [170, 'room-config-changed', { change: 'logging-on' }],
  [171, 'room-config-changed', { change: 'logging-off' }],
  [172, 'room-config-changed', { change: 'non-anonymous' }],
  [173, 'room-config-changed', { change: 'semi-anonymous' }],
  [201, 'room-created', {}],
  [210, 'room-nick-changed', { from: 'a', to: 'b', isSelf: '1' }],
  [301, 'room-occupant-banned', { nick: 'a', actor: 'b', reason: 'c' }],
  [303, 'room-nick-changed', { from: 'a', to: 'b', isSelf: '' }],
  [307, 'room-kicked', { actor: '', reason: '' }],
  [321, 'room-occupant-membership-lost', { nick: 'a', actor: '', reason: '' }],
  [322, 'room-members-only', {}],
  [332, 'room-shutdown', { reason: '' }],
  [333, 'room-lost', { reason: '' }],
  [110, 'room-own-rank', { rank: 'muted', actor: 'a', reason: 'b' }],
  [110, 'room-own-rank', { rank: 'none', actor: '', reason: '' }],
])('%i has a sentence of its own in both languages', async (_, code, args) => {
  const { zh, en } = await inBoth(() => noticeText(notice(code, args as Record<string, string>)))
  expect(zh).toMatch(/\p{Script=Han}/u)
  expect(en).toMatch(/^[^\p{Script=Han}]{8,}$/u)
  expect(`${zh}${en}`).not.toContain('undefined')
})

test.each([
  ['We move', '本群已解散：We move。新群：b@x', 'The room was closed for good: We move. It goes on in b@x.'],
  ['We move!', '本群已解散：We move!新群：b@x', 'The room was closed for good: We move! It goes on in b@x.'],
  ['', '本群已解散。新群：b@x', 'The room was closed for good. It goes on in b@x.'],
])('the reason %j ends before the next sentence begins', async (reason, zh, en) => {
  expect(await inBoth(() => noticeText(notice('room-destroyed', { reason, alternate: 'b@x' })))).toEqual({ zh, en })
})

test('our own rank: every change names what happened, by whom and why', async () => {
  const ranks = ['owner', 'admin', 'member', 'none', 'muted', 'voiced', 'moderator', 'unmoderator']
  const seen = new Set<string>()
  for (const rank of ranks) {
    const { zh, en } = await inBoth(() => noticeText(notice('room-own-rank', { rank, actor: 'Li', reason: 'too loud' })))
    for (const words of [zh, en]) expect(words).toMatch(/Li.*too loud/)
    seen.add(zh).add(en)
  }
  expect(seen.size).toBe(2 * ranks.length)
})
