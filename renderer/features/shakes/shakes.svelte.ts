/** Window shakes (XEP-0224): whose are refused, and the shaking itself. */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { register } from '../../lib/sync'

const STEPS_PX = [0, -9, 8, -7, 7, -6, 5, -4, 3, -2, 0]
const SHAKE_MS = 700
const FLASH_MS = 900

class ShakesState {
  #refused = $state.raw<ReadonlyMap<AccountId, readonly BareJid[]>>(new Map())
  #moving: Animation | null = null

  load(snapshot: Snapshot) {
    this.#refused = new Map(Object.entries(snapshot.accounts).map(([id, slices]) => [Number(id) as AccountId, slices.shakes?.refused ?? []]))
  }

  apply(event: ContractEvent) {
    if (event.name === 'shake.refusedChanged') this.#refused = new Map(this.#refused).set(event.payload.accountId, event.payload.refused)
    else if (event.name === 'shake.received') this.shake()
  }

  isAllowed(accountId: AccountId, jid: string): boolean {
    return !this.#refused.get(accountId)?.some((one) => one === jid)
  }

  /** One at a time, however many want it. Who wants no movement sees the window flash. */
  shake() {
    if (this.#moving) return
    const page = document.getElementById('app')
    if (!page) return
    const moving = matchMedia('(prefers-reduced-motion: reduce)').matches
      ? page.animate([{ opacity: 1 }, { opacity: 0.55 }, { opacity: 1 }, { opacity: 0.55 }, { opacity: 1 }], FLASH_MS)
      : page.animate(STEPS_PX.map((x, i) => ({ transform: `translate(${x}px, ${i % 2 === 0 ? 0 : x / 3}px)` })), SHAKE_MS)
    this.#moving = moving
    moving.onfinish = moving.oncancel = () => (this.#moving = null)
  }
}

export const shakes = register(new ShakesState())
