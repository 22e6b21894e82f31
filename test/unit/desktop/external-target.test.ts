import { describe, expect, test } from 'vitest'
import { externalTarget } from '../../../electron/desktop/external-target'

describe('what may be opened outside', () => {
  test.each([
    ['https://example.org/', 'example.org', 'https://example.org/'],
    ['http://example.org:8080/a?b=c#d', 'example.org:8080', 'http://example.org:8080/a?b=c#d'],
    ['HTTPS://EXAMPLE.ORG/Path', 'example.org', 'https://example.org/Path'],
    ['https://例子.测试/路径', 'xn--fsqu00a.xn--0zwm56d', 'https://xn--fsqu00a.xn--0zwm56d/%E8%B7%AF%E5%BE%84'],
    ['https://аpple.com/', 'xn--pple-43d.com', 'https://xn--pple-43d.com/'],
    ['https://[::1]/x', '[::1]', 'https://[::1]/x'],
    ['https://example.org/%2e%2e/x', 'example.org', 'https://example.org/x'],
    ["https://example.org/a;b'c(d)", 'example.org', "https://example.org/a;b'c(d)"],
  ])('%s', (address, host, url) => {
    expect(externalTarget(address)).toEqual({ kind: 'web', host, url })
  })

  test.each(['mailto:lina@example.org', 'mailto:lina@example.org?subject=hi&body=x', 'MAILTO:lina@example.org?CC=a@b'])('%s', (address) => {
    expect(externalTarget(address)?.kind).toBe('mail')
  })
})

describe('what may not', () => {
  test.each([
    '', ' ', 'example.org', '//example.org', '/etc/passwd', 'C:\\Windows\\system32\\calc.exe', '\\\\server\\share\\x.exe',
    'file:///etc/passwd', 'file://server/share', 'FILE:/x', 'javascript:alert(1)', 'java\tscript:alert(1)', 'data:text/html,x',
    'blob:https://example.org/1', 'vbscript:x', 'about:blank', 'chrome://settings', 'app://bundle/index.html', 'view-source:https://x',
    'smb://host/share', 'ssh://host', 'telnet://host', 'ftp://host/x', 'ms-msdt:/id', 'search-ms:query=x', 'ms-officecmd:x', 'tel:123',
    'steam://run/1', 'xmpp:room@example.org?join', 'irc://x', 'ws://example.org', 'intent://x#Intent;end', 'magnet:?xt=x',
    'https:example.org', 'https:/example.org', 'https:\\\\example.org', 'https:///example.org', 'http://',
    'https://user:pass@example.org/', 'https://bank.example@evil.example/', 'https://exa mple.org/', 'https://example.org/"x', 'https://example.org/<x>',
    'https://example.org/\u0000', '\u0001https://example.org/', 'https://example.org/\nx', ' https://example.org', 'https://example.org/\\..\\x',
    `https://example.org/${'x'.repeat(8200)}`, `https://example.org/${'路'.repeat(4000)}`,
    'mailto:', 'mailto:x', 'mailto:a@b?attach=/etc/passwd', 'mailto:a@b?Attachment=x', 'mailto:a@b@c', 'mailto:a@b c',
  ])('%j', (address) => {
    expect(externalTarget(address)).toBeNull()
  })
})
