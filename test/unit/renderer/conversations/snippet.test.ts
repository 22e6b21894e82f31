import { describe, expect, it } from 'vitest'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import { snippetOf } from '../../../../renderer/features/conversations/snippet'

const words = { draft: '[草稿]', mention: '[@我]', own: '我', said: (who: string, what: string) => `${who}：${what}`, typing: (who: string) => `${who} 正在输入…`, failed: '[发送失败]', recalled: '消息已撤回' }
const message = (more: Partial<Message> = {}) => ({ kind: 'text', direction: 'in', body: '你好', sender: '王伟', state: 'received', ...more }) as Message
const conversation = (more: Partial<Conversation> = {}) =>
  ({ kind: 'chat', draft: '', mentionCount: 0, lastMessage: message(), ...more }) as Conversation
const of = (one: Conversation, more: { isOpen?: boolean; typing?: string[] } = {}) =>
  snippetOf(one, { words, isOpen: false, typing: [], senderName: '王伟', noticeText: () => '公告：\n明天', ...more })
const text = (one: Conversation, more = {}) => [of(one, more).markText, of(one, more).text].filter(Boolean).join(' ')

describe('snippet', () => {
  it.each<[string, Conversation, string]>([
    ['of a friend', conversation(), '你好'],
    ['own', conversation({ lastMessage: message({ direction: 'out' }) }), '我：你好'],
    ['in a room', conversation({ kind: 'room' }), '王伟：你好'],
    ['an action', conversation({ lastMessage: message({ body: '/me 挥手' }) }), '王伟 挥手'],
    ['taken back', conversation({ lastMessage: message({ body: '', isRetracted: true }) }), '消息已撤回'],
    ['taken back in a room by its writer', conversation({ kind: 'room', lastMessage: message({ body: '', isRetracted: true, recall: null }) }), '王伟：消息已撤回'],
    ['taken back by a moderator, who is named in the words', conversation({ kind: 'room', lastMessage: message({ body: '', isRetracted: true, recall: { by: '李娜', reason: '' } }) }), '消息已撤回'],
    ['own, taken back', conversation({ lastMessage: message({ direction: 'out', body: '', isRetracted: true }) }), '消息已撤回'],
    ['lines', conversation({ lastMessage: message({ body: ' a\n\n b\tc ' }) }), 'a b c'],
    ['a notice', conversation({ lastMessage: message({ kind: 'notice' }) }), '公告： 明天'],
    ['a draft', conversation({ draft: '好的' }), '[草稿] 好的'],
    ['an empty draft', conversation({ draft: ' \n' }), '你好'],
    ['a mention', conversation({ kind: 'room', mentionCount: 1 }), '[@我] 王伟：你好'],
    ['a failure', conversation({ lastMessage: message({ direction: 'out', state: 'failed' }) }), '[发送失败] 我：你好'],
    ['nothing', conversation({ lastMessage: null }), ''],
  ])('%s', (_, one, expected) => expect(text(one)).toBe(expected))

  it('shows who types before all else, and no draft of the conversation on screen', () => {
    expect(text(conversation({ draft: 'x' }), { typing: ['李娜'] })).toBe('李娜 正在输入…')
    expect(text(conversation({ draft: 'x' }), { isOpen: true })).toBe('你好')
  })
})
