/** What stands with a message besides its words, in the order in which it is drawn. A feature that shows something there adds its line. */
import { fileParts } from '../features/files/parts'
import type { MessagePart } from '../features/messages/extensions'

export const messageParts: readonly MessagePart[] = [...fileParts]
