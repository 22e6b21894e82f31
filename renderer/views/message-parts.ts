/** What stands with a message besides its words, in the order in which it is drawn. A feature that shows something there adds its line. */
import Quote from '../features/replies/Quote.svelte'
import type { MessagePart } from '../features/messages/extensions'

export const messageParts: readonly MessagePart[] = [{ place: 'above', shows: (message) => message.extras?.reply !== undefined, component: Quote }]
