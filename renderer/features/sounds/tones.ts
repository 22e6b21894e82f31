/** Our sounds as notes: made when they are played, so that there are no files and nothing is anybody else's. */
import type { SoundName } from '#shared/desktop'

export interface Note {
  /** Hz. */
  pitch: number
  /** Seconds after the beginning, and how long it rings. */
  at: number
  seconds: number
}

/** A fifth up for one who writes to you, one drop for a room, a call of three for a mention, a step down and up for a request. */
export const TONES: Readonly<Record<SoundName, readonly Note[]>> = {
  chat: [{ pitch: 659.3, at: 0, seconds: 0.16 }, { pitch: 987.8, at: 0.09, seconds: 0.32 }],
  room: [{ pitch: 784, at: 0, seconds: 0.22 }],
  mention: [{ pitch: 880, at: 0, seconds: 0.12 }, { pitch: 1108.7, at: 0.1, seconds: 0.12 }, { pitch: 1318.5, at: 0.2, seconds: 0.36 }],
  request: [{ pitch: 740, at: 0, seconds: 0.18 }, { pitch: 587.3, at: 0.13, seconds: 0.18 }, { pitch: 880, at: 0.26, seconds: 0.34 }],
}

const LOUDNESS = 0.16
/** Seconds until a note is at its full: without it there is a click. */
const ATTACK = 0.008
/** As good as silent; an exponential never reaches 0. */
const SILENCE = 0.0001
/** Above the note itself a little of its octave: that makes it a bell instead of a beep. */
const OVERTONES = [[1, 1], [2, 0.35], [3, 0.08]] as const

/** Puts the sound on this context, beginning now; gives its length in seconds. */
export function strike(context: BaseAudioContext, sound: SoundName): number {
  const notes = TONES[sound]
  for (const { pitch, at, seconds } of notes) {
    for (const [times, share] of OVERTONES) {
      const begin = context.currentTime + at
      const tone = context.createOscillator()
      const volume = context.createGain()
      tone.frequency.value = pitch * times
      volume.gain.setValueAtTime(SILENCE, begin)
      volume.gain.linearRampToValueAtTime(LOUDNESS * share, begin + ATTACK)
      volume.gain.exponentialRampToValueAtTime(SILENCE, begin + seconds)
      tone.connect(volume).connect(context.destination)
      tone.start(begin)
      tone.stop(begin + seconds)
    }
  }
  return Math.max(...notes.map(({ at, seconds }) => at + seconds))
}
