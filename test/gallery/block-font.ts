/**
 * A font in which every sign is the same full block: a page set in it lies the same on every machine, whatever fonts are there. TrueType as the
 * OpenType specification 1.9 has it; the one range of its `cmap` (format 13) is all of Unicode.
 */
const EM = 1000
const WIDTH = 600
const [ASCENT, DESCENT] = [880, 240]

const u16 = (...values: number[]) => values.flatMap((value) => [(value >> 8) & 255, value & 255])
const u32 = (...values: number[]) => values.flatMap((value) => [...u16(value >>> 16), ...u16(value & 0xffff)])
const tag = (text: string) => [...text].map((sign) => sign.charCodeAt(0))
const padded = (bytes: number[]) => [...bytes, ...Array<number>((4 - (bytes.length % 4)) % 4).fill(0)]
const sum = (bytes: number[]) => padded(bytes).reduce((total, byte, i) => (total + byte * 2 ** (24 - 8 * (i % 4))) % 2 ** 32, 0)

/** A rectangle: one contour of four points, clockwise. */
const block = padded([
  ...u16(1, 40, 0, WIDTH - 40, 700), ...u16(3, 0), ...Array<number>(4).fill(1), // ends at point 3, no instructions, all on the curve
  ...u16(40, 0, WIDTH - 80, 0), ...u16(0, 700, 0, -700), // steps in x, then in y
])
const words = (['Blocks', 'Regular', 'Blocks', 'Blocks', '1', 'Blocks'] as const).map((text) => [...text].flatMap((sign) => u16(sign.charCodeAt(0))))
const names = words.flatMap((bytes, i) => u16(3, 1, 0x409, i + 1, bytes.length, words.slice(0, i).flat().length))

const tables: Record<string, number[]> = {
  'OS/2': [
    ...u16(4, WIDTH, 400, 5, 0), ...Array<number>(22).fill(0), ...Array<number>(10).fill(0), ...u32(0, 0, 0, 0), ...tag('MAGP'), ...u16(0x40, 0x20, 0xffff),
    ...u16(ASCENT, -DESCENT, 0, ASCENT, DESCENT), ...u32(0, 0), ...u16(500, 700, 0, 0x20, 0),
  ],
  cmap: [...u16(0, 1, 3, 10), ...u32(12), ...u16(13, 0), ...u32(28, 0, 1, 0x20, 0x10ffff, 1)],
  glyf: [...block, ...block],
  head: [...u16(1, 0, 1, 0), ...u32(0, 0x5f0f3cf5), ...u16(3, EM), ...u32(0, 0, 0, 0), ...u16(0, 0, WIDTH, 700, 0, 8, 2, 1, 0)],
  hhea: [...u16(1, 0, ASCENT, -DESCENT, 0, WIDTH, 40, 40, WIDTH - 40, 1, 0, 0), ...Array<number>(10).fill(0), ...u16(2)],
  hmtx: u16(WIDTH, 40, WIDTH, 40),
  loca: u32(0, block.length, block.length * 2),
  maxp: u16(1, 0, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
  name: [...u16(0, words.length, 6 + 12 * words.length), ...names, ...words.flat()],
  post: [...u32(0x30000, 0), ...u16(-100, 50), ...u32(1, 0, 0, 0, 0)],
}

/** The file, as bytes. */
export function blockFont(): number[] {
  const entries = Object.entries(tables)
  let offset = 12 + 16 * entries.length
  const directory = entries.flatMap(([name, bytes]) => {
    const entry = [...tag(name), ...u32(sum(bytes), offset, bytes.length)]
    offset += padded(bytes).length
    return entry
  })
  return [...u32(0x10000), ...u16(entries.length, 128, 3, entries.length * 16 - 128), ...directory, ...entries.flatMap(([, bytes]) => padded(bytes))]
}
