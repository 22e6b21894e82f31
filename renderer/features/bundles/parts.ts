/** Bundles among the parts of a message. */
import type { MessagePart } from '../messages/extensions'
import BundlePart from './BundlePart.svelte'

export const bundleParts: readonly MessagePart[] = [
  { place: 'instead', shows: ({ extras }) => extras?.bundle !== undefined && !extras.bundle.hasWords, component: BundlePart },
  { place: 'inside', shows: ({ extras }) => extras?.bundle?.hasWords === true, component: BundlePart },
]
