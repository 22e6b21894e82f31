/** Short messages, shown in a place of their own (lib/ui/toast-places): what went wrong with the last action, or that it is done. */
import type { CallError } from '#shared/result'
import { errorText } from '../text/error-texts'

export interface ToastMessage {
  id: number
  tone: 'info' | 'good' | 'bad'
  text: string
}

const VISIBLE_MS = 6000
const MAX_VISIBLE = 3

class Toasts {
  list = $state.raw<ToastMessage[]>([])
  #lastId = 0

  /** The same once more stands once, as the last. */
  show(text: string, tone: ToastMessage['tone'] = 'info') {
    const id = ++this.#lastId
    const others = this.list.filter((toast) => toast.text !== text || toast.tone !== tone)
    this.list = [...others, { id, tone, text }].slice(-MAX_VISIBLE)
    setTimeout(() => this.dismiss(id), VISIBLE_MS)
  }

  dismiss(id: number) {
    this.list = this.list.filter((toast) => toast.id !== id)
  }
}

export const toasts = new Toasts()

/** Says in the user's language why a call was refused. */
export const showError = (error: CallError) => toasts.show(errorText(error), 'bad')
