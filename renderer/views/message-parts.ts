/** What stands with a message besides its words, in the order in which it is drawn. A feature that shows something there adds its line. */
import { bundleParts } from '../features/bundles/parts'
import { fileParts } from '../features/files/parts'
import { linkPart } from '../features/link-previews/parts'
import type { MessagePart } from '../features/messages/extensions'
import Reactions from '../features/reactions/Reactions.svelte'
import Quote from '../features/replies/Quote.svelte'
import SpoilerPart from '../features/spoilers/SpoilerPart.svelte'

export const messageParts: readonly MessagePart[] = [
  { place: 'above', shows: (message) => message.extras?.reply !== undefined, component: Quote },
  { place: 'over', shows: (message) => message.extras?.spoiler !== undefined, component: SpoilerPart },
  ...fileParts,
  ...bundleParts,
  linkPart,
  { place: 'below', shows: (message) => message.extras?.reactions !== undefined, component: Reactions },
]
