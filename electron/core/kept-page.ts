/** What a page of a viewer came from, as long as it is the last one: its XML is looked at piece by piece. */
import type { XmlLine } from '#shared/model/console'
import { fail, ok, type Result } from '#shared/result'
import type { Element } from '#xmpp/types'
import { linesOf } from '#xmpp/xml-lines'

export class KeptPage {
  #number = 0
  #elements: readonly Element[] = []

  /** The number by which it is asked for. */
  keep(elements: readonly Element[]): number {
    this.#elements = elements
    return ++this.#number
  }

  /** Null: another page has come. */
  get(page: number, index: number): Element | null {
    return page === this.#number ? (this.#elements[index] ?? null) : null
  }

  raw(page: number, index: number): Result<{ lines: XmlLine[] }> {
    const el = this.get(page, index)
    return el ? ok({ lines: linesOf(el) }) : fail('not-found', 'kept no more')
  }
}
