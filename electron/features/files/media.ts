/** What a file is, by its first bytes, never by its name (SAFETY §2.3). Pictures by their headers only: nothing is decoded here. */
import { MAX_PICTURE_EDGE, MAX_PICTURE_FRAMES, MAX_PICTURE_PIXELS } from '#shared/model/files'

/** Of a file; JPEG has its size behind what the camera wrote. */
export const HEAD_BYTES = 256 * 1024

export type Media =
  | { kind: 'picture'; type: string; width: number; height: number }
  | { kind: 'audio' | 'video'; type: string }
  | { kind: 'program'; type: null }

interface Size {
  width: number
  height: number
}

const ascii = (bytes: Buffer, from: number, to: number) => bytes.toString('latin1', from, to)
const begins = (bytes: Buffer, ...start: number[]) => bytes.length >= start.length && start.every((byte, i) => bytes[i] === byte)

const png = (bytes: Buffer): Size | null =>
  bytes.length >= 24 && ascii(bytes, 12, 16) === 'IHDR' ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : null
const gif = (bytes: Buffer): Size | null => (bytes.length >= 10 ? { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) } : null)

function jpeg(bytes: Buffer): Size | null {
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1]!
    if (marker === 0xff) at++ // filler
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2
    else at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

function webp(bytes: Buffer): Size | null {
  if (bytes.length < 30) return null
  const chunk = ascii(bytes, 12, 16)
  if (chunk === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
  if (chunk === 'VP8 ') return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
  if (chunk !== 'VP8L') return null
  const bits = bytes.readUInt32LE(21)
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
}

const PICTURES: [type: string, isIt: (bytes: Buffer) => boolean, size: (bytes: Buffer) => Size | null][] = [
  ['image/png', (b) => begins(b, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), png],
  ['image/jpeg', (b) => begins(b, 0xff, 0xd8, 0xff), jpeg],
  ['image/gif', (b) => /^GIF8[79]a$/.test(ascii(b, 0, 6)), gif],
  ['image/webp', (b) => ascii(b, 0, 4) === 'RIFF' && ascii(b, 8, 12) === 'WEBP', webp],
]
const SOUNDS: [kind: 'audio' | 'video', type: string, isIt: (bytes: Buffer) => boolean][] = [
  ['audio', 'audio/ogg', (b) => ascii(b, 0, 4) === 'OggS'],
  ['audio', 'audio/mpeg', (b) => ascii(b, 0, 3) === 'ID3' || (begins(b, 0xff) && (b[1]! & 0xe6) === 0xe2)],
  ['audio', 'audio/wav', (b) => ascii(b, 0, 4) === 'RIFF' && ascii(b, 8, 12) === 'WAVE'],
  ['audio', 'audio/flac', (b) => ascii(b, 0, 4) === 'fLaC'],
  ['audio', 'audio/mp4', (b) => /^ftypM4[AB]/.test(ascii(b, 4, 11))],
  ['video', 'video/mp4', (b) => ascii(b, 4, 8) === 'ftyp'],
  ['video', 'video/webm', (b) => begins(b, 0x1a, 0x45, 0xdf, 0xa3)],
]
/** Windows, Linux, macOS (both orders, both widths, several in one), scripts, shortcuts. */
const isProgram = (b: Buffer) =>
  ascii(b, 0, 2) === 'MZ' || begins(b, 0x7f, 0x45, 0x4c, 0x46) || /^(feedface|feedfacf|cefaedfe|cffaedfe|cafebabe)$/.test(b.toString('hex', 0, 4)) ||
  ascii(b, 0, 2) === '#!' || begins(b, 0x4c, 0, 0, 0, 1, 0x14, 2) || /^\s*\[Desktop Entry\]/.test(ascii(b, 0, 200))

/** Null: nothing that has a form of its own here. A picture that must not be decoded is none. */
export function mediaOf(head: Buffer): Media | null {
  for (const [type, isIt, sizeOf] of PICTURES) {
    if (!isIt(head)) continue
    const size = sizeOf(head)
    const isSane = size !== null && size.width > 0 && size.height > 0 && Math.max(size.width, size.height) <= MAX_PICTURE_EDGE &&
      size.width * size.height <= MAX_PICTURE_PIXELS
    return isSane ? { kind: 'picture', type, ...size } : null
  }
  const sound = SOUNDS.find(([, , isIt]) => isIt(head))
  if (sound) return { kind: sound[0], type: sound[1] }
  return isProgram(head) ? { kind: 'program', type: null } : null
}

/** Behind a chain of `length, bytes` that ends with a length of 0. */
function behindBlocks(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at]!
  return at + 1
}
/** Bytes of the colours that such a flag announces. */
const tableBytes = (flags: number) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0)

function* gifFrames(bytes: Buffer): Generator<void> {
  let at = 13 + tableBytes(bytes[10] ?? 0)
  while (at < bytes.length) {
    if (bytes[at] === 0x21) at = behindBlocks(bytes, at + 2)
    else if (bytes[at] === 0x2c) {
      yield
      at = behindBlocks(bytes, at + 11 + tableBytes(bytes[at + 9] ?? 0))
    } else return
  }
}
/** One for each chunk of that name: PNG (length, name, data, checksum) or RIFF (name, length, data, made even). */
function* chunks(bytes: Buffer, first: number, wanted: string, isRiff: boolean): Generator<void> {
  for (let at = first; at + 8 <= bytes.length; ) {
    const [name, length] = isRiff ? [ascii(bytes, at, at + 4), bytes.readUInt32LE(at + 4)] : [ascii(bytes, at + 4, at + 8), bytes.readUInt32BE(at)]
    if (name === wanted) yield
    at += isRiff ? 8 + length + (length & 1) : 12 + length
  }
}

/** Of the whole file: it moves in so many pictures that to show it is work without end. */
export function hasTooManyFrames(bytes: Buffer, type: string): boolean {
  const frames = type === 'image/gif' ? gifFrames(bytes) : type === 'image/png' ? chunks(bytes, 8, 'fcTL', false) : type === 'image/webp' ? chunks(bytes, 12, 'ANMF', true) : []
  let count = 0
  for (const frame of frames) {
    void frame
    if (++count > MAX_PICTURE_FRAMES) return true
  }
  return false
}
