/** Answers of the search over the fixture's history: whole words of the field, as they stand. */
import type { FoundMessage } from '#shared/model/search'
import { systemClock } from '#shared/time'
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
  'archiveSearch.isOffered': () => ({ isOffered: true }),
  'archiveSearch.find': ({ text, before }: { text: string; before?: string }) => ({
    hits: ['上次说的图标，旧版的源文件在我的移动硬盘里，回头找出来给你', 'The icons of two years ago, with all their sources and a very long explanation of how they were drawn, which nobody has read yet'].map((words, i) => ({
      archiveId: `${before ?? ''}x${i}`, accountId: 1, conversationId: i === 0 ? 1 : null, peer: i === 0 ? 'wang.wei@example.org' : 'somebody.with-a-long-name@departments.subsidiary.company.example',
      direction: i === 0 ? 'in' : 'out', sender: '', sentAtMs: midnight(systemClock.nowMs()) - (400 + i) * 86_400_000,
      excerpt: { text: words, marks: words.includes(text) ? [{ begin: words.indexOf(text), end: words.indexOf(text) + text.length }] : [], isCutBefore: false, isCutAfter: i === 1 },
    })),
    next: before ? null : 'b',
  }),
  'archiveSearch.place': () => ({ place: null, oldestMs: null }),
  'search.messages': ({ text, conversationId }: { text: string; conversationId?: number }) =>
    kind === 'slow' ? new Promise(() => undefined) : { hits: found(text, conversationId), next: null, unread: kind === 'preparing' ? 48_200 : 0 },
})
