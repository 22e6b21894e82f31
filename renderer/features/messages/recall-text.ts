/** What stands in place of a message that was taken back (XEP-0424, 0425). */
import type { Message } from '#shared/model/message'
import { strings } from '../../lib/i18n/strings'

const s = strings({
  zh: {
    own: '你撤回了这条消息',
    writer: '消息已撤回',
    moderator: (by: string) => `${by || '主持人'} 撤回了这条消息`,
    reason: (words: string) => `：${words}`,
  },
  en: {
    own: 'You took this message back',
    writer: 'Message recalled',
    moderator: (by: string) => `Taken back by ${by || 'a moderator'}`,
    reason: (words: string) => `: ${words}`,
  },
})

export function recallText({ recall, direction }: Pick<Message, 'recall' | 'direction'>): string {
  if (recall) return s.moderator(recall.by) + (recall.reason ? s.reason(recall.reason) : '')
  return direction === 'out' ? s.own : s.writer
}
