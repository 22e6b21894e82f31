import { describe, expect, test } from 'vitest'
import { draw, type Drawn } from '../../../../renderer/features/messages/styled'
import { findLinks } from '../../../../renderer/lib/text/links'
import { blocksOf, spansIn } from '../../../../renderer/lib/text/styling'

const styled = (text: string) => spansIn(text, { begin: 0, end: text.length }).map((span) => `${span.style} ${text.slice(span.begin, span.end)}`)
const flat = (all: Drawn[]): unknown[] =>
  all.map((one) =>
    one.kind === 'lines' ? one.pieces.map(({ part, styles }) => (styles.length ? `${styles.join('+')}(${part.text})` : part.text)).join('')
      : one.kind === 'code' ? { code: one.text } : { quote: flat(one.inside) },
  )
const drawn = (text: string) => flat(draw(findLinks(text), true))

describe('spans, as the XEP shows them', () => {
  test.each([
    ['plain span', []],
    ['*strong span*', ['strong *strong span*']],
    ['plain _emphasis_ plain', ['em _emphasis_']],
    ['`pre` plain *strong*', ['code `pre`', 'strong *strong*']],
    ['*strong*plain*', ['strong *strong*']],
    ['* plain *strong*', ['strong *strong*']],
    ['Everyone ~dis~likes cake.', ['strike ~dis~']],
    ['This is `*monospace*`', ['code `*monospace*`']],
    ['This is *`monospace and bold`*', ['strong *`monospace and bold`*', 'code `monospace and bold`']],
    ['not strong*', []],
    ['*not strong', []],
    ['*not *strong', []],
    ['**', []],
    ['***', []],
    ['****', []],
    ['snake_case_name 2*3*4', []],
    ['*a _b* c_', ['strong *a _b*']],
    ['*全角　*', []],
  ])('%s', (text, spans) => expect(styled(text)).toEqual(spans))
})

describe('blocks', () => {
  test.each([
    ['not *over\nlines*', ['not *over\nlines*']],
    ['a\n```js\nx *y*\n```\nb', ['a', { code: 'x *y*' }, 'b']],
    ['> ```\n> (println)\n> The entire\n\nplain', [{ quote: [{ code: '(println)\nThe entire' }] }, '\nplain']],
    ['>> That is.\n> Said *he*.\nWho?', [{ quote: [{ quote: ['That is.'] }, 'Said strong(*he*).'] }, 'Who?']],
    ['```', [{ code: '' }]],
    ['1 > 2', ['1 > 2']],
    ['*x* https://e.org/_a_b *y*', ['strong(*x*) https://e.org/_a_b strong(*y*)']],
    ['_see https://e.org/a_b', ['_see https://e.org/a_b']],
  ])('%j', (text, expected) => expect(drawn(text)).toEqual(expected))

  test('switched off, nothing is touched', () => expect(flat(draw(findLinks('> *a*\n```\n'), false))).toEqual(['> *a*\n```\n']))
})

describe('hostile input', () => {
  const words = (all: Drawn[]): string => all.map((one) => (one.kind === 'lines' ? one.pieces.map((piece) => piece.part.text).join('') : one.kind === 'code' ? one.text : words(one.inside))).join('')
  test.each(['*', '_*', '* ', ' *', '`', '*_~`', '>', '> ', '>>>>>>', '```\n', '*a* ', '*a', '> *a _b ~c `d\n', '*x\u0000'])('a great many of %j is read in one go and loses no letter', (unit) => {
    const text = unit.repeat(Math.ceil(100_000 / unit.length))
    const all = draw([{ kind: 'text', text }], true)
    const letters = (of: string) => of.replace(/[^a-z]/g, '').length
    expect(letters(words(all))).toBe(letters(text))
    expect(blocksOf(text).length).toBeGreaterThan(0)
  })
})
