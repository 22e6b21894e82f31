/** The second line of a conversation, as every list of conversations shows it. */
import type { Conversation } from '#shared/model/conversation'
import { strings } from '../lib/i18n/strings'
import { accounts } from '../lib/state/accounts.svelte'
import { navigation } from '../lib/state/navigation.svelte'
import { typing } from '../features/chat-states/typing.svelte'
import { displayName } from '../features/contacts/contacts.svelte'
import { lineInstead } from '../features/messages/message-line'
import { noticeText } from '../features/messages/notice-texts'
import { recallText } from '../features/messages/recall-text'
import { snippetOf, type Snippet } from '../features/conversations/snippet'
import { senderName } from '../features/conversations/titles'
import './message-lines'

const s = strings({
  zh: {
    draft: '[草稿]', mention: '[@我]', own: '我', said: (who: string, what: string) => `${who}：${what}`, failed: '[未送达]',
    typing: '正在输入…', typingWho: (who: string) => `${who} 正在输入…`,
  },
  en: {
    draft: '[Draft]', mention: '[@me]', own: 'You', said: (who: string, what: string) => `${who}: ${what}`, failed: '[Not sent]',
    typing: 'typing…', typingWho: (who: string) => `${who} typing…`,
  },
})

/** Without connection nobody knows how others are there. */
export const isOnline = (one: Conversation): boolean => accounts.get(one.accountId)?.connection.phase === 'online'

export const lineOf = (one: Conversation): Snippet =>
  snippetOf(one, {
    words: {
      draft: s.draft,
      mention: s.mention,
      own: s.own,
      said: s.said,
      failed: s.failed,
      recalled: one.lastMessage?.isRetracted ? recallText(one.lastMessage) : '',
      typing: (who) => (one.kind === 'room' ? s.typingWho(who) : s.typing),
    },
    isOpen: one.id === navigation.conversationId,
    typing: isOnline(one) ? typing.in(one.id) : [],
    senderName: one.lastMessage ? senderName(one, one.lastMessage) : displayName(one.peer, one.accountId),
    lineInstead,
    noticeText,
  })
