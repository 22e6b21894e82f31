import { expect, test } from 'vitest'
import { shifted, withMentions } from '../../../../renderer/features/messages/mention-parts'
import { findLinks } from '../../../../renderer/lib/text/links'

const cut = (text: string, ...places: [number, number, boolean?][]) =>
  withMentions(findLinks(text), places.map(([begin, end, isMe = false]) => ({ begin, end, isMe }))).map((part) =>
    part.kind === 'mention' ? `[${part.text}${part.isMe ? '!' : ''}]` : part.kind === 'link' ? `<${part.text}>` : part.text,
  )

test('names are cut out of the text between the links', () => {
  expect(cut('hi @Bob, look')).toEqual(['hi @Bob, look'])
  expect(cut('hi @Bob, look', [3, 7, true])).toEqual(['hi ', '[@Bob!]', ', look'])
  expect(cut('@Bob@Li', [0, 4], [4, 7])).toEqual(['[@Bob]', '[@Li]'])
  expect(cut('@Bob https://x.example/@Li @Li', [0, 4], [23, 26], [27, 30])).toEqual(['[@Bob]', ' ', '<https://x.example/@Li>', ' ', '[@Li]'])
})

test('places that the text does not have change nothing', () => {
  expect(cut('short', [3, 99], [40, 50], [2, 2], [4, 1])).toEqual(['short'])
  expect(cut('abcdef', [0, 4], [2, 5])).toEqual(['[abcd]', 'ef'])
})

test('of an action without its beginning', () => {
  expect(shifted([{ begin: 0, end: 3, isMe: false }, { begin: 4, end: 8, isMe: true }], 4)).toEqual([{ begin: 0, end: 4, isMe: true }])
  expect(shifted(undefined, 4)).toEqual([])
})
