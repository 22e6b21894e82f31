import { expect, test } from 'vitest'
import { KeptPage } from '#core/kept-page'
import { xml } from '#xmpp/element'

test('only what the page on screen came from is shown: never that of the next one in its place', () => {
  const kept = new KeptPage()
  expect(kept.raw(0, 0)).toMatchObject({ ok: false, error: { code: 'not-found' } })
  const first = kept.keep([xml('a'), xml('b')])
  expect(kept.get(first, 1)?.name).toBe('b')
  expect(kept.raw(first, 2).ok).toBe(false)
  const second = kept.keep([xml('c')])
  expect(kept.get(first, 0)).toBeNull()
  expect(kept.get(second, 0)?.name).toBe('c')
})
