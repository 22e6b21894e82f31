/** Taking a message back, as its writer says it. XEP-0424 version 0.4.2 §3.1, with words for programs that do not know it. */
import { xml, type Element } from '../element'
import { buildOriginId } from './0359'
import { NS_FALLBACK } from './0428'

export const NS_RETRACT = 'urn:xmpp:message-retract:1'

/** `target`: in a room the id that it gave to the message, elsewhere the writer's. */
export const buildRetract = (to: string, type: 'chat' | 'groupchat', id: string, target: string): Element =>
  xml(
    'message',
    { to, type, id },
    xml('retract', { xmlns: NS_RETRACT, id: target }),
    xml('fallback', { xmlns: NS_FALLBACK, for: NS_RETRACT }),
    xml('body', {}, "/me retracted a previous message, but it's unsupported by your client."),
    xml('store', { xmlns: 'urn:xmpp:hints' }),
    buildOriginId(id),
  )
