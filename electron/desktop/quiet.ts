/** Does the user want to be left alone now? For what the desktop does: notifications, sounds, flashing. */
import type { SettingsAccess } from '#core/context'
import { quietEnd } from '#shared/model/quiet'
import type { Clock, EpochMs } from '#shared/time'

const HOUR_MS = 3_600_000

export interface Quiet {
  /** When it ends; null: it is not quiet. */
  end(): EpochMs | null
  /** Begun by hand, so that it can be ended by hand; hours are changed in the settings. */
  isByHand(): boolean
  forAnHour(): void
  stop(): void
}

export function createQuiet(settings: Pick<SettingsAccess, 'get' | 'set'>, clock: Clock): Quiet {
  return {
    end: () => quietEnd(settings.get(), clock.nowMs()),
    isByHand: () => settings.get().quietUntilMs > clock.nowMs(),
    forAnHour: () => settings.set({ quietUntilMs: clock.nowMs() + HOUR_MS }),
    stop: () => settings.set({ quietUntilMs: 0 }),
  }
}
