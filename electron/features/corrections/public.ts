/** By which ids others speak of a message, for the features that do (answers, reactions). */
import { publicApi } from '#core/feature'
import type { Incoming } from '#core/inbound'
import type { MessageId } from '#shared/ids'
import type { Conversation } from '#shared/model/conversation'
import type { Author } from './table'

type Place = Pick<Conversation, 'id' | 'kind'>

export { parseReplace, parseRetract } from './stanza'
export { isSameAuthor } from './table'
export type { Author }

export interface CorrectionsApi {
  /** Who says it, in terms by which he is known again. */
  authorOf(message: Incoming): Author
  /** In a room by the id that it gave, elsewhere by the writer's. An id of a correction means what it corrects. */
  find(conversation: Place, id: string): MessageId | null
  /** The id to speak of it by. Null: its room has given it none. */
  nameOf(conversation: Place, message: MessageId): string | null
}

export const correctionsApi = publicApi<CorrectionsApi>('corrections')
