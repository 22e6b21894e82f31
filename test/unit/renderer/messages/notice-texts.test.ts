import { expect, test } from 'vitest'
import { inBoth } from '../page'
import type { Message } from '#shared/model/message'
import { noticeText, setContactName } from '../../../../renderer/features/messages/notice-texts'

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

test('a contact who invites is called as the user calls him, everybody else by his address', async () => {
  setContactName((jid, accountId) => (jid === 'li@example.org' && accountId === 1 ? '李雷' : null))
  const invited = (by: string) => ({ ...notice('room-invited', { by, reason: '' }), accountId: 1 }) as Message
  expect((await inBoth(() => noticeText(invited('li@example.org')))).en).toBe('李雷 invites you to this room.')
  expect((await inBoth(() => noticeText(invited('李雷@evil.example')))).zh).toBe('李雷@evil.example 邀请你加入本群。')
})
