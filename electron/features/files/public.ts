/** How files stand in a message, for the features that pass messages on or show pictures with links; and pictures that another feature keeps. */
import { publicApi } from '#core/feature'
import type { MessageId } from '#shared/ids'
import type { Conversation } from '#shared/model/conversation'
import type { SharedFile } from '#shared/model/files'
import type { Result } from '#shared/result'

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
  /** Fetches a picture that the user has asked for: all that holds for those of messages holds for it. Rejects as the web does (`HttpsFailure`). Null: it is none, larger, or not the one with this hash. */
  fetchPicture(file: Pick<SharedFile, 'name' | 'hash'> & { url: string }, maxBytes: number, signal: AbortSignal): Promise<TakenPicture | null>
  /** Puts what somebody keeps onto our server, without a message. Gives its address. */
  upload(key: string, type: string, signal: AbortSignal): Promise<Result<string>>
  /** Sends it, uploaded first where it has no address. */
  send(conversation: Conversation, words: string, file: SharedFile): MessageId
  /** It lies on our server now. */
  onUploaded(listener: (file: SharedFile & { url: string }) => void): void
}

export { buildFile, buildMetadata, buildSources, NS_HASHES, NS_METADATA, NS_STICKERS, parseFiles, parseSharing, thumbnailOf } from './stanza'
export const filesApi = publicApi<FilesApi>('files')
