/** The second line of a conversation in the list. Pure. */
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'

export interface SnippetWords {
  draft: string
  mention: string
  own: string
  said: (who: string, what: string) => string
  typing: (who: string) => string
  failed: string
  /** Of its last message, where that was taken back. */
  recalled: string
}
export interface Snippet {
  mark: 'draft' | 'mention' | 'failed' | null
  /** Words of the mark, with their brackets. */
  markText: string
  text: string
  isTyping: boolean
}

const MAX_CHARS = 200
/** Lines become one; direction marks of a message must not turn the list around (the view isolates, too). */
const oneLine = (text: string) => text.slice(0, MAX_CHARS).replace(/\s+/g, ' ').trim()

export function snippetOf(
  conversation: Conversation,
  facts: { words: SnippetWords; isOpen: boolean; typing: readonly string[]; senderName: string; noticeText: (message: Message) => string; lineInstead?: (message: Message) => string | null },
): Snippet {
  const { words } = facts
  const plain = (text: string): Snippet => ({ mark: null, markText: '', text, isTyping: false })
  if (facts.typing.length > 0) return { ...plain(words.typing(facts.typing.join(', '))), isTyping: true }
  if (conversation.draft.trim() && !facts.isOpen) {
    return { mark: 'draft', markText: words.draft, text: oneLine(conversation.draft), isTyping: false }
  }
  const last = conversation.lastMessage
  if (!last) return plain('')
  if (last.kind === 'notice') return plain(oneLine(facts.noticeText(last)))
  const isAction = last.body.startsWith('/me ')
  const body = last.isRetracted ? words.recalled : oneLine(facts.lineInstead?.(last) ?? (isAction ? last.body.slice(4) : last.body))
  const isRoom = conversation.kind === 'room'
  // These words say who it was, who need not be its writer.
  const isSaid = last.isRetracted && (last.direction === 'out' || Boolean(last.recall))
  const who = isSaid ? '' : last.direction === 'out' ? words.own : isRoom ? facts.senderName : ''
  const text = isAction ? `${facts.senderName} ${body}` : who ? words.said(who, body) : body
  if (last.state === 'failed') return { mark: 'failed', markText: words.failed, text, isTyping: false }
  if (conversation.mentionCount > 0) return { mark: 'mention', markText: words.mention, text, isTyping: false }
  return plain(text)
}
