/** What a server's parser (expat) refuses is not read here either: found by test/fuzz/differential.ts. */
import { expect, test } from 'vitest'
import { nsOf, type Element } from '#xmpp/element'
import { limitsAfterLogin } from '#xmpp/limits'
import { XmlReader } from '#xmpp/xml-reader'

/** Ids of what was handed out, what was dropped and why, `!` when the stream had to end. In one piece, and byte by byte. */
function read(text: string): string[][] {
  return [text.length, 1].map((size) => {
    const seen: string[] = []
    const reader = new XmlReader({
      element: (el: Element) => seen.push(`${el.name} ${nsOf(el)} ${el.children.join('|')}`),
      dropped: (reason) => seen.push(`dropped: ${reason}`),
    }, limitsAfterLogin)
    try {
      for (let at = 0; at < text.length; at += size) reader.write(text.slice(at, at + size))
    } catch (error) {
      seen.push(`! ${(error as Error).message}`)
    }
    return seen
  })
}
const both = (...seen: string[]) => [seen, seen]

test.each([
  ["<x:a/>", 'prefix without namespace'],
  ["<a x:b=''/>", 'prefix without namespace'],
  ["<a xmlns:x=''/>", 'impossible declaration'],
  ["<a xmlns:=''/>", 'impossible declaration'],
  ["<a xmlns:xmlns='u'/>", 'impossible declaration'],
  ["<a xmlns:x='http://www.w3.org/XML/1998/namespace'/>", 'impossible declaration'],
  ["<a xmlns='http://www.w3.org/2000/xmlns/'/>", 'reserved namespace'],
  ["<a xmlns:xml='u'/>", 'xml bound anew'],
  ["<x:y:z xmlns:x='u'/>", 'malformed name'],
  ["<x: xmlns:x='u'/>", 'malformed name'],
  ["<:x/>", 'malformed name'],
  ["<a xmlns:x='u' xmlns:y='u' x:k='1' y:k='2'/>", 'attribute twice'],
  ["<a>x]]>y</a>", ']]> in text'],
])('%s is dropped, what follows is read', (text, reason) => {
  expect(read(`<s>${text}<good/>`)).toEqual(both(`dropped: ${reason}`, 'good  '))
})

test('what looks like it and is right', () => {
  expect(read("<s xmlns:x='u'><x:a xml:lang='de' x:k='1' k='2'>]]<b/>></x:a>")).toEqual(both('x:a u ]]|<b/>|>'))
})

test('references with noughts before them; ends of lines also in CDATA', () => {
  expect(read('<s><a>&#x0000000041;&#00000000065;<![CDATA[1\r\n2\r3]]>\r\n</a>')).toEqual(both('a  AA1\n2\n3\n'))
})

test('only XML\'s white space is white space', () => {
  expect(read('<s>\u00a0<a/>')).toEqual(both('! text outside of elements'))
  expect(read('<s><a\u00a0/>')[0]).toEqual(['! bad attribute'])
})
