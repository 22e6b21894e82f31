import { describe, expect, test } from 'vitest'
import { xml } from '#xmpp/element'
import { serialise } from '#xmpp/serialise'
import { indentedText, isElementName, MAX_WRITTEN_CHARS, readPayload } from '#xmpp/xml-text'

describe('XML that a tester writes into something else', () => {
  test.each([
    ['', 'empty'], ['   \n', 'empty'], ['<a xmlns="x">', 'not-closed'], ['<a xmlns="x"></b>', 'not-well-formed'], ['<a xmlns="x"/><b xmlns="x"/>', 'not-one'], ['<storage/>', 'no-namespace'],
    ['<message xmlns="jabber:client"/>', 'no-namespace'], ['<a xmlns=""/>', 'no-namespace'], ['words', 'not-well-formed'], ['<!DOCTYPE a [<!ENTITY b "c">]><a xmlns="x">&b;</a>', 'not-well-formed'],
    ['<a xmlns="x">&#0;</a>', 'not-well-formed'], ['<a xmlns="x"><×/></a>', 'not-well-formed'], ['<a xmlns="x" y\u2200=""/>', 'not-well-formed'], ['</stream>', 'not-closed'],
  ])('%s: %s', (text, problem) => {
    const { el, complaint } = readPayload(text)
    expect([el, complaint?.problem]).toEqual([null, problem])
  })

  test('names that an element can have', () => {
    for (const name of ['storage', '_a-b.c', '喜鹊', 'é1']) expect(isElementName(name), name).toBe(true)
    for (const name of ['', '1a', '-a', 'a b', 'a:b', 'a/', 'a><b', 'a\u00b2', 'a xmlns:y="z"', 'a\n', '<', 'a\u0000', 'a\ufffe']) expect(isElementName(name), name).toBe(false)
  })

  test('stands alone: nothing of the stream it was read in goes along', () => {
    const { el } = readPayload('<a xmlns="x"><b/></a>')
    expect(el?.parent).toBeNull()
    expect(serialise(el!)).toBe('<a xmlns="x"><b/></a>')
  })

  test('a line an element, and back to what it was', () => {
    const original = readPayload('<storage xmlns="s"><note jid="a@b">  two  words </note><mixed>word <b/> word</mixed><deep><er><est/></er></deep><blank> </blank></storage>').el!
    const text = indentedText(original)!
    expect(text.split('\n')).toEqual([
      '<storage xmlns="s">', '  <note jid="a@b">  two  words </note>', '  <mixed>word <b/> word</mixed>', '  <deep>', '    <er>', '      <est/>', '    </er>', '  </deep>', '  <blank> </blank>', '</storage>',
    ])
    expect(serialise(readPayload(text).el!)).toBe(serialise(original))
  })

  test('the namespace that was inherited is written; what is too long is not edited', () => {
    const inner = xml('query', { xmlns: 'outer' }, xml('item', {}, xml('b')))
    expect(indentedText(inner.children[0] as never)).toBe('<item xmlns="outer">\n  <b/>\n</item>')
    expect(indentedText(xml('a', { xmlns: 'x' }, 'y'.repeat(MAX_WRITTEN_CHARS)))).toBeNull()
  })
})
