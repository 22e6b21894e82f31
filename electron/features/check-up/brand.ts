import type { Brand } from '#shared/check-up/report'

const KNOWN: [RegExp, Brand][] = [[/prosody/i, 'prosody'], [/ejabberd/i, 'ejabberd'], [/openfire/i, 'openfire'], [/tigase/i, 'tigase']]

/** By the name that the server gives itself (XEP-0092): for hints only, nothing is decided by it. */
export const brandOf = (name: string | null): Brand => KNOWN.find(([pattern]) => name !== null && pattern.test(name))?.[1] ?? 'other'
