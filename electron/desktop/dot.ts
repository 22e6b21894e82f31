/** A dot in the warm colour of renderer/styles (`--warm`) as pixels: four bytes each, blue first, the edge softened. Pure. */
const [RED, GREEN, BLUE] = [0xdb, 0x5f, 0x2c]

export function dotBitmap(size: number): Buffer {
  const pixels = Buffer.alloc(size * size * 4)
  const middle = (size - 1) / 2
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const cover = Math.max(0, Math.min(1, size / 2 - Math.hypot(x - middle, y - middle)))
      // Premultiplied, as Chromium takes it.
      pixels.set([BLUE, GREEN, RED, 255].map((value) => Math.round(value! * cover)), (y * size + x) * 4)
    }
  }
  return pixels
}
