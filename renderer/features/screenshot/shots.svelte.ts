/** Parts of the screen that were chosen for a conversation, until its composer takes them. */
import type { ContractEvent } from '#contract'
import type { ConversationId } from '#shared/ids'
import { fileStamp, systemClock } from '#shared/time'
import { register } from '../../lib/sync'
import { toasts } from '../../lib/state/toasts.svelte'
import { problemWords } from './shot-words'

class Shots {
  #waiting = $state.raw<{ conversationId: ConversationId; file: File } | null>(null)

  /** Gives once what is for this conversation. */
  take(conversationId: ConversationId): File | null {
    if (this.#waiting?.conversationId !== conversationId) return null
    const { file } = this.#waiting
    this.#waiting = null
    return file
  }
  load() {
    // Nothing of a snapshot: it is made here.
  }
  apply(event: ContractEvent) {
    if (event.name === 'desktop.shotFailed') toasts.show(problemWords(event.payload.problem), 'bad')
    if (event.name !== 'desktop.shotTaken') return
    const { conversationId, png } = event.payload
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
    this.#waiting = { conversationId, file: new File([bytes], `screenshot-${fileStamp(systemClock.nowMs())}.png`, { type: 'image/png' }) }
  }
}

export const shots = register(new Shots())
