/** What is being listened to: one sound at a time, in all of the window. Behind a voice message the next one follows by itself. */
import { isVoice, type SharedFile } from '#shared/model/files'
import type { Message } from '#shared/model/message'
import { Preference } from '../../lib/state/preference.svelte'
import { openWindow } from '../messages/open-window.svelte'
import { readSound } from './sounds-of'

export const RATES = [1, 1.5, 2] as const
const rate = new Preference<number>('voice.rate', 1, (value): value is number => (RATES as readonly unknown[]).includes(value))

export const soundKey = (message: Message, index: number) => `${message.id} ${index}`

class Player {
  /** Of what is in hand, playing or not. */
  current = $state<string | null>(null)
  isPlaying = $state(false)
  seconds = $state(0)
  /** Which could not be played. */
  broken = $state.raw<ReadonlySet<string>>(new Set())
  #audio: HTMLAudioElement | null = null
  #message: Message | null = null

  get rate(): number {
    return rate.value
  }
  /** 1 → 1.5 → 2 → 1. */
  stepRate() {
    rate.value = RATES[(RATES.indexOf(rate.value as 1) + 1) % RATES.length]!
    if (this.#audio) this.#audio.playbackRate = rate.value
  }

  async toggle(message: Message, index: number, file: SharedFile) {
    if (this.current === soundKey(message, index) && this.#audio) {
      if (this.isPlaying) this.#audio.pause()
      else await this.#play(this.#audio)
      return
    }
    await this.#take(message, index, file, 0, true)
  }

  /** Also in one that does not play: it is there when it begins. Not to the very end, which would be its end without having been heard. */
  async seek(message: Message, index: number, file: SharedFile, to: number, length: number) {
    const seconds = Math.max(0, Math.min(to, length - 0.1))
    if (this.current !== soundKey(message, index)) return this.#take(message, index, file, seconds, false)
    this.seconds = seconds
    if (this.#audio) this.#audio.currentTime = seconds
  }

  stop() {
    this.#audio?.pause()
    if (this.#audio?.src) URL.revokeObjectURL(this.#audio.src)
    this.#audio = null
    this.#message = null
    this.current = null
    this.isPlaying = false
    this.seconds = 0
  }

  async #play(audio: HTMLAudioElement) {
    audio.playbackRate = rate.value
    // Refused when it is stopped before it has begun: that is no failure; what cannot be decoded says so by `error`.
    await audio.play().catch(() => undefined)
  }

  async #take(message: Message, index: number, file: SharedFile, seconds: number, plays: boolean) {
    this.stop()
    const key = soundKey(message, index)
    this.current = key
    this.#message = message
    this.seconds = seconds
    const blob = file.local === null ? null : await readSound(file.local)
    if (this.current !== key) return
    if (!blob) return this.#giveUp(key)
    const audio = new Audio(URL.createObjectURL(blob))
    this.#audio = audio
    audio.currentTime = this.seconds // it may have been moved meanwhile
    audio.onplay = () => (this.isPlaying = true)
    audio.onpause = () => (this.isPlaying = false)
    audio.ontimeupdate = () => (this.seconds = audio.currentTime)
    audio.onerror = () => this.#audio === audio && this.#giveUp(key)
    audio.onended = () => this.#audio === audio && this.#next()
    if (plays) await this.#play(audio)
  }
  #giveUp(key: string) {
    this.broken = new Set([...this.broken, key])
    this.stop()
  }
  #next() {
    const next = this.#message && openWindow.behind(this.#message)
    const file = next?.isRetracted ? undefined : next?.extras?.files?.[0]
    this.stop()
    if (next && file?.local && isVoice(file)) void this.#take(next, 0, file, 0, true)
  }
}

export const player = new Player()
