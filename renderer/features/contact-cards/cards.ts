/** Recommended contacts among the parts of a message. */
import type { MessagePart } from '../messages/extensions'
import CardPart from './CardPart.svelte'

export const cardParts: readonly MessagePart[] = [
  { place: 'instead', shows: ({ extras }) => extras?.cards?.isAll === true, component: CardPart },
  { place: 'inside', shows: ({ extras }) => extras?.cards?.isAll === false, component: CardPart },
]
