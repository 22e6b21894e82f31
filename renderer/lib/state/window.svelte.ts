/** Whether the window is on the screen. The page's own `focus` and `document.hidden` do not always tell (trays, no window manager). */
import type { ContractEvent } from '#contract'
import { register } from '../sync'

class WindowState {
  isShown = $state(true)

  load() {
    // Not part of the core's state: only events tell.
  }
  apply(event: ContractEvent) {
    if (event.name === 'desktop.windowShown') this.isShown = event.payload.isShown
  }
}

export const windowState = register(new WindowState())
