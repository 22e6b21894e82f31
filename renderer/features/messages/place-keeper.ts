/**
 * Keeps what the user sees in its place while rows come and go at both ends. Rows that come or go above are taken out of an empty
 * room over them, as long as there is some: then nothing moves for the browser, and it draws only what is new. Without that
 * every few rows would mean to draw the whole window anew.
 */
import { spaceFor } from './rows'

export interface PlaceElements {
  scroller: HTMLElement
  /** Inside of it: the empty room, and the rows, each with its id in `data-row`. */
  content: HTMLElement
  space: HTMLElement
}

export class PlaceKeeper {
  /** By its lower edge: what stands above a row (day line, name) comes and goes with its neighbours. */
  #anchor: { id: string; bottom: number } | 'end' = 'end'
  /** Height of the empty room above the rows. */
  #spacePx = 0
  /** What `hold` has taken into account. */
  #heldSizes = ''

  constructor(readonly elements: () => PlaceElements) {}

  /** Left to scroll above, and below, px. */
  get above(): number {
    return this.elements().scroller.scrollTop - this.#spacePx
  }
  get below(): number {
    const { scroller } = this.elements()
    return scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop
  }
  /** Of all rows together. */
  get rowsPx(): number {
    return this.elements().content.scrollHeight - this.#spacePx
  }

  /** Everything wraps anew since `hold`: the window, the text size or the side panel changed. */
  get isResized(): boolean {
    return this.#sizes() !== this.#heldSizes
  }

  rowOf(id: number | string): HTMLElement | null {
    return this.elements().content.querySelector<HTMLElement>(`[data-row="${id}"]`)
  }

  /** Before a change: the topmost visible row, or the end, shall stay where it is. */
  note(isFollowing: boolean) {
    if (isFollowing) {
      this.#anchor = 'end'
      return
    }
    const edge = this.elements().scroller.getBoundingClientRect().top
    const row = this.#firstBelow(edge)
    if (row?.dataset.row) this.#anchor = { id: row.dataset.row, bottom: row.getBoundingClientRect().bottom - edge }
  }

  /** After it. `isAtStart`: nothing lies above the rows, so there is no room above them either. */
  hold(isAtStart: boolean) {
    const { scroller } = this.elements()
    const anchor = this.#anchor
    const element = anchor === 'end' ? null : this.rowOf(anchor.id)
    if (anchor !== 'end' && element) {
      const by = element.getBoundingClientRect().bottom - scroller.getBoundingClientRect().top - anchor.bottom
      const next = spaceFor(this.#spacePx - by, isAtStart)
      const correction = by + next - this.#spacePx
      this.#setSpace(next)
      if (Math.abs(correction) > 0.5) scroller.scrollTop += correction
    } else if (isAtStart) this.#setSpace(0)
    if (anchor === 'end') scroller.scrollTop = scroller.scrollHeight
    this.#heldSizes = this.#sizes()
  }

  /** No further up than what is drawn. */
  clamp() {
    const { scroller } = this.elements()
    if (scroller.scrollTop < this.#spacePx) scroller.scrollTop = this.#spacePx
  }

  #setSpace(px: number) {
    if (px === this.#spacePx) return
    this.#spacePx = px
    this.elements().space.style.height = `${px}px`
  }

  #sizes(): string {
    const { scroller } = this.elements()
    return `${scroller.scrollHeight} ${scroller.clientHeight} ${scroller.clientWidth}`
  }

  /** The first row that ends below this edge: they stand in order. */
  #firstBelow(edge: number): HTMLElement | null {
    const all = this.elements().content.querySelector('[role=list]')?.children
    let [low, high] = [0, all?.length ?? 0]
    while (low < high) {
      const middle = (low + high) >> 1
      if (all![middle]!.getBoundingClientRect().bottom > edge) high = middle
      else low = middle + 1
    }
    return (all?.[low] as HTMLElement | undefined) ?? null
  }
}
