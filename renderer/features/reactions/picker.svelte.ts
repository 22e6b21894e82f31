/** Which message the choice of reactions is open for; one for the whole page. */
import type { Message } from '#shared/model/message'

class ReactionChoice {
  /** `at`: beside what it opens. */
  wanted = $state.raw<{ message: Message; at: HTMLElement } | null>(null)

  open(message: Message, at: HTMLElement) {
    this.wanted = { message, at }
  }
}

export const choice = new ReactionChoice()
