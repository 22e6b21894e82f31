/** How files stand in a message, for the features that pass messages on or show pictures with links; and pictures that another feature keeps. */
import { publicApi } from '#core/feature'
import type { MessageId } from '#shared/ids'
import type { Conversation } from '#shared/model/conversation'
import type { SharedFile } from '#shared/model/files'

/** A picture that lies here and belongs to whoever took it: it is his to remove. */
export interface TakenPicture {
  key: string
  name: string
  size: number
  type: string
  width: number
  height: number
  /** SHA-256 in Base64. */
  hash: string
}

export interface FilesApi {
  /** What the page has brought (file.begin, file.add). Null, and it is gone: it is no picture, or larger. */
  takeBrought(key: string, maxBytes: number): Promise<TakenPicture | null>
  /** A copy of a picture of a message. */
  takeCopy(messageId: MessageId, index: number, maxBytes: number): Promise<TakenPicture | null>
  drop(key: string): Promise<void>
  /** Sends it, uploaded first where it has no address. */
  send(conversation: Conversation, words: string, file: SharedFile): MessageId
  /** It lies on our server now. */
  onUploaded(listener: (file: SharedFile & { url: string }) => void): void
}

export { buildFile, parseFiles, thumbnailOf } from './stanza'
export const filesApi = publicApi<FilesApi>('files')
