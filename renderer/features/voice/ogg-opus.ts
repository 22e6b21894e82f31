/**
 * Opus packets as a file every client plays: Ogg (RFC 3533) with Opus in it (RFC 7845). Chromium's own recorder writes WebM without a
 * length, which telephones take for a film.
 */

/** Opus counts at this rate whatever was recorded, samples a second. */
const RATE = 48_000
/** What the encoder needs before the first sample comes out of it (libopus at 48 kHz). */
export const PRE_SKIP = 312
const MAX_SEGMENTS = 255
/** A page a second: the places where a player can jump to. */
const PAGE_SAMPLES = RATE

export interface OpusPacket {
  bytes: Uint8Array
  /** At 48 kHz. */
  samples: number
}

const CRC = Uint32Array.from({ length: 256 }, (_, i) => {
  let rest = i << 24
  for (let bit = 0; bit < 8; bit++) rest = rest & 0x80000000 ? (rest << 1) ^ 0x04c11db7 : rest << 1
  return rest
})
function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (const byte of bytes) sum = (sum << 8) ^ CRC[((sum >>> 24) ^ byte) & 0xff]!
  return sum >>> 0
}

const utf8 = (text: string) => new TextEncoder().encode(text)
/** How Ogg writes the length of a packet. */
const lacing = (length: number) => [...Array<number>(Math.floor(length / 255)).fill(255), length % 255]

function headPacket(channels: number, recordedRate: number): Uint8Array {
  const bytes = new Uint8Array(19)
  const view = new DataView(bytes.buffer)
  bytes.set(utf8('OpusHead'))
  view.setUint8(8, 1)
  view.setUint8(9, channels)
  view.setUint16(10, PRE_SKIP, true)
  view.setUint32(12, recordedRate, true)
  return bytes
}
/** No vendor and no comments: nothing of who recorded it on what. */
const tagsPacket = () => Uint8Array.from([...utf8('OpusTags'), 0, 0, 0, 0, 0, 0, 0, 0])

/** @param serial any number: of the one stream in the file */
export function oggOpus(packets: readonly OpusPacket[], channels: number, recordedRate: number, serial: number): Uint8Array<ArrayBuffer> {
  const pages: Uint8Array[] = []
  const page = (kind: number, content: readonly Uint8Array[], granule: number) => {
    const segments = content.flatMap((packet) => lacing(packet.length))
    const bytes = new Uint8Array(27 + segments.length + content.reduce((sum, packet) => sum + packet.length, 0))
    const view = new DataView(bytes.buffer)
    bytes.set(utf8('OggS'))
    view.setUint8(5, kind)
    view.setBigUint64(6, BigInt(granule), true)
    view.setUint32(14, serial >>> 0, true)
    view.setUint32(18, pages.length, true)
    view.setUint8(26, segments.length)
    bytes.set(segments, 27)
    let at = 27 + segments.length
    for (const packet of content) {
      bytes.set(packet, at)
      at += packet.length
    }
    view.setUint32(22, checksum(bytes), true)
    pages.push(bytes)
  }
  page(2, [headPacket(channels, recordedRate)], 0)
  page(0, [tagsPacket()], 0)
  let content: Uint8Array[] = []
  let [segments, begun, granule] = [0, 0, 0]
  for (const { bytes, samples } of packets) {
    const needed = lacing(bytes.length).length
    if (content.length > 0 && (segments + needed > MAX_SEGMENTS || granule - begun >= PAGE_SAMPLES)) {
      page(0, content, granule)
      content = []
      segments = 0
      begun = granule
    }
    content.push(bytes)
    segments += needed
    granule += samples
  }
  page(4, content, granule)
  const whole = new Uint8Array(pages.reduce((sum, one) => sum + one.length, 0))
  let at = 0
  for (const one of pages) {
    whole.set(one, at)
    at += one.length
  }
  return whole
}
