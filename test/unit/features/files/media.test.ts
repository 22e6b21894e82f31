import { describe, expect, test } from 'vitest'
import { mediaOf } from '../../../../electron/features/files/media'

const hex = (text: string) => Buffer.from(text.replace(/ /g, ''), 'hex')
const png = (width: number, height: number) => {
  const bytes = Buffer.concat([hex('89504e470d0a1a0a 0000000d 49484452'), Buffer.alloc(30)])
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}
const gif = (width: number, height: number) => {
  const bytes = Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(10)])
  bytes.writeUInt16LE(width, 6)
  bytes.writeUInt16LE(height, 8)
  return bytes
}
/** What a camera wrote, then the frame: 600 high, 800 wide. */
const jpeg = Buffer.concat([hex('ffd8 ffe1 0012'), Buffer.alloc(16), hex('ff ffc0 0011 08 0258 0320 03'), Buffer.alloc(12)])
const webp = (chunk: string, rest: string) => Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP'), Buffer.from(chunk), hex('00000000'), hex(rest), Buffer.alloc(16)])

describe('what a file is', () => {
  test.each([
    ['PNG', png(640, 480), { kind: 'picture', type: 'image/png', width: 640, height: 480 }],
    ['GIF', gif(10, 20), { kind: 'picture', type: 'image/gif', width: 10, height: 20 }],
    ['JPEG', jpeg, { kind: 'picture', type: 'image/jpeg', width: 800, height: 600 }],
    ['WebP with an extension', webp('VP8X', '00000000 1f0300 570200'), { kind: 'picture', type: 'image/webp', width: 800, height: 600 }],
    ['WebP', webp('VP8 ', '000000 9d012a 2003 5802'), { kind: 'picture', type: 'image/webp', width: 800, height: 600 }],
    ['WebP without loss', webp('VP8L', '2f 1fc39500'), { kind: 'picture', type: 'image/webp', width: 800, height: 600 }],
    ['Ogg', Buffer.from('OggS........'), { kind: 'audio', type: 'audio/ogg' }],
    ['MP4', Buffer.from('\0\0\0\x20ftypisom....'), { kind: 'video', type: 'video/mp4' }],
    ['MP4 of a telephone with a voice in it', Buffer.concat([Buffer.from('\0\0\0\x20ftypmp42....moov....hdlr'), Buffer.alloc(8), Buffer.from('soun')]), { kind: 'audio', type: 'audio/mp4' }],
    ['MP4 with both', Buffer.concat(['ftypisom', 'soun', 'vide'].map((name, i) => Buffer.concat([Buffer.from(i ? 'hdlr' : '\0\0\0\x20'), Buffer.alloc(i ? 8 : 0), Buffer.from(name)]))), { kind: 'video', type: 'video/mp4' }],
    ['WebM', Buffer.concat([hex('1a45dfa3'), Buffer.from('V_VP9....A_OPUS')]), { kind: 'video', type: 'video/webm' }],
    ['WebM with a voice in it', Buffer.concat([hex('1a45dfa3'), Buffer.from('....A_OPUS')]), { kind: 'audio', type: 'audio/webm' }],
    ['AAC', hex('fff15080'), { kind: 'audio', type: 'audio/aac' }],
    ['a Windows program', Buffer.from('MZ\x90\0'), { kind: 'program', type: null }],
    ['a Linux program', hex('7f454c46'), { kind: 'program', type: null }],
    ['a script', Buffer.from('#!/bin/sh\n'), { kind: 'program', type: null }],
    ['a starter', Buffer.from('[Desktop Entry]\nExec=x'), { kind: 'program', type: null }],
    ['text', Buffer.from('hello'), null],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
    ['nothing', Buffer.alloc(0), null],
  ])('%s', (_name, bytes, media) => {
    expect(mediaOf(bytes)).toEqual(media)
  })

  test('a picture too large to be decoded is none, however few its bytes are', () => {
    for (const bomb of [png(65_535, 65_535), png(16_385, 1), png(10_000, 10_000), gif(65_535, 65_535), png(0, 5)]) expect(mediaOf(bomb)).toBeNull()
  })

  test('cut anywhere, nothing throws', () => {
    for (const whole of [png(5, 5), gif(5, 5), jpeg, webp('VP8X', '00000000 1f0300 570200'), webp('VP8L', '2f 1fc39500')]) {
      for (let at = 0; at < whole.length; at++) expect(() => mediaOf(whole.subarray(0, at))).not.toThrow()
    }
    expect(mediaOf(hex('ffd8ffe0ffff'))).toBeNull()
  })
})
