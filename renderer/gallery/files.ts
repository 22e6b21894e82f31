/** Files in all their states, in the first conversation. */
import type { SharedFile } from '#shared/model/files'
import type { Message } from '#shared/model/message'
import type { FileTransfer } from '#shared/model/files'
import type { FoundPack, Sticker } from '#shared/model/sticker'
import { message, out } from './fixture'

const file = (more: Partial<SharedFile>): SharedFile => ({
  name: '评审材料.pdf', size: 2_340_000, type: null, kind: 'file', width: null, height: null, url: 'https://files.example.org/a', hash: null, thumbnail: null, local: null, problem: null, ...more,
})
const picture = (more: Partial<SharedFile>) => file({ name: '晚霞.jpg', kind: 'picture', width: 1600, height: 1000, size: 812_000, thumbnail: sunset(), ...more })
const LONG = 'a_very_long_name_of_a_file_that_somebody_made_on_a_build_machine_and_did_not_want_to_shorten_before_sending-2026-11-23.tar.gz'

/** Drawn, since no picture of a gallery lies under a key. */
function sunset(): string {
  const canvas = Object.assign(document.createElement('canvas'), { width: 48, height: 30 })
  const context = canvas.getContext('2d')!
  const sky = context.createLinearGradient(0, 0, 10, 30)
  sky.addColorStop(0, 'slateblue')
  sky.addColorStop(1, 'sandybrown')
  context.fillStyle = sky
  context.fillRect(0, 0, 48, 30)
  return canvas.toDataURL('image/png')
}

const here = '0'.repeat(32)

/** Of a screen twice as sharp as this one. */
export async function desktopPicture(): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = Object.assign(document.createElement('canvas'), { width: innerWidth * 2, height: innerHeight * 2 })
  const context = canvas.getContext('2d')!
  for (let y = 0; y < canvas.height; y += 40) {
    context.fillStyle = `hsl(${(y / canvas.height) * 90 + 180} 60% 80%)`
    context.fillRect(0, y, canvas.width, 40)
    context.fillStyle = 'black'
    context.font = '24px sans-serif'
    context.fillText('The quick brown fox jumps over the lazy dog 天地玄黄 '.repeat(5), 20, y + 28)
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
  return new Uint8Array(await blob!.arrayBuffer())
}

/** Four seconds of speech, more or less: WAV, 8 bit. */
export function speech(): { bytes: Uint8Array<ArrayBuffer>; type: string } {
  const [rate, seconds] = [8000, 4]
  const bytes = new Uint8Array(44 + rate * seconds)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('RIFF    WAVEfmt '))
  view.setUint32(4, bytes.length - 8, true)
  view.setUint32(16, 16, true)
  for (const [at, value] of [[20, 1], [22, 1], [32, 1], [34, 8]] as const) view.setUint16(at, value, true)
  for (const at of [24, 28]) view.setUint32(at, rate, true)
  bytes.set(new TextEncoder().encode('data'), 36)
  view.setUint32(40, rate * seconds, true)
  for (let i = 0; i < rate * seconds; i++) {
    const loud = Math.abs(Math.sin(i / 2600) * Math.sin(i / 900)) ** 1.5
    bytes[44 + i] = 128 + 120 * loud * Math.sin(i / 6)
  }
  return { bytes, type: 'audio/wav' }
}
const of = (one: SharedFile, minutes: number, more: Partial<Message> = {}) =>
  message(1, one.url ?? one.name, minutes, { extras: { files: [one] }, ...more })

export const fileMessages: Message[] = [
  of(picture({}), 60),
  of(picture({ size: 40_200_000, thumbnail: null }), 59),
  of(file({}), 58),
  of(file({ name: LONG, local: here }), 57),
  of(file({ name: '照片.jpg.exe', size: 4096 }), 56),
  of(file({ name: '旅行.mp4', kind: 'video', size: 412_000_000, problem: 'unreachable' }), 55),
  message(1, '😘', 56, { extras: { files: [picture({ name: 'kiss.png', isSticker: true })] } }),
  of(file({ name: 'voice-20261123-101500.ogg', kind: 'audio', size: 42_000, durationMs: 14_000 }), 55),
  of(file({ name: 'recording.m4a', kind: 'audio', size: 42_000, local: here }), 55),
  of(file({ name: `${LONG}.mp3`, kind: 'audio', size: 8_000_000, local: here }), 54),
  of(picture({ problem: 'altered' }), 54),
  of(picture({}), 53),
  of(file({ name: 'voice-20261123-101500.ogg', url: null, local: here, kind: 'audio', durationMs: 4000 }), 6, { ...out, state: 'queued' }),
  of(file({ url: null, local: here }), 5, { ...out, state: 'queued' }),
  of(picture({ url: null, thumbnail: sunset() }), 4, { ...out, state: 'queued' }),
  of(file({ url: null, local: here, size: 900_000_000 }), 3, { ...out, state: 'failed', failure: { condition: 'upload-too-large', text: null } }),
  of(file({ url: null, direct: 'offered', name: '合同 最终版.docx', description: '请今天看一下，周五之前要签。' }), 2.9),
  of(file({ url: null, direct: 'offered', name: LONG, size: 812_000_000 }), 2.8),
  of(file({ url: null, direct: 'accepted', size: 5_000_000 }), 2.7),
  of(file({ url: null, direct: 'over', problem: 'withdrawn' }), 2.6),
  of(file({ url: null, direct: 'over', problem: 'interrupted' }), 2.5),
  of(file({ url: null, direct: 'over', local: here }), 2.4),
  of(file({ url: null, direct: 'offered', local: here, name: LONG }), 2.3, { ...out, state: 'queued' }),
  of(picture({ url: null, direct: 'accepted', local: here }), 2.2, { ...out, state: 'queued' }),
  of(file({ url: null, direct: 'accepted', local: here }), 2.1, { ...out, state: 'failed', failure: { condition: 'direct-refused', text: null } }),
]
const moving = (at: number, done: number): FileTransfer => ({ messageId: fileMessages[at]!.id, index: 0, done, total: fileMessages[at]!.extras!.files![0]!.size })
export const fileTransfers: FileTransfer[] = [moving(10, 300_000), moving(13, 500_000), moving(17, 1_900_000)]

const packNames = ['', '周末', 'The foxes of our street, drawn by everybody', 'Marsey', 'Blobs', '工作']
/** Own stickers in packs, the last of them empty. */
export const stickerShelf = () => ({
  packs: packNames.map((name, i) => ({ id: i + 1, name, shared: i === 1 ? { id: 'EpRv28DHHzFrE4zd+xaNpVb4', isCurrent: false } : null })),
  stickers: ['🖼️', '😘', '👍', 'good night, sleep well and see you tomorrow', '🎉', '🦊'].flatMap((words, i) =>
    [1, 2, 3, 4, 5].map((packId): Sticker => ({ key: `${packId}${i}`.padStart(32, '0'), packId, words, width: 480, height: 480, usedAtMs: i === packId ? packId : 0 })),
  ),
})
/** Of somebody, before it is taken. */
export const foundPack = (isTaken: boolean): FoundPack => ({
  name: 'Marsey the Cat, drawn by everybody of our street', summary: 'Be cute or be cynical, this little kitten works both ways. CC BY-SA 4.0, 小鱼.', words: ['👍', '😘', 'good night, sleep well and see you tomorrow', '🎉', '🦊', '晚安'],
  bytes: 412_000, hosts: ['download.montague.lit', 'files.example.org'], isRestricted: false, packId: isTaken ? 3 : null,
})
