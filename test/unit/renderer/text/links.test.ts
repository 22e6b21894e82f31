import { describe, expect, it } from 'vitest'
import { growth, NOT_QUADRATIC } from '../../../support/growth'
import { findLinks } from '../../../../renderer/lib/text/links'

const linksOf = (text: string) => findLinks(text).flatMap((part) => (part.kind === 'link' ? [part.text] : []))

/** Text with every expected link between ⟦ and ⟧. */
const CASES: string[] = [
  '⟦https://example.org⟧',
  '⟦HTTP://Example.ORG/A⟧',
  'see ⟦https://example.org/a?x=1&y=2#z⟧ now',
  '看看⟦https://example.org/a?x=1⟧，好吗',
  '看看⟦https://example.org/a?x=1⟧好吗',
  '地址是⟦https://example.org⟧。谢谢',
  '（⟦https://example.org/x⟧）',
  '《⟦https://example.org/x⟧》',
  '「⟦https://example.org/x⟧」在这里',
  '“⟦https://example.org/x⟧”',
  '"⟦https://example.org/x⟧"',
  '<⟦https://example.org/x⟧>',
  '(⟦https://example.org/x⟧)',
  '[⟦https://example.org/x⟧]',
  '⟦https://en.wikipedia.org/wiki/Magpie_(bird)⟧',
  '(see ⟦https://en.wikipedia.org/wiki/Magpie_(bird)⟧)',
  '⟦https://example.org/a⟧, ⟦https://example.org/b⟧.',
  'really? ⟦https://example.org/a⟧!!',
  '⟦https://example.org/a.b.c⟧...',
  '⟦https://example.org/a⟧…',
  '⟦https://zh.wikipedia.org/wiki/喜鹊⟧',
  '⟦https://zh.wikipedia.org/wiki/喜鹊⟧，很好看',
  '⟦https://example.org/?q=a&name=喜鹊&x=1⟧。',
  '打开⟦https://example.org/⟧你好',
  '⟦https://例子.中国/路⟧',
  '⟦https://bücher.example/straße⟧',
  '⟦http://localhost:5280/admin⟧',
  '⟦http://127.0.0.1:8080⟧',
  '⟦http://[::1]:5280/x⟧',
  '⟦www.example.org⟧很好',
  '⟦www.example.org/path⟧.',
  'www. alone, www.x and wwww.example.org',
  '写信⟦mailto:li@example.org⟧吧',
  '⟦mailto:li@example.org?subject=x⟧;',
  '加入⟦xmpp:shejizu@conference.example.org?join⟧，',
  '⟦xmpp:李娜@example.org⟧你好',
  'xmpp: is a protocol, mailto: too',
  'javascript:alert(1) file:///etc/passwd aesgcm://x.org/a data:text/html,x ftp://x.org',
  'xhttps://example.org and http:// and https://? and https://',
  '⟦https://example.org/a⟧😀',
  '⟦https://example.org/a⟧\u202egpj.exe',
  '网址:⟦https://example.org/a⟧;完',
  '*⟦https://example.org/a⟧* _⟦https://example.org/b⟧_',
  'ดู⟦https://example.org/a⟧ครับ',
  'https://user@example.org/a https://bank.com:x@evil.org',
  '⟦https://example.org/a⟧\n⟦https://example.org/b⟧',
  'กhttp 5:30 a:b c://d',
]

describe('links', () => {
  it.each(CASES)('%s', (marked) => {
    const text = marked.replace(/[⟦⟧]/g, '')
    expect(linksOf(text)).toEqual([...marked.matchAll(/⟦(.*?)⟧/gsu)].map((m) => m[1]))
    expect(findLinks(text).map((part) => part.text).join(''), 'no character is lost').toBe(text)
  })

  it('completes www. with https, and leaves other addresses as written', () => {
    expect(findLinks('www.example.org/a')).toEqual([{ kind: 'link', text: 'www.example.org/a', url: 'https://www.example.org/a' }])
    expect(findLinks('xmpp:a@b.org')).toEqual([{ kind: 'link', text: 'xmpp:a@b.org', url: 'xmpp:a@b.org' }])
  })

  it('leaves a link that is too long as text', () => {
    expect(linksOf(`https://example.org/${'a'.repeat(3000)}`)).toEqual([])
  })

  it.each(['https://', 'www.', 'http://a(', 'mailto:a@', '((((', 'https://a.b/)', '喜http://x'])('reads hostile text of any length in step: %s', async (piece) => {
    expect(await growth((chars) => findLinks(piece.repeat(Math.ceil(chars / piece.length))), 3_000)).toBeLessThan(NOT_QUADRATIC)
  })
})
