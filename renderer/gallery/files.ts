/** Files in all their states, in the first conversation. */
import type { SharedFile } from '#shared/model/files'
import type { Message } from '#shared/model/message'
import type { FileTransfer } from '#shared/model/files'
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
const of = (one: SharedFile, minutes: number, more: Partial<Message> = {}) =>
  message(1, one.url ?? one.name, minutes, { extras: { files: [one] }, ...more })

export const fileMessages: Message[] = [
  of(picture({}), 60),
  of(picture({ size: 40_200_000, thumbnail: null }), 59),
  of(file({}), 58),
  of(file({ name: LONG, local: here }), 57),
  of(file({ name: '照片.jpg.exe', size: 4096 }), 56),
  of(file({ name: '旅行.mp4', kind: 'video', size: 412_000_000, problem: 'unreachable' }), 55),
  of(picture({ problem: 'altered' }), 54),
  of(picture({}), 53),
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
export const fileTransfers: FileTransfer[] = [moving(7, 300_000), moving(9, 500_000), moving(13, 1_900_000)]
