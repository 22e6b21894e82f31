/** Answers of the search over the fixture's history: whole words of the field, as they stand. */
import type { FoundMessage } from '#shared/model/search'
import type { Answers } from './fake-magpie'
import { history } from './fixture'

function found(text: string, conversationId?: number): FoundMessage[] {
  const word = text.trim().toLowerCase()
  return Object.values(history).flat()
    .filter((message) => message.kind === 'text' && message.body.toLowerCase().includes(word) && (conversationId ?? message.conversationId) === message.conversationId)
    .sort((a, b) => b.orderMs - a.orderMs)
    .map((message) => {
      const { id, accountId, conversationId, direction, sender, sentAtMs, orderMs, body } = message
      const begin = body.toLowerCase().indexOf(word)
      const marks = word ? [{ begin, end: begin + word.length }] : []
      return { id, accountId, conversationId, direction, sender, sentAtMs, orderMs, marks, excerpt: { text: body.slice(0, 160), marks, isCutBefore: false, isCutAfter: body.length > 160 } }
    })
}

/** `kind`: `preparing` (older messages are not in the index yet), `slow` is never answered. */
const midnight = (ms: number) => new Date(ms).setHours(0, 0, 0, 0)

export const searchAnswers = (kind: string | null): Answers => ({
  'conversation.days': ({ conversationId, fromMs, untilMs }: { conversationId: number; fromMs: number; untilMs: number }) => {
    const times = (history[conversationId] ?? []).map((message) => message.orderMs)
    return { days: [...new Set(times.filter((ms) => ms >= fromMs && ms < untilMs).map(midnight))], firstMs: times[0] ?? null, lastMs: times.at(-1) ?? null }
  },
  'conversation.countRange': () => ({ count: 1204 }),
  'conversation.deleteRange': () => ({ deleted: 1204 }),
  'search.messages': ({ text, conversationId }: { text: string; conversationId?: number }) =>
    kind === 'slow' ? new Promise(() => undefined) : { hits: found(text, conversationId), next: null, unread: kind === 'preparing' ? 48_200 : 0 },
})
