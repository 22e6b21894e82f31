/** What links lead to, among the parts of a message. */
import { cardsFor } from '#shared/model/link-card'
import { settings } from '../../lib/state/settings.svelte'
import type { MessagePart } from '../messages/extensions'
import LinkCards from './LinkCards.svelte'
import { askable } from './askable'

export const linkPart: MessagePart = {
  place: 'inside',
  shows: (message) => cardsFor(message.body, message.extras?.links).length > 0 || (settings.current.linkPreviews && askable(message) !== null),
  component: LinkCards,
}
