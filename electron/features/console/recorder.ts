/** The last of what went over the wire of one account, in memory only. Pure. */
import type { WireEntry, WireFilter } from '#shared/model/console'

export const MAX_ENTRIES = 10_000
/** UTF-16 units of all texts together. */
export const MAX_CHARS = 16 * 1024 * 1024

export interface Kept {
  entry: WireEntry
  text: string
  isCut: boolean
}

export class Recorder {
  #kept: Kept[] = []
  /** The kept begin here: what is dropped is only skipped until it is worth a new array. */
  #start = 0
  #chars = 0
  #lastSeq = 0

  get firstSeq(): number {
    return this.#kept[this.#start]?.entry.seq ?? this.#lastSeq + 1
  }

  get lastSeq(): number {
    return this.#lastSeq
  }

  add(entry: Omit<WireEntry, 'seq'>, text: string, isCut: boolean): void {
    this.#kept.push({ entry: { ...entry, seq: ++this.#lastSeq }, text, isCut })
    this.#chars += text.length
    while (this.#kept.length - this.#start > MAX_ENTRIES || (this.#chars > MAX_CHARS && this.#kept.length - this.#start > 1)) {
      this.#chars -= this.#kept[this.#start]!.text.length
      this.#kept[this.#start++]!.text = '' // free, though the array still holds it
    }
    if (this.#start <= MAX_ENTRIES) return
    this.#kept = this.#kept.slice(this.#start)
    this.#start = 0
  }

  get(seq: number): Kept | null {
    return seq < this.firstSeq ? null : (this.#kept[this.#start + seq - this.firstSeq] ?? null)
  }

  /** Between the numbers, oldest first; of more than `limit` the newest. */
  find(filter: WireFilter, { afterSeq = 0, beforeSeq = Infinity, limit = Infinity } = {}): Kept[] {
    const fits = matcher(filter)
    const found: Kept[] = []
    const end = Math.max(this.#start, this.#start + afterSeq - this.firstSeq + 1)
    const last = Math.min(this.#kept.length - 1, this.#start + beforeSeq - this.firstSeq - 1)
    for (let i = last; i >= end && found.length < limit; i--) {
      const kept = this.#kept[i]!
      if (fits(kept)) found.push(kept)
    }
    return found.reverse()
  }

  clear(): void {
    this.#kept = []
    this.#start = 0
    this.#chars = 0
  }
}

const literal = (words: string) => new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i')

function matcher({ direction, kinds, namespace, address, text }: WireFilter): (kept: Kept) => boolean {
  const tests: ((kept: Kept) => boolean)[] = []
  if (direction) tests.push(({ entry }) => entry.direction === direction)
  if (kinds) tests.push(({ entry }) => kinds.includes(entry.kind))
  if (namespace) {
    const wanted = literal(namespace)
    tests.push(({ entry }) => entry.namespaces.some((one) => wanted.test(one)))
  }
  if (address) {
    const wanted = literal(address)
    tests.push(({ entry }) => wanted.test(entry.from ?? '') || wanted.test(entry.to ?? ''))
  }
  if (text) {
    const wanted = literal(text)
    tests.push((kept) => wanted.test(kept.text))
  }
  return (kept) => tests.every((test) => test(kept))
}
