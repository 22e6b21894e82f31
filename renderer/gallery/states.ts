/**
 * Of any call, by its name, what is hard to come by: `loading=NAME` is never answered, `refused=NAME` is refused (for the reason `code`), `nothing=NAME`
 * is answered without anything in its lists. Several names with commas.
 */
import type { ErrorCode } from '#shared/result'
import { Refused, type Answers } from './fake-magpie'

const COUNTS = ['total', 'count']
const empty = (answer: unknown): unknown =>
  Array.isArray(answer) ? [] : answer && typeof answer === 'object'
    ? Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, Array.isArray(value) ? [] : COUNTS.includes(key) ? 0 : value]))
    : answer

export function withStates(answers: Answers, query: URLSearchParams): Answers {
  const named = (state: string, answer: (name: string) => Answers[string]) => Object.fromEntries((query.get(state)?.split(',') ?? []).map((name) => [name, answer(name)]))
  const code = (query.get('code') ?? 'remote-server') as ErrorCode
  return {
    ...answers,
    ...named('loading', () => () => new Promise(() => undefined)),
    ...named('refused', () => () => new Refused({ code, message: '', text: 'The service is being moved to another house, 今晚十点以后再试' })),
    ...named('nothing', (name) => async (input) => empty(await answers[name]?.(input))),
  }
}
