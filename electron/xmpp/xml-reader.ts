/**
 * Builds @xmpp/xml elements from text, within limits (SAFETY.md P3). In a stream the root stays open and its children are
 * handed out one by one; a child that is spoiled (bad entity, illegal character, too deep) is dropped and the stream goes on.
 */
import { Element, elements } from './element'
import { limitsAfterLogin, type XmlLimits } from './limits'
import { namespaceFault } from './xml-names'
import { isSpace, XmlError, XmlTokeniser, type TokenHandler } from './xml-tokeniser'

export interface ReaderEvents {
  /** The stream header; its attributes only. */
  root?(root: Element): void
  element(el: Element): void
  end?(): void
  dropped(reason: string, el: Element): void
}

export class XmlReader implements TokenHandler {
  #tokeniser: XmlTokeniser
  #root: Element | null = null
  #cursor: Element | null = null
  #depth = 0
  /** Names of the open elements below the greatest depth: nothing is built of them. */
  #tooDeep: string[] = []
  #childCounts: number[] = []
  #used = 0
  #spoiled: string | null = null
  /** The first-level element in hand answers a request. */
  #isAnswer = false
  readonly #firstLevel: 0 | 1

  /** `outer`: around the outermost element; its namespaces are in force. */
  constructor(readonly events: ReaderEvents, public limits: XmlLimits, readonly isStream = true, readonly outer: Element | null = null) {
    this.#firstLevel = isStream ? 1 : 0
    this.#tokeniser = new XmlTokeniser(this, limits.maxAttributes)
  }

  /** Throws XmlError when the stream cannot go on. */
  write(text: string): void {
    try {
      this.#tokeniser.write(text)
    } catch (error) {
      this.stop()
      throw error
    }
  }

  stop(): void {
    this.#tokeniser.stop()
  }

  #limit(which: 'maxChars' | 'maxChildren'): number {
    return (this.#isAnswer && this.limits.answer?.[which]) || this.limits[which]
  }

  count(chars: number): void {
    this.#used += chars
    if (this.#used > this.#limit('maxChars')) throw new XmlError('policy-violation', 'stanza too large')
  }

  spoil(reason: string): void {
    this.#spoiled ??= reason
  }

  over(reason: string): void {
    if (this.limits.whenOver === 'close') throw new XmlError('policy-violation', reason)
    this.spoil(reason)
  }

  open(name: string, attrs: Record<string, string>, isEmpty: boolean): void {
    if (this.#depth >= this.limits.maxDepth) {
      this.over('too deep')
      if (!isEmpty) this.#tooDeep.push(name)
      return
    }
    const el = new Element(name)
    el.attrs = attrs // the constructor would copy them one by one
    el.parent = this.#cursor ?? this.outer
    const fault = namespaceFault(el)
    if (fault !== null) this.spoil(fault)
    if (this.#depth === this.#firstLevel) this.#isAnswer = name === 'iq' && attrs['type'] === 'result'
    if (this.#depth > this.#firstLevel) {
      const count = (this.#childCounts[this.#depth] ?? 0) + 1
      this.#childCounts[this.#depth] = count
      if (count > this.#limit('maxChildren')) this.over('too many children')
      else this.#cursor!.children.push(el)
    }
    this.#depth++
    this.#childCounts[this.#depth] = 0
    this.#cursor = el
    if (this.isStream && this.#depth === 1) {
      if (this.#spoiled) throw new XmlError('not-well-formed', this.#spoiled)
      this.#root = el
      this.#used = 0
      this.events.root?.(el)
    }
    if (isEmpty) this.close(name)
  }

  close(name: string): void {
    if (this.#tooDeep.length > 0) {
      if (this.#tooDeep.pop() !== name) throw new XmlError('not-well-formed', 'closing tag does not match')
      return
    }
    const el = this.#cursor
    if (!el || el.name !== name) throw new XmlError('not-well-formed', 'closing tag does not match')
    this.#depth--
    this.#cursor = this.#depth === 0 ? null : el.parent
    if (this.#depth === this.#firstLevel) this.#deliver(el)
    else if (this.isStream && this.#depth === 0) {
      this.stop()
      this.events.end?.()
    }
  }

  #deliver(el: Element): void {
    const reason = this.#spoiled
    this.#used = 0
    this.#spoiled = null
    this.#isAnswer = false
    if (reason === null) this.events.element(el)
    else this.events.dropped(reason, el)
  }

  text(text: string): void {
    if (this.#tooDeep.length > 0) return
    const cursor = this.#cursor
    if (!cursor || (this.isStream && this.#depth === 1)) {
      if (!isSpace(text)) throw new XmlError('not-well-formed', 'text outside of elements')
      if (this.#depth <= 1) this.#used = 0
      return
    }
    const last = cursor.children.length - 1
    if (typeof cursor.children[last] === 'string') cursor.children[last] += text
    else cursor.children.push(text)
  }

  get root(): Element | null {
    return this.#root
  }
}

/** One complete element, e.g. a WebSocket frame or a stored stanza; null when it is not exactly one well-formed element. */
export function parseElement(text: string, limits: XmlLimits = limitsAfterLogin): Element | null {
  try {
    return parseElementStrictly(text, limits)
  } catch (error) {
    if (error instanceof XmlError) return null
    throw error
  }
}

/** The same, but says by XmlError what is wrong. Null: well-formed as to structure, yet spoiled or incomplete. */
export function parseElementStrictly(text: string, limits: XmlLimits): Element | null {
  const found: Element[] = []
  const reader = new XmlReader({ element: (el) => found.push(el), dropped: () => {} }, { ...limits, whenOver: 'close' }, false)
  reader.write(text)
  return found.length === 1 ? found[0]! : null
}

/** A stanza as text for tests and for what was stored: namespace `jabber:client` unless it names its own. */
export function parseStanza(text: string): Element | null {
  const stream = parseElement(`<stream xmlns='jabber:client'>${text}</stream>`)
  const inner = elements(stream)
  return inner.length === 1 ? inner[0]! : null
}
