import { describe, expect, it } from 'vitest'
import { feedFrom } from '../../../electron/desktop/update-feed'

describe('the address of an update feed', () => {
  it.each([
    ['https://updates.example.org/magpie/', true, 'https://updates.example.org/magpie/'],
    ['http://updates.example.org/magpie/', true, null],
    ['http://updates.example.org/magpie/', false, null],
    ['http://127.0.0.1:8080/', true, null], // what is installed takes nothing unprotected, wherever it comes from
    ['http://127.0.0.1:8080/', false, 'http://127.0.0.1:8080/'],
    ['https://user:secret@updates.example.org/', true, null],
    ['file:///tmp/magpie', false, null],
    ['not an address', true, null],
    [undefined, true, null],
  ] as const)('%s, packaged %s: %s', (address, isPackaged, feed) => {
    expect(feedFrom(address, isPackaged)).toBe(feed)
  })
})
