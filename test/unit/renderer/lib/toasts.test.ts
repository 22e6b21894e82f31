import { expect, test, vi } from 'vitest'
import { toasts } from '../../../../renderer/lib/state/toasts.svelte'
import { toastPlaces } from '../../../../renderer/lib/ui/toast-places.svelte'

test('toasts stand in the place that is nearest to the user, and go back when it goes', () => {
  const [page, list, talk, first, second] = ['page', 'list', 'talk', 'first', 'second'].map((id) => ({ id }) as HTMLElement)
  expect(toastPlaces.current).toBeNull()
  toastPlaces.at('page')(page!)
  const leaveList = toastPlaces.at('list')(list!)
  toastPlaces.at('conversation')(talk!)
  expect(toastPlaces.current).toBe(list)
  const leaveFirst = toastPlaces.at('dialog')(first!)
  const leaveSecond = toastPlaces.at('dialog')(second!)
  expect(toastPlaces.current).toBe(second)
  leaveSecond!()
  expect(toastPlaces.current).toBe(first)
  leaveFirst!()
  leaveList!()
  expect(toastPlaces.current).toBe(talk)
})

test('three at most; the same once more stands once, and its time begins anew', () => {
  vi.useFakeTimers()
  for (const text of ['a', 'b', 'c', 'd', 'b']) toasts.show(text)
  expect(toasts.list.map(({ text }) => text)).toEqual(['c', 'd', 'b'])
  vi.advanceTimersByTime(4000)
  toasts.show('c')
  toasts.show('c', 'bad')
  expect(toasts.list.map(({ text, tone }) => `${text} ${tone}`)).toEqual(['b info', 'c info', 'c bad'])
  vi.advanceTimersByTime(3000)
  expect(toasts.list.map(({ text }) => text)).toEqual(['c', 'c'])
  vi.advanceTimersByTime(3000)
  expect(toasts.list).toEqual([])
  vi.useRealTimers()
})
