/**
 * Where toasts stand: in a place of their own in the flow of what is on the screen, so that they cover nothing. Each such place tells of
 * itself while it is there; the one that is nearest to the user has what is said. A dialog that opens later does not draw it in: it would
 * be read as the dialog's own (lib/state/toasts).
 */
import { untrack } from 'svelte'
import type { Attachment } from 'svelte/attachments'

/** From the farthest to the nearest: under all, above a conversation, under the list, in the dialog that is in front. */
const KINDS = ['page', 'conversation', 'list', 'dialog'] as const
type Kind = (typeof KINDS)[number]

class ToastPlaces {
  #all = $state.raw<readonly { kind: Kind; element: HTMLElement }[]>([])
  /** The one in front is the last. */
  readonly dialogs: readonly HTMLElement[] = $derived(this.#all.filter(({ kind }) => kind === 'dialog').map(({ element }) => element))
  /** The nearest that is in no dialog. */
  readonly base: HTMLElement | null = $derived(
    this.#all.filter(({ kind }) => kind !== 'dialog').toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)).at(-1)?.element ?? null,
  )

  /** `<div {@attach toastPlaces.at('list')}></div>` */
  at(kind: Kind): Attachment<HTMLElement> {
    return (element) => {
      // Attachments run again when what they have read changes: two places would call each other for ever.
      this.#all = [...untrack(() => this.#all), { kind, element }]
      return () => void (this.#all = untrack(() => this.#all).filter((one) => one.element !== element))
    }
  }
}

export const toastPlaces = new ToastPlaces()
