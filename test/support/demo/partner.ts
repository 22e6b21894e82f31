/** Wang Wei: accepts friend requests, types for a moment, answers; in rooms when spoken to. A headless Magpie himself. */
import type { Message } from '#shared/model/message'
import { createTestClient, type TestClient } from '../core-client'
import type { TestServer } from '../servers'

const ANSWERS: [RegExp, string][] = [
  [/你好|您好|hello|hi\b/i, '你好，李娜！今天怎么样？ Hello, Li Na! How are you?'],
  [/南门|gate|周六|saturday/i, '周六见！ See you on Saturday! 🥾'],
  [/\?|？/, '好问题，我想想。 Good question, let me think.'],
]
const DEFAULT_ANSWER = '收到 👍 Got it.'
/** He is no machine: he reads, then types. */
const READ_MS = 400
const TYPE_MS = 900

export interface Partner {
  client: TestClient
  stop(): Promise<void>
}

export async function startPartner(server: TestServer, account: { user: string; password: string }): Promise<Partner> {
  const client = await createTestClient({ server, ...account })
  await client.call('status.set', { availability: 'online', signature: '在路上 · on the road' })

  const answer = async (message: Message) => {
    const { conversationId } = message
    const conversation = client.state.conversations.conversations.find((one) => one.id === conversationId)
    if (!conversation || (conversation.kind === 'room' && message.sender === 'Wang Wei')) return
    await pause(READ_MS)
    await client.call('conversation.markRead', { conversationId })
    await client.call('typing.set', { conversationId, isTyping: true })
    await pause(TYPE_MS)
    const body = ANSWERS.find(([pattern]) => pattern.test(message.body))?.[1] ?? DEFAULT_ANSWER
    await client.call('message.send', { conversationId, body })
  }

  client.core.subscribe(({ name, payload }) => {
    if (name === 'contactRequest.changed') {
      const { request } = payload as { request: { jid: string } }
      void client.call('contact.accept', { jid: request.jid })
    }
    if (name === 'message.added') {
      const { message } = payload as { message: Message }
      if (message.direction === 'in' && message.kind === 'text' && message.isUnread) answer(message).catch(ignoreAfterStop)
    }
  })
  let isStopped = false
  const ignoreAfterStop = (error: unknown) => {
    if (!isStopped) console.error('Wang Wei could not answer:', error)
  }
  return {
    client,
    stop: async () => {
      isStopped = true
      await client.stop()
    },
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
