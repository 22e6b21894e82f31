/** Files in messages: what is known of one, on both sides. */
import type { BareJid } from '#shared/jid'
import { isRiskyName } from '#shared/safe-name'

export type FileKind = 'picture' | 'audio' | 'video' | 'file'

/** Why it is not here although somebody wanted it. */
export type FileProblem =
  | 'gone' | 'too-large' | 'not-allowed' | 'unreachable' | 'altered' | 'disk-full'
  // of what is offered by another client itself
  | 'declined' | 'withdrawn' | 'stopped' | 'broken' | 'interrupted'

/** Where a pack of stickers is published, as a message says it. `at` null: its sender has it. `node` absent: where packs belong. */
export interface PackPlace {
  id: string
  at: BareJid | null
  node?: string
}

export interface SharedFile {
  /** Fit for every file system; never empty. */
  name: string
  /** Bytes, as its sender says until it is here. */
  size: number | null
  /** Media type, as its sender says. */
  type: string | null
  /** By what its sender says; once it is here by what it is. A picture is one that may be shown. */
  kind: FileKind
  width: number | null
  height: number | null
  /** Of a sound, as its sender says. */
  durationMs?: number
  /** https, as in the message. Null: still to be uploaded, or `direct`. */
  url: string | null
  /** From client to client: offered, taken, over (it is here, or `problem` or the message says why not). Absent: through a server. */
  direct?: 'offered' | 'accepted' | 'over'
  /** Words of the sender that came with a direct one; of a sticker of ours, what it says. */
  description?: string
  /** SHA-256 in Base64. */
  hash: string | null
  /** A tiny picture of it, as a data: address. */
  thumbnail: string | null
  /** Not to be fetched unasked, says its sender. */
  isAttachment?: boolean
  /** It stands for the message (XEP-0449), whose words are only for those who cannot see it. */
  isSticker?: true
  /** Of ours: the id of the pack it was sent from. */
  stickerPack?: string
  /** Of somebody's sticker: the pack it is said to be of. */
  fromPack?: PackPlace
  /** Under which it lies on this computer. */
  local: string | null
  problem: FileProblem | null
}

/** Under way. */
export interface FileTransfer {
  messageId: number
  index: number
  done: number
  total: number | null
}

export const MAX_FILES = 10
export const FILE_KEY = /^[0-9a-f]{32}$/
/** A picture as large as this is decoded: what is larger is a file (image bombs). */
export const MAX_PICTURE_EDGE = 16_384
export const MAX_PICTURE_PIXELS = 60_000_000
/** Of one that moves; more than two minutes at 30 a second. */
export const MAX_PICTURE_FRAMES = 4000
/** A sound as large as this is read into the page: what is larger another program plays. */
export const MAX_SOUND_BYTES = 40_000_000
export const MAX_DURATION_MS = 86_400_000
/** Bytes of a download that somebody asked for. */
export const MAX_DOWNLOAD_BYTES = 2_000_000_000

/** The words of the message are only the address of its file, or what a sticker shows: the file stands in their place. */
export const isOnlyFile = (message: { body: string; extras?: { files?: readonly SharedFile[] } }): boolean => {
  const files = message.extras?.files
  return files !== undefined && files.some((file) => file.isSticker || file.url === null || file.url === message.body.trim())
}

/** The one file that a message is, when its address can be passed on. */
export function forwardable(message: { body: string; isRetracted: boolean; extras?: { files?: readonly SharedFile[] } } | null): (SharedFile & { url: string }) | null {
  const [file, another] = message?.extras?.files ?? []
  if (!message || message.isRetracted || !file || another || file.isSticker || file.url === null || file.url !== message.body.trim()) return null
  return { ...file, url: file.url }
}

/** Said into a microphone, as messengers send it; what looks like music keeps its name. */
export const isVoice = ({ kind, name }: Pick<SharedFile, 'kind' | 'name'>): boolean => kind === 'audio' && /\.(ogg|oga|opus|m4a|aac|weba|webm)$/i.test(name)
/** It went from client to client: on the wire there is no message to answer, to react to or to take back. */
export const isDirect = (message: { extras?: { files?: SharedFile[] } }): boolean => message.extras?.files?.[0]?.direct !== undefined

const KINDS: [FileKind, RegExp, RegExp][] = [
  ['picture', /^image\/(png|jpe?g|gif|webp)$/i, /\.(png|jpe?g|jfif|gif|webp)$/i],
  ['audio', /^audio\//i, /\.(ogg|oga|opus|mp3|m4a|aac|wav|flac|weba)$/i],
  ['video', /^video\//i, /\.(mp4|webm|mov|mkv|m4v|avi)$/i],
]
export const kindOf = (type: string | null, name: string): FileKind =>
  isRiskyName(name) ? 'file' : (KINDS.find(([, types, names]) => (type ? types.test(type) : names.test(name)))?.[0] ?? 'file')
