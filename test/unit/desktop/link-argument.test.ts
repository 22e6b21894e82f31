import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { linkIn } from '../../../electron/desktop/link-argument'

test.each<[string[], string | null]>([
  [['/usr/bin/magpie', 'xmpp:tea@rooms.example?join'], 'xmpp:tea@rooms.example?join'],
  [['magpie', '--profile', 'x', 'XMPP:a@b'], 'XMPP:a@b'],
  [['magpie', '--xmpp:a@b', 'https://a.example', 'file:///etc/passwd', 'xmpp:'], null],
  [['magpie', `xmpp:${'a'.repeat(9000)}`], null],
  [['magpie'], null],
  // As the system calls us (`magpie -- %U`), with what others have tried to bring along (CVE-2018-1000006).
  [['magpie', '--', 'xmpp:tea@rooms.example?join'], 'xmpp:tea@rooms.example?join'],
  [['magpie', '--', '--inspect-brk', '--password-store=basic', '--no-sandbox'], null],
  [['magpie', '--', ' xmpp:a@b', 'xmpp: a@b', '"xmpp:a@b"', '\nxmpp:a@b'], null],
])('%j', (args, link) => expect(linkIn(args)).toBe(link))

test('the entry of the desktop closes the line to switches before the link', () => {
  const linux = /^linux:\n(?: .*\n)+/m.exec(readFileSync(join(process.env.MAGPIE_REPO!, 'electron-builder.yml'), 'utf8'))?.[0]
  expect(linux).toMatch(/^ {2}executableArgs: \['--'\]/m)
})
