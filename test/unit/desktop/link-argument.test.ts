import { expect, test } from 'vitest'
import { linkIn } from '../../../electron/desktop/link-argument'

test.each<[string[], string | null]>([
  [['/usr/bin/magpie', 'xmpp:tea@rooms.example?join'], 'xmpp:tea@rooms.example?join'],
  [['magpie', '--profile', 'x', 'XMPP:a@b'], 'XMPP:a@b'],
  [['magpie', '--xmpp:a@b', 'https://a.example', 'file:///etc/passwd', 'xmpp:'], null],
  [['magpie', `xmpp:${'a'.repeat(9000)}`], null],
  [['magpie'], null],
])('%j', (args, link) => expect(linkIn(args)).toBe(link))
