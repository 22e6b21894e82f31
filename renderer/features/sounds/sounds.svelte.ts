/** Plays our sounds: when the desktop says so, or to let the user hear one. */
import type { ContractEvent } from '#contract'
import type { SoundName } from '#shared/desktop'
import { register } from '../../lib/sync'
import { strike } from './tones'

/** The device is given back when nothing was played for so long. */
const REST_MS = 3000

class Sounds {
  #context: AudioContext | null = null
  #resting: ReturnType<typeof setTimeout> | undefined

  async play(sound: SoundName): Promise<void> {
    const context = (this.#context ??= new AudioContext())
    clearTimeout(this.#resting)
    await context.resume()
    this.#resting = setTimeout(() => void context.suspend(), strike(context, sound) * 1000 + REST_MS)
  }

  load() {
    // Nothing of the core's state.
  }
  apply(event: ContractEvent) {
    if (event.name === 'desktop.playSound') void this.play(event.payload.sound)
  }
}

export const sounds = register(new Sounds())
