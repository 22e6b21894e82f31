/** XEP-0224 version 1.0. */
import { child, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import type { BareJid } from '#shared/jid'

export const NS_ATTENTION = 'urn:xmpp:attention:0'

/** §3 rule 3: one that was delayed, by whomever, is none. */
export const isAttention = (message: Element): boolean => child(message, 'attention', NS_ATTENTION) !== null && child(message, 'delay', 'urn:xmpp:delay') === null

/** A headline is not kept for later (rule 4). */
export const buildAttention = (to: BareJid): Element => xml('message', { to, type: 'headline' }, xml('attention', { xmlns: NS_ATTENTION }))
