/** XEP-0085 §5 states. */
import { child, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'

const NS = 'http://jabber.org/protocol/chatstates'
const STATES = ['composing', 'active', 'paused', 'inactive', 'gone'] as const
export type ChatState = (typeof STATES)[number]

export const parseChatState = (message: Element): ChatState | null => STATES.find((state) => child(message, state, NS)) ?? null
export const buildChatState = (state: ChatState): Element => xml(state, { xmlns: NS })
/** A state without text; not worth storing anywhere (XEP-0334 `no-store`). */
export const buildStateMessage = (to: string, state: ChatState): Element =>
  xml('message', { to, type: 'chat' }, buildChatState(state), xml('no-store', { xmlns: 'urn:xmpp:hints' }))
