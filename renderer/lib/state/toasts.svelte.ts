/** Short messages, shown in a place of their own (lib/ui/toast-places): what went wrong with the last action, or that it is done. */
import { untrack } from 'svelte'
import type { CallError } from '#shared/result'
import { errorText } from '../text/error-texts'
import { toastPlaces } from '../ui/toast-places.svelte'

export interface ToastMessage {
  id: number
  tone: 'info' | 'good' | 'bad'
  text: string
  /** Place of the dialog that was in front when it was said; null: none was. */
  dialog: HTMLElement | null
}

const VISIBLE_MS = 6000
const MAX_VISIBLE = 3

class Toasts {
  list = $state.raw<ToastMessage[]>([])
  #lastId = 0
  readonly #clocks = new Map<number, ReturnType<typeof setTimeout>>()

  /** The same once more stands once, as the last. */
  show(text: string, tone: ToastMessage['tone'] = 'info') {
    const id = ++this.#lastId
    const others = this.list.filter((toast) => toast.text !== text || toast.tone !== tone)
    this.list = [...others, { id, tone, text, dialog: untrack(() => toastPlaces.dialogs.at(-1) ?? null) }].slice(-MAX_VISIBLE)
    this.#start(id)
  }

  /** Dialogs have opened or closed. What stands behind one waits until it can be read again; what stood in one goes to what is in front now. */
  settle(dialogs: readonly HTMLElement[]) {
    const front = dialogs.at(-1) ?? null
    if (this.list.some(({ dialog }) => dialog && !dialogs.includes(dialog))) {
      this.list = this.list.map((toast) => (toast.dialog && !dialogs.includes(toast.dialog) ? { ...toast, dialog: front } : toast))
    }
    for (const { id, dialog } of this.list) {
      if (dialog !== front) this.#stop(id)
      else if (!this.#clocks.has(id)) this.#start(id)
    }
  }

  #start(id: number) {
    this.#clocks.set(id, setTimeout(() => this.dismiss(id), VISIBLE_MS))
  }
  #stop(id: number) {
    clearTimeout(this.#clocks.get(id))
    this.#clocks.delete(id)
  }

  dismiss(id: number) {
    this.#stop(id)
    this.list = this.list.filter((toast) => toast.id !== id)
  }
}

export const toasts = new Toasts()

/** Says in the user's language why a call was refused. */
export const showError = (error: CallError) => toasts.show(errorText(error), 'bad')
