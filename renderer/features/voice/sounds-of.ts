/**
 * Sounds of messages in hand: read from the desktop, decoded here in the sandbox for their waveform. One at a time; what kills the page
 * while it is decoded is not decoded again when the page comes back.
 */
import { call } from '../../lib/api'
import { levelled, peaksOf } from './peaks'

export interface Wave {
  peaks: readonly number[]
  seconds: number
}

const BARS = 40
/** Decoded whole it takes some hundred times this: longer sounds are played without a waveform, bytes. */
const MAX_WAVE_BYTES = 2_000_000
/** Loudness needs no more, Hz (the least Chromium decodes to is 3000). */
const WAVE_RATE = 8000
const TRIED = 'magpie.decoding'

export async function readSound(key: string): Promise<Blob | null> {
  const result = await call('desktop.readSound', { key })
  return result.ok ? new Blob([result.value.bytes], { type: result.value.type }) : null
}

/** Last ones that were looked at, by key; a waveform is a few hundred bytes. */
const known = new Map<string, Promise<Wave | null>>()
const MAX_KNOWN = 500
let queue: Promise<unknown> = Promise.resolve()

async function decode(key: string): Promise<Wave | null> {
  const blob = await readSound(key)
  if (!blob || blob.size > MAX_WAVE_BYTES || sessionStorage.getItem(TRIED) === key) return null
  sessionStorage.setItem(TRIED, key)
  try {
    const sound = await new OfflineAudioContext(1, 1, WAVE_RATE).decodeAudioData(await blob.arrayBuffer())
    return { peaks: levelled(peaksOf(sound.getChannelData(0), BARS)), seconds: sound.duration }
  } catch {
    return null // not a form that Chromium knows: the player says so when it is to be played
  } finally {
    sessionStorage.removeItem(TRIED)
  }
}

/** Null: it has none (too long, or of an unknown form). */
export function waveOf(key: string): Promise<Wave | null> {
  const there = known.get(key)
  if (there) return there
  const wave = queue.then(() => decode(key))
  queue = wave
  known.set(key, wave)
  if (known.size > MAX_KNOWN) known.delete(known.keys().next().value!)
  return wave
}
