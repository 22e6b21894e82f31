/** Is the column beside a room's messages shown? Where there is room for it, until the user says otherwise; the same for all rooms. */
class Panel {
  /** What was shared stands there instead, in conversations of all kinds. */
  isShared = $state(false)
  #chosen = $state<boolean | null>(null)

  isOpen(hasSpace: boolean): boolean {
    return this.#chosen ?? hasSpace
  }

  choose(isOpen: boolean) {
    this.#chosen = isOpen
  }
}

export const panel = new Panel()
