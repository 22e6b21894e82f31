/**
 * Which way is taken (XEP-0260 §2.5): each side says which of the other's candidates it has reached, if any; the higher
 * priority counts, at a draw what the initiator has chosen. Pure.
 */
import type { Candidate } from './stanza'

/** Null: none could be reached. */
type Choice = Candidate | null
export type Nominated = { candidate: Candidate; of: 'us' | 'them' }

export class Nomination {
  #ours: Choice | undefined
  #theirs: Choice | undefined

  constructor(readonly isInitiator: boolean, readonly own: readonly Candidate[], readonly offered: readonly Candidate[]) {}

  /** Said once. */
  get hasOurs(): boolean {
    return this.#ours !== undefined
  }

  /** We have reached this one of theirs. */
  setOurs(cid: string | null): void {
    this.#ours = cid === null ? null : (this.offered.find((one) => one.cid === cid) ?? null)
  }

  /** They have reached this one of ours. False: there is no such one, or they have spoken before. */
  setTheirs(cid: string | null): boolean {
    const found = cid === null ? null : this.own.find((one) => one.cid === cid)
    if (found === undefined || this.#theirs !== undefined) return false
    this.#theirs = found
    return true
  }

  /** Of theirs nothing below this is worth a try any more. */
  get leastPriority(): number {
    return this.#theirs?.priority ?? 0
  }

  /** Null: not both have spoken yet. */
  get result(): Nominated | 'none' | null {
    const [ours, theirs] = [this.#ours, this.#theirs]
    if (ours === undefined || theirs === undefined) return null
    if (ours === null || theirs === null) {
      if (ours !== null) return { candidate: ours, of: 'them' }
      return theirs !== null ? { candidate: theirs, of: 'us' } : 'none'
    }
    const isOurs = ours.priority === theirs.priority ? this.isInitiator : ours.priority > theirs.priority
    return isOurs ? { candidate: ours, of: 'them' } : { candidate: theirs, of: 'us' }
  }
}
