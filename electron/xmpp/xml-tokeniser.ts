/**
 * Cuts a stream of text into XML tags and text, in time linear in its length however it is chunked (ltx's SAX parser
 * is quadratic, SAFETY.md §0.9, and cannot go on after an entity it does not know). The subset RFC 6120 §11.1 allows:
 * no comments, no DTD, no processing instructions beyond the declaration.
 */
export class XmlError extends Error {
  /** `condition`: RFC 6120 §4.9.3, to be sent before closing. */
  constructor(readonly condition: string, message: string) {
    super(message)
  }
}

export interface TokenHandler {
  open(name: string, attrs: Record<string, string>, isEmpty: boolean): void
  close(name: string): void
  text(text: string): void
  /** Not well-formed, but the structure is not in doubt: the element in hand is to be thrown away. */
  spoil(reason: string): void
  /** There is too much of something in it; throws XmlError, or it is to be thrown away. */
  over(reason: string): void
  /** Called with the length of everything consumed or kept; may throw XmlError. */
  count(chars: number): void
}

const NAME = '[A-Za-z_:\\u00c0-\\uffff][-A-Za-z0-9._:\\u00b7-\\uffff]*'
const OPEN = new RegExp(`^${NAME}`)
const ATTRIBUTE = new RegExp(`[ \\t\\r\\n]+(${NAME})[ \\t\\r\\n]*=[ \\t\\r\\n]*(?:"([^"<]*)"|'([^'<]*)')`, 'y')
const CLOSE = new RegExp(`^/(${NAME})[ \\t\\r\\n]*$`)
const WHOLE_NAME = new RegExp(`^${NAME}$`)
/** Whether a value needs more than a look: line ends, references, characters that may not be. */
// eslint-disable-next-line no-control-regex
const SPECIAL = /[\u0000-\u001f&\ufffe\uffff]/
/** The same of a tag. */
// eslint-disable-next-line no-control-regex
const SPECIAL_TAG = /[\u0000-\u001f&<\ufffe\uffff]/
const SPACE = 32
const SLASH = 47
/** Short tags come again and again (`body`, `x xmlns='…muc#user'`): read once. So do names. */
const MAX_KNOWN_TAGS = 256
const MAX_KNOWN_NAMES = 256
const MAX_KNOWN_CHARS = 64
const REFERENCE = /&(?:#x0*([0-9a-fA-F]{1,6})|#0*([0-9]{1,7})|(lt|gt|amp|quot|apos));|&/g
// eslint-disable-next-line no-control-regex
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const CDATA_START = '<![CDATA['
const CDATA_END = ']]>'
const LONGEST_REFERENCE = 64 // `&#x10ffff;` and what nought may stand before it

/** What at the end of a chunk means something else with the next one: a line's end, the end of CDATA. */
const halfWritten = (data: string) => (data.endsWith(']]') ? 2 : data.endsWith(']') || data.endsWith('\r') ? 1 : 0)
/** XML 1.0 §2.11. */
const endLines = (raw: string) => (raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw)

/** XML's own white space, no other (§2.3). */
export const isSpace = (text: string) => /^[ \t\r\n]*$/.test(text)

interface Tag {
  name: string
  attrs: Record<string, string>
  isEmpty: boolean
}

export class XmlTokeniser {
  #state: 'text' | 'tag' | 'cdata' = 'text'
  /** Beginning of the token in hand; joined only when it is complete. */
  #parts: string[] = []
  #quote = ''
  #isBang = false
  /** Characters of the tag in hand that came with earlier chunks. */
  #tagLength = 0
  #isFirst = true
  readonly #known = new Map<string, Tag>()
  readonly #names = new Set<string>()
  #isStopped = false

  constructor(readonly handler: TokenHandler, readonly maxAttributes: number) {}

  /** Nothing is read after this, also not the rest of the chunk in hand. */
  stop(): void {
    this.#isStopped = true
    this.#parts = []
  }

  write(chunk: string): void {
    if (this.#isStopped) return
    let data = chunk
    if (this.#state !== 'tag' && this.#parts.length > 0) {
      data = this.#takeParts() + chunk // a reference or less was kept
      this.handler.count(-(data.length - chunk.length))
    }
    let at = 0
    while (at < data.length && !this.#isStopped) {
      if (this.#state === 'text') at = this.#readText(data, at)
      else if (this.#state === 'tag') at = this.#readTag(data, at)
      else at = this.#readCdata(data, at)
    }
  }

  #takeParts(): string {
    const text = this.#parts.join('')
    this.#parts = []
    return text
  }

  #keep(data: string, from: number): number {
    if (from < data.length) {
      this.#parts.push(data.slice(from))
      this.handler.count(data.length - from)
    }
    return data.length
  }

  #readText(data: string, at: number): number {
    const end = data.indexOf('<', at)
    let stop = end < 0 ? data.length : end
    if (end < 0) {
      const amp = data.lastIndexOf('&')
      if (amp >= at && data.length - amp < LONGEST_REFERENCE && !data.includes(';', amp)) stop = amp
      else stop -= halfWritten(data)
      stop = Math.max(stop, at)
    }
    if (stop > at) {
      this.handler.count(stop - at)
      const text = data.slice(at, stop)
      if (text.includes(CDATA_END)) this.handler.spoil(']]> in text') // XML 1.0 §2.4
      this.handler.text(this.#clean(text))
    }
    if (end < 0) return this.#keep(data, stop)
    const next = this.#readPlainTag(data, end + 1)
    if (next > 0) return next
    this.#state = 'tag'
    this.#quote = ''
    this.#isBang = false
    this.#tagLength = 1
    this.#parts.push('<')
    this.handler.count(1)
    return end + 1
  }

  /**
   * Nearly all tags are whole and have nothing in them that needs care: they are read without a look at each character.
   * 0, and nothing has happened: it is another, for #readTag.
   */
  #readPlainTag(data: string, start: number): number {
    const end = data.indexOf('>', start)
    if (end < 0) return 0
    const text = data.slice(start, end)
    const isClosing = text.charCodeAt(0) === SLASH
    const tag = isClosing ? null : (this.#known.get(text) ?? this.#parsePlainTag(text))
    if (isClosing ? !this.#isName(text.slice(1)) : tag === null) return 0
    this.#isFirst = false
    this.handler.count(end + 2 - start)
    if (!tag) this.handler.close(text.slice(1))
    else this.handler.open(tag.name, text.length > MAX_KNOWN_CHARS ? tag.attrs : { ...tag.attrs }, tag.isEmpty) // the element's own
    return end + 1
  }

  /** Null when it needs the exact reading: a reference, an attribute twice, a `>` in a value, a mistake, many attributes. */
  #parsePlainTag(text: string): Tag | null {
    if (SPECIAL_TAG.test(text)) return null
    const isEmpty = text.charCodeAt(text.length - 1) === SLASH
    const end = isEmpty ? text.length - 1 : text.length
    let at = text.indexOf(' ')
    if (at < 0) at = end
    const name = text.slice(0, at)
    if (!this.#isName(name)) return null
    const attrs: Record<string, string> = {}
    for (let count = 0; at < end; count++) {
      const equals = text.indexOf('=', at)
      const key = text.slice(at + 1, equals)
      const quote = text[equals + 1]
      if (text.charCodeAt(at) !== SPACE || equals < 0 || (quote !== "'" && quote !== '"') || count >= this.maxAttributes) return null
      at = text.indexOf(quote, equals + 2) + 1
      if (at === 0 || !this.#isName(key) || Object.hasOwn(attrs, key)) return null
      attrs[key] = text.slice(equals + 2, at - 1)
    }
    const tag = { name, attrs, isEmpty }
    if (text.length > MAX_KNOWN_CHARS) return tag
    if (this.#known.size >= MAX_KNOWN_TAGS) this.#known.clear()
    this.#known.set(text, tag)
    return tag
  }

  #isName(text: string): boolean {
    if (this.#names.has(text)) return true
    if (!WHOLE_NAME.test(text)) return false
    if (this.#names.size >= MAX_KNOWN_NAMES) this.#names.clear()
    if (text.length <= MAX_KNOWN_CHARS) this.#names.add(text)
    return true
  }

  #readTag(data: string, start: number): number {
    const before = this.#tagLength
    for (let at = start; at < data.length; at++) {
      if (this.#quote) {
        at = data.indexOf(this.#quote, at)
        if (at < 0) break
        this.#quote = ''
        continue
      }
      const c = data.charCodeAt(at)
      if (before + at - start < CDATA_START.length && this.#readsCdataStart(c, before + at - start)) {
        this.handler.count(at + 1 - start)
        this.#parts = []
        this.#state = 'cdata'
        return at + 1
      }
      if (c === 34 || c === 39) this.#quote = c === 34 ? '"' : "'"
      else if (c === 60) throw new XmlError('not-well-formed', '< inside a tag')
      else if (c === 62) {
        this.handler.count(at + 1 - start)
        this.#state = 'text'
        const isWhole = this.#parts.length === 1 // only the `<` came before
        this.#parts.push(data.slice(start, at))
        const tag = isWhole ? this.#parts[1]! : this.#parts.join('').slice(1)
        this.#parts = []
        this.#finishTag(tag)
        return at + 1
      }
    }
    this.#tagLength = before + data.length - start
    return this.#keep(data, start)
  }

  /** At the head of a tag: true when this character completes `<![CDATA[`. */
  #readsCdataStart(c: number, position: number): boolean {
    if (position === 1) {
      this.#isBang = c === 33
      if (c === 63 && !this.#isFirst) throw new XmlError('restricted-xml', 'processing instruction')
      return false
    }
    if (!this.#isBang) return false
    if (c !== CDATA_START.charCodeAt(position)) throw new XmlError('restricted-xml', 'comment or DTD')
    return position === CDATA_START.length - 1
  }

  #readCdata(data: string, at: number): number {
    const end = data.indexOf(CDATA_END, at)
    const stop = end < 0 ? Math.max(at, data.length - halfWritten(data)) : end
    if (stop > at) {
      this.handler.count(stop - at)
      const text = data.slice(at, stop)
      if (ILLEGAL.test(text)) this.handler.spoil('illegal character')
      this.handler.text(endLines(text))
    }
    if (end < 0) return this.#keep(data, stop)
    this.#state = 'text'
    this.handler.count(3)
    return end + 3
  }

  #finishTag(tag: string): void {
    const isFirst = this.#isFirst
    this.#isFirst = false
    if (tag.startsWith('?')) {
      if (isFirst && /^\?xml[ \t\r\n]/.test(tag)) return
      throw new XmlError('restricted-xml', 'processing instruction')
    }
    const closing = tag.startsWith('/') ? CLOSE.exec(tag) : null
    if (closing) return this.handler.close(closing[1]!)
    const name = OPEN.exec(tag)?.[0]
    if (!name) throw new XmlError('not-well-formed', 'bad tag')
    const isEmpty = tag.endsWith('/')
    const attrs = this.#readAttributes(tag, name.length, tag.length - (isEmpty ? 1 : 0))
    this.handler.open(name, attrs, isEmpty)
  }

  #readAttributes(tag: string, from: number, end: number): Record<string, string> {
    const attrs: Record<string, string> = {}
    let at = from
    let count = 0
    for (ATTRIBUTE.lastIndex = at; ; ATTRIBUTE.lastIndex = at) {
      const found = ATTRIBUTE.exec(tag)
      if (!found) break
      at = ATTRIBUTE.lastIndex
      if (++count > this.maxAttributes) {
        this.handler.over('too many attributes')
        continue
      }
      const name = found[1]!
      if (Object.hasOwn(attrs, name)) this.handler.spoil('attribute twice')
      const value = found[2] ?? found[3]!
      attrs[name] = SPECIAL.test(value) ? this.#clean(value.replace(/\r\n|[\t\r\n]/g, ' ')) : value
    }
    if (at > end || !isSpace(tag.slice(at, end))) throw new XmlError('not-well-formed', 'bad attribute')
    return attrs
  }

  /** Resolves references, ends lines as XML 1.0 §2.11 wants. */
  #clean(raw: string): string {
    if (!SPECIAL.test(raw)) return raw
    if (ILLEGAL.test(raw)) this.handler.spoil('illegal character')
    const text = endLines(raw)
    if (!text.includes('&')) return text
    return text.replace(REFERENCE, (whole, hex?: string, decimal?: string, named?: string) => {
      if (named) return NAMED[named]!
      const code = hex ? parseInt(hex, 16) : decimal ? parseInt(decimal, 10) : 0
      const isChar = code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7ff) ||
        (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
      if (isChar) return String.fromCodePoint(code)
      this.handler.spoil('unknown entity')
      return whole
    })
  }
}
