/** Which covered messages the user has uncovered since the window opened. */
import { SvelteSet } from 'svelte/reactivity'
import type { MessageId } from '#shared/ids'

export const uncovered = new SvelteSet<MessageId>()
