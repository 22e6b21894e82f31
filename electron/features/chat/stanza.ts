/** `<message type='chat'>` as we write it. */
import { xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { buildOriginId } from '#xmpp/xep/0359'

/** The id attribute and the origin-id are the same: servers, receipts and archives then all agree on one name. */
export const buildChatMessage = (to: string, id: string, body: string): Element =>
  xml('message', { to, type: 'chat', id }, xml('body', {}, body), buildOriginId(id))
