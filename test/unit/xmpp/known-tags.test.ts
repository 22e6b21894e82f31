import { describe, expect, test } from 'vitest'
import { attr, elements, type Element } from '#xmpp/element'
import { limitsAfterLogin } from '#xmpp/limits'
import { XmlReader } from '#xmpp/xml-reader'

/** Short tags are read once and known again: what comes out must be the same each time. */
function read(...stanzas: string[]): { found: Element[]; dropped: string[] } {
  const [found, dropped]: [Element[], string[]] = [[], []]
  const reader = new XmlReader({ element: (el) => found.push(el), dropped: (reason) => dropped.push(reason) }, limitsAfterLogin)
  reader.write("<stream xmlns='jabber:client'>")
  for (const stanza of stanzas) reader.write(stanza)
  return { found, dropped }
}

describe('tags that come again', () => {
  test('are elements of their own', () => {
    const { found } = read("<a><b c='1'/></a>", "<a><b c='1'/></a>")
    const [one, two] = found.map((el) => elements(el)[0]!)
    one!.attrs.c = 'changed'
    expect(attr(two, 'c')).toBe('1')
    expect(read("<a><b c='1'/></a>").found.map((el) => attr(elements(el)[0], 'c'))).toEqual(['1'])
  })
  test('are as wrong the second time', () => {
    expect(read("<a b='1' b='2'/>", "<a b='1' b='2'/>", '<a/>')).toMatchObject({ dropped: ['attribute twice', 'attribute twice'], found: [{ name: 'a' }] })
    expect(read("<a b='&nope;'/>", "<a b='&nope;'/>").dropped).toHaveLength(2)
    expect(read("<a b='\u0001'/>", "<a b='\u0001'/>").dropped).toHaveLength(2)
    expect(() => read("<a b='1'c='2'/>")).toThrow('bad attribute')
  })
  test('may be called like what every object has', () => {
    const { found, dropped } = read("<a constructor='x' hasOwnProperty='y'/>", "<a constructor='x' hasOwnProperty='y'/>", "<a __proto__='z'/>")
    expect(dropped).toEqual([])
    expect(found.slice(0, 2).map((el) => attr(el, 'constructor'))).toEqual(['x', 'x'])
    expect(attr(found[2], '__proto__')).toBeNull()
    expect(attr(found[2], 'constructor')).toBeNull()
  })
  test('references and line ends are read in values that come again', () => {
    const { found } = read("<a b='x&amp;y\n1'/>", "<a b='x&amp;y\n1'/>")
    expect(found.map((el) => attr(el, 'b'))).toEqual(['x&y 1', 'x&y 1'])
  })
})

/** A whole tag is read another way than one that came in pieces: what it means must not depend on that. */
describe('a tag that comes whole or letter by letter', () => {
  const outcome = (text: string, size: number): string => {
    const said: string[] = []
    const reader = new XmlReader({ element: (el) => said.push(el.toString()), dropped: (reason) => said.push(reason) }, { ...limitsAfterLogin, maxAttributes: 3 })
    try {
      reader.write("<stream xmlns='jabber:client'>")
      for (let at = 0; at < text.length; at += size) reader.write(text.slice(at, at + size))
    } catch (error) {
      said.push(String(error))
    }
    return said.join('|')
  }
  test.each([
    "<a b='1' c=\"2\"/>", "<a b='>'/>", "<a b='/'/>", "<a b='x/>y'><c/></a>", "<a b=\"it's\" c='\"'/>", '<a  b="1"/>', '<a b = "1" />', '<a\nb="1"\t/>',
    '<a b="1"c="2"/>', '<a b="1" b="2"/>', '<a b=1/>', '<a b/>', '<a b="1/>', '<a b="<"/>', '<a b="&lt;&amp;"/>', '<a b="&no;"/>', '<a b="\u0001"/>', '<a b="\ufffe"/>',
    '<a b="1" c="2" d="3"/>', '<a b="1" c="2" d="3" e="4"/>', '<a></a >', '<a></b>', '<a><b></a></b>', '</a>', '</>', '<>', '</a/>', '<a/b/>', '<1/>', '<a 1="x"/>', '<a =""/>',
    '<!-- x -->', '<?xml version="1.0"?>', '<!DOCTYPE a>', '<a><![CDATA[<b c="1">]]></a>', '<p:a xmlns:p="x"/>', '<\u00e9 \u00e9="1"/>', '<a __proto__="x"/>', '<a><b', '<a/ >',
  ])('%j', (text) => {
    expect(outcome(`${text}<z/>`, 1000)).toBe(outcome(`${text}<z/>`, 1))
  })
})
