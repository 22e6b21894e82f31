/** From the microphone to a file: samples → Opus (WebCodecs) → Ogg, while they come. Nothing is kept of a recording that is thrown away. */
import { oggOpus, type OpusPacket } from './ogg-opus'
import { levelled, peaksOf } from './peaks'

/** Speech, bits a second: a minute is a quarter of a megabyte. */
const BITRATE = 32_000
/** Bars of the finished recording. */
const BARS = 48
const OPUS_RATE = 48_000

/** TypeScript does not know it yet; Chromium has had it since 94. */
declare const MediaStreamTrackProcessor: new (init: { track: MediaStreamTrack }) => { readonly readable: ReadableStream<AudioData> }

export interface Recording {
  file: File
  durationMs: number
  peaks: readonly number[]
}

export interface Capture {
  /** Null: nothing came. */
  stop(): Promise<Recording | null>
  drop(): void
}

export interface CaptureOptions {
  /** Some hundred times a second: how loud it was, 0 to 1, and how long it is by now. */
  onlevel: (level: number, durationMs: number) => void
  /** The device is gone, or cannot be encoded. */
  onbroken: () => void
  name: string
}

export async function capture({ onlevel, onbroken, name }: CaptureOptions): Promise<Capture> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true } })
  const track = stream.getAudioTracks()[0]!
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader()
  const packets: OpusPacket[] = []
  const levels: number[] = []
  let isOver = false
  let [channels, rate, heardUs] = [1, OPUS_RATE, 0]
  const encoder = new AudioEncoder({
    output: (chunk) => {
      const bytes = new Uint8Array(chunk.byteLength)
      chunk.copyTo(bytes)
      packets.push({ bytes, samples: Math.round(((chunk.duration ?? 0) * OPUS_RATE) / 1_000_000) })
    },
    error: () => broken(),
  })
  const end = () => {
    isOver = true
    track.stop()
  }
  const broken = () => {
    if (isOver) return
    end()
    onbroken()
  }
  const take = (data: AudioData) => {
    if (encoder.state === 'unconfigured') {
      ;[channels, rate] = [data.numberOfChannels, data.sampleRate]
      encoder.configure({ codec: 'opus', sampleRate: rate, numberOfChannels: channels, bitrate: BITRATE })
    }
    const samples = new Float32Array(data.numberOfFrames)
    data.copyTo(samples, { planeIndex: 0, format: 'f32-planar' })
    encoder.encode(data)
    heardUs += data.duration
    const level = peaksOf(samples, 1)[0]!
    levels.push(level)
    onlevel(level, heardUs / 1000)
  }
  const work = (async () => {
    for (;;) {
      const { value, done } = await reader.read()
      if (value && !isOver) take(value)
      value?.close()
      if (done) return broken() // unless we have ended it ourselves
    }
  })().catch(broken)

  return {
    stop: async () => {
      end()
      await work
      if (encoder.state !== 'configured') return null
      await encoder.flush()
      encoder.close()
      if (packets.length === 0) return null
      const file = new File([oggOpus(packets, channels, rate, 1)], name, { type: 'audio/ogg' })
      return { file, durationMs: Math.max(1, Math.round(heardUs / 1000)), peaks: levelled(peaksOf(levels, Math.min(BARS, levels.length))) }
    },
    drop: () => {
      end()
      if (encoder.state !== 'closed') encoder.close()
    },
  }
}
