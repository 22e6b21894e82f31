/** The window as it stands on the screen. */
import type { ContractEvent } from '#contract'
import type { UpdateState } from '#shared/model/update'
import { ownWindow } from '../own-window'
import { register } from '../sync'
import { settings } from './settings.svelte'

/** Below this, in px at normal text size, one column is shown at a time. */
const TWO_COLUMNS_PX = 560

class WindowState {
  /** On the screen at all. The page's own `focus` and `document.hidden` do not always tell (trays, no window manager). */
  isShown = $state(true)
  /** Where it stands with new versions. */
  update = $state.raw<UpdateState>({ phase: 'off' })
  /** A window that is not shown yet has no width, and `resize` does not always tell when it gets one: the layout does. */
  #width = $state(Infinity)

  constructor() {
    const page = document.documentElement
    new ResizeObserver(() => (this.#width = page.clientWidth || Infinity)).observe(page)
  }

  get isNarrow(): boolean {
    return ownWindow === null && (settings.current.listOnly || this.#width < (TWO_COLUMNS_PX * settings.current.fontPercent) / 100)
  }

  load() {
    // Not part of the core's state: only events tell.
  }
  apply(event: ContractEvent) {
    if (event.name === 'desktop.windowShown') this.isShown = event.payload.isShown
    if (event.name === 'desktop.updateChanged') this.update = event.payload
  }
}

export const windowState = register(new WindowState())
