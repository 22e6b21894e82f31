import { expect, test } from 'vitest'
import { inBoth } from '../page'
import type { Message } from '#shared/model/message'
import { noticeText } from '../../../../renderer/features/messages/notice-texts'

const notice = (code: string, args: Record<string, string>) => ({ body: '', notice: { code, args } }) as unknown as Message

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
