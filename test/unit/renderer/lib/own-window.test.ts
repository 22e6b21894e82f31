import { expect, test } from 'vitest'
import { readOwnWindow } from '../../../../renderer/lib/own-window'

test('a window is for one conversation only when its address says so in full', () => {
  expect(readOwnWindow('?conversation=2-17')).toEqual({ accountId: 2, conversationId: 17, place: null })
  expect(readOwnWindow('?conversation=2-17&place=1700000000000-5')?.place).toEqual({ orderMs: 1700000000000, id: 5 })
  for (const place of ['', '5', '1-0', '1-x', 'a-1']) expect(readOwnWindow(`?conversation=2-17&place=${place}`)?.place).toBeNull()
  for (const search of ['', '?conversation=', '?conversation=2', '?conversation=0-1', '?conversation=1-1x', '?conversation=-1-1', '?other=1-1']) expect(readOwnWindow(search)).toBeNull()
})
