/** Is the column beside a room's messages shown? The same for all rooms, as long as the window lives. */
const WIDE_PX = 1000

class Panel {
  isOpen = $state(innerWidth >= WIDE_PX)

  toggle() {
    this.isOpen = !this.isOpen
  }
}

export const panel = new Panel()
