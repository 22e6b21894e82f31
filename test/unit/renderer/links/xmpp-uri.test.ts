import { describe, expect, test } from 'vitest'
import { drawQr } from '../../../../renderer/features/links/qr'
import { findLinks } from '../../../../renderer/lib/text/links'
import { packLink, parseXmppUri, xmppLink } from '../../../../renderer/lib/text/xmpp-uri'

const plain = { resource: null, action: null, stickerPack: null, params: { body: '', name: '', group: '', password: '' } }

describe('links of XEP-0147', () => {
  test.each<[string, object]>([
    ['xmpp:lina@example.org', { ...plain, address: 'lina@example.org' }],
    ['XMPP:Lina@Example.org', { ...plain, address: 'lina@example.org' }],
    ['xmpp:lina@example.org/phone', { ...plain, address: 'lina@example.org', resource: 'phone' }],
    ['xmpp://me@home.example/lina@example.org?message', { ...plain, address: 'lina@example.org', action: 'message' }],
    ['xmpp:design@rooms.example.org?join;password=%E8%8C%B6', { ...plain, address: 'design@rooms.example.org', action: 'join', params: { ...plain.params, password: '茶' } }],
    ['xmpp:romeo@montague.net?message;subject=Test%20Message;body=Here%27s%20a%20test%20message', { ...plain, address: 'romeo@montague.net', action: 'message', params: { ...plain.params, body: "Here's a test message" } }],
    ['xmpp:romeo@montague.net?roster;name=Romeo%20Montague;group=Friends', { ...plain, address: 'romeo@montague.net', action: 'roster', params: { ...plain.params, name: 'Romeo Montague', group: 'Friends' } }],
    ['xmpp:romeo@montague.net?Subscribe#x', { ...plain, address: 'romeo@montague.net', action: 'subscribe' }],
    ['xmpp:a@b.example?message;body=two%0D%0Alines%00%1b[31m;body', { ...plain, address: 'a@b.example', action: 'message', params: { ...plain.params, body: 'two\nlines [31m' } }],
    ['xmpp:romeo@montague.lit?pubsub;action=retrieve;node=urn:xmpp:stickers:0;item=EpRv28DHHzFrE4zd%2BxaNpVb4', { ...plain, address: 'romeo@montague.lit', stickerPack: 'EpRv28DHHzFrE4zd+xaNpVb4' }],
    ['xmpp:romeo@montague.lit?pubsub;action=retrieve;node=urn:xmpp:avatar:data;item=EpRv28DHHzFrE4zd%2BxaNpVb4', { ...plain, address: 'romeo@montague.lit' }],
    ['xmpp:romeo@montague.lit?pubsub;action=retrieve;node=urn:xmpp:stickers:0;item=../x', { ...plain, address: 'romeo@montague.lit' }],
    ['xmpp:a@b.example?message;body=%ff', { ...plain, address: 'a@b.example', action: 'message' }],
  ])('%s', (text, uri) => expect(parseXmppUri(text)).toEqual(uri))

  test.each(['remove', 'unsubscribe', 'register', 'command;node=x', 'pubsub;action=subscribe', 'invite', 'nonsense'])('%s is nothing that a link may do', (query) =>
    expect(parseXmppUri(`xmpp:a@b.example?${query}`)).toEqual({ ...plain, address: 'a@b.example' }),
  )
  test.each(['xmpp:', 'xmpp:?join', 'xmpp:a%20b@example.org', 'xmpp:a%0Ab@example.org', 'xmpp:%ff@example.org', 'https://example.org', `xmpp:a@b?message;body=${'x'.repeat(9000)}`])(
    '%.30s is none', (text) => expect(parseXmppUri(text)).toBeNull(),
  )

  test('what we give away is read back as the same address, whatever stands in it', () => {
    for (const address of ['tea@rooms.example', '茶?#%;@rooms.example']) {
      expect(parseXmppUri(xmppLink(address as never, 'join'))).toMatchObject({ address, action: 'join' })
      expect(parseXmppUri(xmppLink(address as never))).toMatchObject({ address, action: null })
      const link = packLink(address as never, 'EpRv28DHHzFrE4zd+xaN/Vb4')
      expect(parseXmppUri(link)).toMatchObject({ address, action: null, stickerPack: 'EpRv28DHHzFrE4zd+xaN/Vb4' })
      expect(findLinks(`看 ${link}。`)).toContainEqual({ kind: 'link', text: link, url: link })
    }
  })
})

test('a QR code has its three eyes, inside a quiet zone of four modules', () => {
  const { size, path } = drawQr('xmpp:tea@rooms.example?join')
  const dark = new Set<string>()
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) for (let i = 0; i < Number(width); i++) dark.add(`${Number(x) + i},${y}`)
  const isDark = (x: number, y: number) => dark.has(`${x},${y}`)
  expect([...dark].every((place) => place.split(',').every((n) => Number(n) >= 4 && Number(n) < size - 4))).toBe(true)
  for (const [x, y] of [[4, 4], [size - 11, 4], [4, size - 11]] as const) {
    const ring = (inset: number) => Array.from({ length: 7 - 2 * inset }, (_, i) => isDark(x + inset + i, y + inset))
    expect([ring(0), ring(1), ring(2)]).toEqual([Array(7).fill(true), Array(5).fill(false), Array(3).fill(true)])
  }
})
