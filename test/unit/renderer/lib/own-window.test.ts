import { expect, test } from 'vitest'
import { readOwnWindow } from '../../../../renderer/lib/own-window'

test('a window is for one conversation only when its address says so in full', () => {
  expect(readOwnWindow('?conversation=2-17')).toEqual({ accountId: 2, conversationId: 17 })
  for (const search of ['', '?conversation=', '?conversation=2', '?conversation=0-1', '?conversation=1-1x', '?conversation=-1-1', '?other=1-1']) expect(readOwnWindow(search)).toBeNull()
})
