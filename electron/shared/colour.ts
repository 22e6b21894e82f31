/**
 * The colour of a name. XEP-0392 version 1.0.1: angle from SHA-1 of the UTF-8 text. Instead of HSLuv the angle goes into
 * CSS oklch(), which is even in lightness too and needs no table. Left out: palettes, colour-vision corrections (§5.2–5.3).
 * Pure, since the renderer needs it synchronously: hence a SHA-1 of our own (not used for anything secret).
 */
const rotate = (x: number, n: number) => (x << n) | (x >>> (32 - n))

/** First 32 bits of SHA-1. */
function sha1Head(bytes: Uint8Array): number {
  const padded = new Uint8Array(((bytes.length + 8) >> 6) * 64 + 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000))
  view.setUint32(padded.length - 4, bytes.length << 3)
  const h = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
  const w = new Int32Array(80)
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(block + i * 4)
    for (let i = 16; i < 80; i++) w[i] = rotate(w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!, 1)
    let [a, b, c, d, e] = h as [number, number, number, number, number]
    for (let i = 0; i < 80; i++) {
      const [f, k] =
        i < 20 ? [(b & c) | (~b & d), 0x5a827999]
        : i < 40 ? [b ^ c ^ d, 0x6ed9eba1]
        : i < 60 ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
        : [b ^ c ^ d, 0xca62c1d6]
      const next = (rotate(a, 5) + f + e + k + w[i]!) | 0
      e = d
      d = c
      c = rotate(b, 30)
      b = a
      a = next
    }
    ;[a, b, c, d, e].forEach((value, i) => (h[i] = (h[i]! + value) | 0))
  }
  return h[0]! >>> 0
}

/** Hue in degrees, 0 ≤ hue < 360. */
export function hueOf(text: string): number {
  const head = sha1Head(new TextEncoder().encode(text))
  const littleEndian = (head >>> 24) | ((head >>> 8) & 0xff00)
  return (littleEndian / 65536) * 360
}

/** CSS colour for text on a light or dark ground; both reach 4.5:1 against white and #1e1e1e. */
export function colourOf(text: string, isDark: boolean): string {
  return `oklch(${isDark ? '0.76 0.12' : '0.5 0.13'} ${hueOf(text).toFixed(1)})`
}
