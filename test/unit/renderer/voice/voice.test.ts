import { describe, expect, test } from 'vitest'
import { oggOpus, PRE_SKIP, type OpusPacket } from '../../../../renderer/features/voice/ogg-opus'
import { lengthText, levelled, peaksOf } from '../../../../renderer/features/voice/peaks'

interface Page {
  kind: number
  granule: number
  serial: number
  number: number
  packets: Uint8Array[]
}

/** As a player reads it (RFC 3533), with the sum computed bit by bit. */
function pagesOf(file: Uint8Array): Page[] {
  const pages: Page[] = []
  for (let at = 0; at < file.length;) {
    const view = new DataView(file.buffer, file.byteOffset + at)
    expect(String.fromCharCode(...file.subarray(at, at + 4))).toBe('OggS')
    const lengths = [...file.subarray(at + 27, at + 27 + view.getUint8(26))]
    const size = 27 + lengths.length + lengths.reduce((sum, one) => sum + one, 0)
    const unsummed = file.slice(at, at + size)
    unsummed.fill(0, 22, 26)
    let sum = 0
    for (const byte of unsummed) {
      for (let bit = 7; bit >= 0; bit--) sum = ((sum >>> 31) ^ ((byte >> bit) & 1) ? (sum << 1) ^ 0x04c11db7 : sum << 1) >>> 0
    }
    expect(view.getUint32(22, true)).toBe(sum)
    const packets: Uint8Array[] = []
    let [from, length] = [at + 27 + lengths.length, 0]
    for (const one of lengths) {
      length += one
      if (one === 255) continue
      packets.push(file.subarray(from, from + length))
      from += length
      length = 0
    }
    expect(length).toBe(0) // no packet goes on in the next page
    pages.push({ kind: view.getUint8(5), granule: Number(view.getBigUint64(6, true)), serial: view.getUint32(14, true), number: view.getUint32(18, true), packets })
    at += size
  }
  return pages
}
const packet = (length: number, fill: number): OpusPacket => ({ bytes: new Uint8Array(length).fill(fill), samples: 960 })

describe('a recording as a file', () => {
  const sizes = [3, 80, 254, 255, 256, 510, 700, ...Array.from({ length: 200 }, (_, i) => (i * 37) % 300)]
  const packets = sizes.map((size, i) => packet(size, i % 256))
  const pages = pagesOf(oggOpus(packets, 1, 44_100, 0xfedcba98))

  test('begins with what it is, without a word of who made it', () => {
    const [head, tags] = pages
    expect([head!.kind, head!.granule, head!.packets.length]).toEqual([2, 0, 1])
    const bytes = head!.packets[0]!
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    expect([new TextDecoder().decode(bytes.subarray(0, 8)), bytes[8], bytes[9], view.getUint16(10, true), view.getUint32(12, true)]).toEqual(['OpusHead', 1, 1, PRE_SKIP, 44_100])
    expect(tags!.packets.map((one) => [...one])).toEqual([[...new TextEncoder().encode('OpusTags'), 0, 0, 0, 0, 0, 0, 0, 0]])
  })

  test('holds every packet in order, whatever its length, and says how long it is', () => {
    expect(pages.slice(2).flatMap((page) => page.packets)).toEqual(packets.map(({ bytes }) => bytes))
    expect(pages.map((page) => page.number)).toEqual(pages.map((_, i) => i))
    expect(new Set(pages.map((page) => page.serial))).toEqual(new Set([0xfedcba98]))
    expect(pages.at(-1)).toMatchObject({ kind: 4, granule: packets.length * 960 })
    expect(pages.slice(2).every((page, i, all) => i === 0 || page.granule > all[i - 1]!.granule)).toBe(true)
    expect(pages.length).toBeGreaterThan(5) // places to jump to, one a second
  })
})

describe('how loud it is', () => {
  test('bars are the loudest of their stretch, the loudest of all is full, silence stays flat', () => {
    expect(peaksOf([0, -0.5, 0.25, 0, 0.1, -0.2], 3)).toEqual([0.5, 0.25, 0.2])
    expect(peaksOf([0.4], 3)).toEqual([0.4, 0, 0])
    expect(peaksOf([], 2)).toEqual([0, 0])
    expect(levelled([0.1, 0.2])).toEqual([0.5, 1])
    expect(Math.max(...levelled([0.001, 0]))).toBeLessThan(0.1)
  })
  test.each([[0, '0:00'], [7.9, '0:07'], [75, '1:15'], [3723, '1:02:03'], [Infinity, '0:00'], [NaN, '0:00'], [-1, '0:00']])('%s seconds are %s', (seconds, words) => {
    expect(lengthText(seconds)).toBe(words)
  })
})
