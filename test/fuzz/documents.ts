/** Documents for the differential reading: those a stream is made of, and those that only almost are. */
import type { Random } from '../chaos/random'

const NAMES = ['a', 'b', 'message', 'x:a', 'x:b', 'y:a', 'xml:a', '_', 'a.b-c', 'é', '名', 'a:b:c', ':a', 'a:', '1a', '-a', 'xmlns', 'Xml']
const KEYS = ['id', 'x:id', 'y:id', 'xml:lang', 'xml:space', 'xmlns', 'xmlns:x', 'xmlns:y', 'xmlns:xml', 'xmlns:xmlns', 'é', ':k', '2', 'a-b', 'xmlns:']
const NAMESPACES = ['urn:x', 'urn:y', '', 'jabber:client', 'http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/2000/xmlns/', 'urn:&amp;', ' urn:x ']
const TEXTS = ['text', ' ', '\n', '\r\n', '\r', '\t', '&amp;', '&lt;&gt;', '&quot;&apos;', '&#65;', '&#x1F600;', '&#9;&#10;&#13;', '&#0;', '&#xD800;', '&#x110000;', '&#xFFFE;',
  '&#xFFFF;', '&foo;', '&', '&;', '&#;', '&#x;', '&#00000000065;', '&#x0000000041;', '&amp', '漢字', '😀', '\u0085', '\u2028', '\ufeff', '\ufffd', '\ufffe', '\u0000', '\u0001',
  '\u007f', ']]>', ']]', '<![CDATA[<&>]]>', '<![CDATA[]]]]><![CDATA[>]]>', '<![CDATA[\r\n]]>', '<![CDATA[\u0001]]>', '<![cdata[x]]>', "'", '"', '>', '<', '<!-- c -->', '<?p i?>']
const JUNK = ['<', '>', '/', '=', '"', "'", '&', ';', ' ', '\n', '<!', '<?', ']]>', '--', 'xmlns', ':', '\u0000', '\u00a0', '<a>', '</a>', '<a/>', '/>', '< a>', '</a >', '</ a>', '<a / >']

export function makeDocument(random: Random): string {
  const { pick, chance, int } = random
  const usual = (list: readonly string[], good: number) => (chance(0.97) ? list[int(0, good - 1)]! : pick(list))
  const space = () => (chance(0.9) ? ' ' : pick(['  ', '\n', '\t', '\r\n', '']))
  const value = (key: string) => (key.startsWith('xmlns') ? usual(NAMESPACES, 4) : chance(0.7) ? usual(TEXTS, 12).replace(/[<"]/g, 'q') : '')
  const attribute = () => {
    const key = usual(KEYS, 8)
    const quote = chance(0.5) ? '"' : "'"
    const text = value(key).replaceAll(quote, '')
    return `${space()}${key}${chance(0.95) ? '' : ' '}=${chance(0.95) ? '' : ' '}${quote}${text}${quote}`
  }
  const element = (depth: number): string => {
    const name = usual(NAMES, 6)
    let head = `<${name}`
    if (depth === 0 && chance(0.85)) head += ` xmlns:x='urn:x' xmlns:y='urn:y'${chance(0.5) ? " xmlns='jabber:client'" : ''}`
    for (let n = int(0, 2); n > 0; n--) head += attribute()
    if (chance(0.05)) head += space()
    if (chance(0.25)) return `${head}/>`
    let inner = ''
    for (let n = depth < 4 ? int(0, 3) : 0; n > 0; n--) inner += chance(0.5) ? element(depth + 1) : usual(TEXTS, 12)
    return `${head}>${inner}</${name}${chance(0.97) ? '' : ' '}>`
  }
  const head = `${chance(0.1) ? "<?xml version='1.0'?>" : ''}<s>`
  let document = element(0)
  for (let n = chance(0.25) ? int(1, 2) : 0; n > 0; n--) {
    const at = int(0, document.length)
    document = chance(0.6) ? document.slice(0, at) + pick(JUNK) + document.slice(at) : document.slice(0, at) + document.slice(at + int(1, 4))
  }
  return `${head}${document}</s>`
}
