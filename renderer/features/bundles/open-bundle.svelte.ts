/** The bundle that is being read. */
import type { Message } from '#shared/model/message'

class OpenBundle {
  message = $state.raw<Message | null>(null)
}

export const openBundle = new OpenBundle()
