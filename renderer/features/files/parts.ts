/** Files among the parts of a message. */
import { isOnlyFile } from '#shared/model/files'
import type { MessagePart } from '../messages/extensions'
import FilePart from './FilePart.svelte'

const has = (message: Parameters<MessagePart['shows']>[0]) => (message.extras?.files?.length ?? 0) > 0
export const fileParts: readonly MessagePart[] = [
  { place: 'instead', shows: (message) => has(message) && isOnlyFile(message), component: FilePart },
  { place: 'inside', shows: (message) => has(message) && !isOnlyFile(message), component: FilePart },
]
