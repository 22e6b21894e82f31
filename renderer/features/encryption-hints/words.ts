/** What is said of a message that cannot be read here. */
import type { Message } from '#shared/model/message'
import { strings } from '../../lib/i18n/strings'

const s = strings({
  zh: {
    line: '[加密消息]', known: (method: string) => `这条消息用 ${method} 加密，喜鹊还读不了。`, unknown: '这条消息用喜鹊不认识的方式加密，还读不了。',
  },
  en: {
    line: '[Encrypted message]', known: (method: string) => `This message is encrypted with ${method}, which Magpie cannot read yet.`,
    unknown: 'This message is encrypted in a way that Magpie does not know, and cannot read yet.',
  },
})

/** In one line; null: it can be read. */
export const encryptedLine = (message: Pick<Message, 'extras'>): string | null => (message.extras?.encrypted ? s.line : null)
export const encryptedText = (message: Message): string => {
  const method = message.extras?.encrypted?.method
  return method ? s.known(method) : s.unknown
}
