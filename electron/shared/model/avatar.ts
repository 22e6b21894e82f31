/** Pictures of people and rooms: what is taken, judged by their own bytes before anybody decodes them. */

export const avatarTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const
export type AvatarType = (typeof avatarTypes)[number]

/** A picture, checked against its hash. */
export interface AvatarPicture {
  /** SHA-1 in hex. */
  hash: string
  type: AvatarType
  base64: string
}

/** Servers limit a stanza to 256 KiB and less, and Base64 takes a third more. */
export const MAX_AVATAR_BYTES = 192 * 1024
/** Pixels; a picture of 2048 × 2048 takes 16 MB when it is decoded. */
const MAX_AVATAR_EDGE = 2048
/** What we give away of ourselves: everybody who meets us fetches it. */
export const MAX_OWN_AVATAR_BYTES = 64 * 1024

export interface PictureFacts {
  type: AvatarType
  width: number
  height: number
}

const u16 = (bytes: Uint8Array, at: number, isLittle = false) => {
  const [a = 0, b = 0] = [bytes[at], bytes[at + 1]]
  return isLittle ? a + b * 256 : a * 256 + b
}
const u24 = (bytes: Uint8Array, at: number) => u16(bytes, at, true) + (bytes[at + 2] ?? 0) * 65_536
const says = (bytes: Uint8Array, at: number, ...values: (number | string)[]) =>
  values.flatMap((value) => (typeof value === 'string' ? [...value].map((sign) => sign.charCodeAt(0)) : value)).every((value, i) => bytes[at + i] === value)

/** The frame header (SOF0 … SOF15) of a JPEG: ITU T.81 §B.2.2. */
function jpegSize(bytes: Uint8Array): [number, number] | null {
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at++
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return [u16(bytes, at + 7), u16(bytes, at + 5)]
    if (marker === 0xda || marker === 0xd9) return null
    at += 2 + Math.max(2, u16(bytes, at + 2))
  }
  return null
}

/** The three kinds of WebP: RFC 9649 §2.5–2.7. */
function webpSize(bytes: Uint8Array): [number, number] | null {
  if (says(bytes, 12, 'VP8 ')) return [u16(bytes, 26, true) & 0x3fff, u16(bytes, 28, true) & 0x3fff]
  if (says(bytes, 12, 'VP8X')) return [u24(bytes, 24) + 1, u24(bytes, 27) + 1]
  if (!says(bytes, 12, 'VP8L')) return null
  const bits = u16(bytes, 21, true) + u16(bytes, 23, true) * 65_536
  return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
}

function read(bytes: Uint8Array): [AvatarType, [number, number] | null] | null {
  if (says(bytes, 0, 0x89, 'PNG', 0x0d, 0x0a, 0x1a, 0x0a)) {
    return ['image/png', says(bytes, 12, 'IHDR') ? [u16(bytes, 16) * 65_536 + u16(bytes, 18), u16(bytes, 20) * 65_536 + u16(bytes, 22)] : null]
  }
  if (says(bytes, 0, 0xff, 0xd8, 0xff)) return ['image/jpeg', jpegSize(bytes)]
  if (says(bytes, 0, 'GIF8')) return ['image/gif', [u16(bytes, 6, true), u16(bytes, 8, true)]]
  return says(bytes, 0, 'RIFF') && says(bytes, 8, 'WEBP') ? ['image/webp', webpSize(bytes)] : null
}

/** What the bytes say, whatever the sender says. Null: none of ours, or bigger (in bytes or pixels) than may be. */
export function avatarFacts(bytes: Uint8Array): PictureFacts | null {
  if (bytes.length > MAX_AVATAR_BYTES) return null
  const [type, size] = read(bytes) ?? []
  if (!type || !size) return null
  const [width, height] = size
  const isFit = width >= 1 && height >= 1 && width <= MAX_AVATAR_EDGE && height <= MAX_AVATAR_EDGE
  return isFit ? { type, width, height } : null
}
