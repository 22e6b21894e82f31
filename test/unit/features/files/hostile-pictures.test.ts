/** SAFETY S4: pictures made to harm whoever decodes them. They are judged by their first bytes, before the page gets any. */
import { describe, expect, test } from 'vitest'
import { hasTooManyFrames, mediaOf } from '../../../../electron/features/files/media'
import { parseFiles } from '../../../../electron/features/files/stanza'
import { avatarFacts, MAX_AVATAR_BYTES } from '#shared/model/avatar'
import { xml } from '#xmpp/element'

const u16 = (n: number) => Buffer.from([n & 255, n >> 8])
const be32 = (n: number) => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(n >>> 0); return bytes }
const le32 = (n: number) => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(n >>> 0); return bytes }
const chunk = (name: string, data: Buffer) => Buffer.concat([be32(data.length), Buffer.from(name), data, be32(0)])
const times = (count: number, bytes: Buffer) => Buffer.concat(Array.from<Buffer>({ length: count }).fill(bytes))
const png = (width: number, height: number, ...rest: Buffer[]) =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', Buffer.concat([be32(width), be32(height), Buffer.from([8, 2, 0, 0, 0])])), ...rest])
const gif = (width: number, height: number, frames = 1, table = 0) =>
  Buffer.concat([
    Buffer.from('GIF89a'), u16(width), u16(height), Buffer.from([table, 0, 0]), Buffer.alloc(table & 0x80 ? 3 << ((table & 7) + 1) : 0),
    times(frames, Buffer.from('21f90400010000002c0000000001000100000202440100', 'hex')), Buffer.from(';'),
  ])
const jpeg = (width: number, height: number) => Buffer.from(`ffd8ffc00011 08${height.toString(16).padStart(4, '0')}${width.toString(16).padStart(4, '0')}03`.replace(/ /g, '') + '00'.repeat(12), 'hex')
const riff = (...parts: Buffer[]) => { const body = Buffer.concat([Buffer.from('WEBP'), ...parts]); return Buffer.concat([Buffer.from('RIFF'), le32(body.length), body]) }
const webpChunk = (name: string, data: Buffer) => Buffer.concat([Buffer.from(name), le32(data.length), data, Buffer.alloc(data.length & 1)])
const webp = (width: number, height: number, ...rest: Buffer[]) => riff(webpChunk('VP8X', Buffer.concat([le32(2), le32(width - 1).subarray(0, 3), le32(height - 1).subarray(0, 3)])), ...rest, Buffer.alloc(16))
const svg = (text: string) => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${text}</svg>`)

/** None of these is decoded, wherever it comes from. */
const REFUSED: [string, Buffer][] = [
  ['65535 × 65535 in 2 KB', png(65_535, 65_535, chunk('IDAT', Buffer.alloc(2000)))],
  ['2³¹ wide', png(0x7fffffff, 1)],
  ['a negative width', png(-1, 1)],
  ['no height', png(100, 0)],
  ['a header behind another chunk', Buffer.concat([png(1, 1).subarray(0, 8), chunk('tEXt', Buffer.alloc(8)), png(65_535, 65_535).subarray(8)])],
  ['cut in the header', png(10, 10).subarray(0, 20)],
  ['a giant GIF', gif(65_535, 65_535)],
  ['a GIF of no size', gif(0, 0)],
  ['a giant JPEG', jpeg(65_535, 65_535)],
  ['a JPEG without a frame', Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')],
  ['a giant WebP', webp(16_777_216, 16_777_216)],
  ['a giant lossless WebP', riff(webpChunk('VP8L', Buffer.concat([Buffer.from([0x2f]), le32(0x0fffffff), Buffer.alloc(16)])))],
  ['SVG with a script', svg('<script>fetch("http://127.0.0.1/")</script>')],
  ['SVG with a picture from elsewhere', svg('<image href="http://127.0.0.1/x.png"/>')],
  ['a page that says it is a picture', Buffer.from('<!doctype html><script>1</script>')],
  ['a program that says it is a picture', Buffer.from('MZ\x90\0PNG', 'latin1')],
  ['TIFF', Buffer.from('49492a0008000000', 'hex')],
  ['BMP', Buffer.from('424d46000000000000003600000028000000ffff0000ffff0000', 'hex')],
  ['an icon', Buffer.from('00000100010000000000', 'hex')],
  ['AVIF', Buffer.from('0000001c667479706176696600000000', 'hex')],
  ['nothing', Buffer.alloc(0)],
]

describe('pictures that are none', () => {
  test.each(REFUSED)('%s', (_name, bytes) => {
    expect(mediaOf(bytes)?.kind).not.toBe('picture')
    expect(avatarFacts(bytes)).toBeNull()
    for (const type of ['image/png', 'image/jpeg', 'image/webp', 'image/gif']) expect(thumbnailOf(type, bytes)).toBeNull()
  })
  test('and their harmless twins are', () => {
    for (const bytes of [png(640, 480), gif(64, 48), gif(64, 48, 3, 0x87), jpeg(640, 480), webp(640, 480)]) {
      expect(mediaOf(bytes)?.kind).toBe('picture')
      expect(avatarFacts(bytes)).not.toBeNull()
      expect(hasTooManyFrames(bytes, mediaOf(bytes)!.type!)).toBe(false)
    }
    expect(thumbnailOf('image/png', png(64, 48))).not.toBeNull()
  })
  test('a face is smaller than a picture, in pixels and in bytes', () => {
    expect(avatarFacts(png(2049, 10))).toBeNull()
    expect(avatarFacts(Buffer.concat([png(10, 10), Buffer.alloc(MAX_AVATAR_BYTES)]))).toBeNull()
    expect(thumbnailOf('image/png', Buffer.concat([png(10, 10), Buffer.alloc(12_000)]))).toBeNull() // Base64 without end in a message
    expect(thumbnailOf('image/png', png(513, 10))).toBeNull()
  })
})

describe('pictures that move without end', () => {
  const MANY = 100_000
  test.each<[string, string, Buffer]>([
    ['GIF', 'image/gif', gif(1, 1, MANY)],
    ['GIF with colours', 'image/gif', gif(1, 1, MANY, 0x87)],
    ['PNG', 'image/png', png(1, 1, times(MANY, chunk('fcTL', Buffer.alloc(26))))],
    ['WebP', 'image/webp', webp(1, 1, times(MANY, webpChunk('ANMF', Buffer.alloc(17))))],
  ])('%s', (_name, type, bytes) => expect(hasTooManyFrames(bytes, type)).toBe(true))

  test('what is cut or lies about its lengths ends the count, not the program', () => {
    const whole = gif(1, 1, 20, 0x87)
    for (let at = 0; at < whole.length; at++) expect(hasTooManyFrames(whole.subarray(0, at), 'image/gif')).toBe(false)
    expect(hasTooManyFrames(png(1, 1, Buffer.concat([be32(0xffffffff), Buffer.from('fcTL')])), 'image/png')).toBe(false)
    expect(hasTooManyFrames(riff(Buffer.concat([Buffer.from('ANMF'), le32(0xffffffff)])), 'image/webp')).toBe(false)
  })
})

/** What the page would get to draw of it. */
function thumbnailOf(type: string, bytes: Buffer): string | null {
  const uri = `data:${type};base64,${bytes.toString('base64')}`
  const file = xml('file', { xmlns: 'urn:xmpp:file:metadata:0' }, xml('thumbnail', { xmlns: 'urn:xmpp:thumbs:1', uri }))
  const source = xml('url-data', { xmlns: 'http://jabber.org/protocol/url-data', target: 'https://example.org/a.png' })
  const sharing = xml('file-sharing', { xmlns: 'urn:xmpp:sfs:0' }, file, xml('sources', {}, source))
  return parseFiles(xml('message', {}, sharing), null)[0]!.thumbnail
}
