import { describe, expect, test } from 'vitest'
import { attr, child, childText, elements, isNamed, nsOf, parseBoolean, parseCount, textOf, xml, type Element } from '#xmpp/element'
import { serialise } from '#xmpp/serialise'
import { limitsAfterLogin } from '#xmpp/limits'
import { parseElement, parseStanza, XmlReader } from '#xmpp/xml-reader'

describe('readers look at the namespace', () => {
  const stanza = parseStanza(
    "<message from='a@b' hasOwnProperty='1'><body xmlns='urn:evil'>evil</body><body>good &amp; &#x1F600;</body>" +
    "<e:x xmlns:e='urn:e' e:k='v'/></message>",
  )!
  test('inherited and prefixed namespaces', () => {
    expect(nsOf(stanza)).toBe('jabber:client')
    expect(childText(stanza, 'body', 'jabber:client')).toBe('good & 😀')
    expect(childText(stanza, 'body', 'urn:evil')).toBe('evil')
    expect(isNamed(child(stanza, 'x', 'urn:e'), 'x', 'urn:e')).toBe(true)
    expect(child(stanza, 'x', 'jabber:client')).toBeNull()
  })
  test("xmlns='' leaves the namespace instead of inheriting", () => {
    expect(childText(parseStanza("<message><body xmlns=''>x</body></message>"), 'body', 'jabber:client')).toBeNull()
  })
  test('attributes: own ones only', () => {
    expect(attr(stanza, 'hasOwnProperty')).toBe('1')
    expect(attr(stanza, 'constructor')).toBeNull()
    expect(attr(child(stanza, 'x', 'urn:e'), 'e:k')).toBe('v')
    expect(attr(null, 'x')).toBeNull()
  })
  test('numbers and booleans are strict', () => {
    expect([parseCount('42'), parseCount('-1'), parseCount('4294967296'), parseCount('1e3'), parseCount(null)]).toEqual([42, null, null, null, null])
    expect([parseBoolean('1'), parseBoolean('false'), parseBoolean('yes')]).toEqual([true, false, null])
  })
})

describe('text to elements', () => {
  test.each([
    ['entity', '<a>&foo;</a>'], ['NUL reference', '<a>&#0;</a>'], ['surrogate reference', '<a>&#xD800;</a>'],
    ['bare &', '<a>a & b</a>'], ['control character', '<a>\u0001</a>'], ['attribute twice', "<a x='1' x='2'/>"],
    ['mismatch', '<a></b>'], ['comment', '<a><!-- x --></a>'], ['DTD', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['instruction', '<a><?x y?></a>'], ['< in attribute', "<a x='<'/>"], ['no quotes', '<a x=1/>'], ['two roots', '<a/><b/>'],
    ['unfinished', '<a>'], ['text outside', '<a/>x'], ['space in closing', '< /a>'], ['no space between attributes', "<a x='1'y='2'/>"],
    ['empty', ''],
  ])('refuses %s', (_, text) => expect(parseElement(text)).toBeNull())

  test('CDATA, line ends, attribute white space, > in text and attribute', () => {
    const el = parseElement("<?xml version='1.0'?><a x='1>\t2\n3' y=\"it's\"><![CDATA[<&]]>]\r\n\rb > c</a >")
    expect(textOf(el)).toBe('<&]\n\nb > c')
    expect([attr(el, 'x'), attr(el, 'y')]).toEqual(['1> 2 3', "it's"])
  })
  test('every cut gives the same tree', () => {
    const text = "<?xml version='1.0'?><a x='&lt;1>'>漢😀&amp;\r\n<![CDATA[]]x]]><b:c xmlns:b='u'/>z&#x1F600;</a>"
    const whole = serialise(parseElement(text)!)
    for (let i = 1; i < text.length; i++) {
      for (const j of [i, i + 1, i + 2, text.length]) {
        const parts = [text.slice(0, i), text.slice(i, j), text.slice(j)]
        expect(serialiseParts(parts)).toBe(whole)
      }
    }
    expect(serialiseParts([...text])).toBe(whole)
  })
  test('depth, children, attributes and size have limits', () => {
    expect(parseElement('<a>'.repeat(256) + '</a>'.repeat(256))).not.toBeNull()
    expect(parseElement('<a>'.repeat(257) + '</a>'.repeat(257))).toBeNull()
    expect(parseElement(`<a>${'<b/>'.repeat(10_001)}</a>`)).toBeNull()
    expect(parseElement(`<a ${Array.from({ length: 257 }, (_, i) => `a${i}=''`).join(' ')}/>`)).toBeNull()
    expect(parseElement(`<a>${'x'.repeat(1024 * 1024)}</a>`)).toBeNull()
  })
})

describe('elements to text', () => {
  test('round trip of awkward characters', () => {
    const el = xml('a', { x: `<"'&\n\t>` }, ']]>&\r\n', xml('b', {}, '😀'))
    const again = parseElement(serialise(el)!)
    expect([attr(again, 'x'), textOf(again), textOf(elements(again)[0])]).toEqual([`<"'&\n\t>`, ']]>&\r\n', '😀'])
  })
  test('what XML cannot carry is replaced', () => {
    expect(serialise(xml('a', { x: '\u0001' }, '\u0000\ud83dx'))).toBe('<a x="\ufffd">\ufffd\ufffdx</a>')
  })
  test('P15: 60,000 levels deep neither throws nor recurses; the cap holds', () => {
    let el = xml('a')
    for (let i = 0; i < 60_000; i++) el = xml('a', {}, el)
    expect(serialise(el)!.length).toBe(60_000 * 7 + 4)
    expect(serialise(el, { maxChars: 1000 })).toBeNull()
  })
  test('namespace of a WebSocket frame', () => {
    expect(serialise(xml('message', {}, xml('body')), { ns: 'jabber:client' })).toBe('<message xmlns="jabber:client"><body/></message>')
  })
})

describe('how much may come', () => {
  const item = (i: number) => `<item jid="someone.${i}@a.rather.long.example.org" name="名字 ${i}" subscription="both"><group>部门</group></item>`
  const roster = (first: string, count: number) =>
    `<iq ${first}><query xmlns="jabber:iq:roster">${Array.from({ length: count }, (_, i) => item(i)).join('')}</query></iq>`

  test('a contact list of 20,000, over 1 MiB, as the answer to our request', () => {
    const found = parseElement(roster('type="result" id="1"', 20_000))
    expect(elements(elements(found)[0]).length).toBe(20_000)
  })
  test('the same from somebody who was not asked is refused', () => {
    expect(parseElement(roster('type="set" id="1"', 20_000))).toBeNull()
    expect(parseElement(roster('type="set" id="1"', 10_001))).toBeNull()
    expect(parseElement(`<message type="result"><body>${'x'.repeat(1024 * 1024)}</body></message>`)).toBeNull()
  })
  test('answers, too, have an end', () => {
    expect(parseElement(roster('type="result" id="1"', 100_001))).toBeNull()
    expect(parseElement(`<iq type="result"><x>${'x'.repeat(16 * 1024 * 1024)}</x></iq>`)).toBeNull()
  })
})

function serialiseParts(parts: string[]): string | null {
  let found: Element | null = null
  const reader = new XmlReader({ element: (el) => (found = el), dropped: () => {} }, limitsAfterLogin, false)
  for (const part of parts) reader.write(part)
  return found && serialise(found)
}
