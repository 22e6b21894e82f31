/** What is written may be more than a new message: an answer, a change of an earlier one. One at a time in each conversation. */
import type { Component } from 'svelte'
import type { ConversationId } from '#shared/ids'
import type { CallError, Result } from '#shared/result'

export interface ComposerMode {
  /** "Answer to Li Na" */
  label: string
  /** A line of what it is about. */
  detail: string
  icon: Component
  /** Words to begin with, in place of the draft, which comes back at the end. */
  words?: string
  /** In place of an ordinary message. Commands are still commands. */
  send: (body: string) => Promise<Result<unknown>>
  /** Where the common sentences do not fit. */
  errorText?: (error: CallError) => string
}

class Modes {
  #of = $state.raw<ReadonlyMap<ConversationId, ComposerMode>>(new Map())

  get(id: ConversationId): ComposerMode | null {
    return this.#of.get(id) ?? null
  }
  begin(id: ConversationId, mode: ComposerMode) {
    this.#of = new Map(this.#of).set(id, mode)
  }
  end(id: ConversationId) {
    if (!this.#of.has(id)) return
    const rest = new Map(this.#of)
    rest.delete(id)
    this.#of = rest
  }
}

export const modes = new Modes()
