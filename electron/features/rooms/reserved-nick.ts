/**
 * The nick that a room keeps for us: XEP-0045 §7.12. It is asked for before the first visit, unless the user has named a nick,
 * and when the room does not let us in under another (§7.2.8 with nicks locked down).
 */
import { withResource, type BareJid } from '#shared/jid'
import { ok, type Result } from '#shared/result'
import { child, xml } from '#xmpp/element'
import type { Connection } from '#xmpp/types'
import { NS_DISCO_INFO, parseDiscoInfo } from '#xmpp/xep/0030'
import { refused } from './errors'

const NODE = 'x-roomuser-item'
/** COMPAT(ejabberd): item-not-found for the node. The room itself was not asked for. */
const NONE = ['service-unavailable', 'feature-not-implemented', 'item-not-found']

export async function askReservedNick(connection: Pick<Connection, 'request'>, room: BareJid): Promise<Result<string | null>> {
  const reply = await connection.request({ type: 'get', to: room, payload: xml('query', { xmlns: NS_DISCO_INFO, node: NODE }) })
  if (!reply.ok) return NONE.includes(reply.error.condition) ? ok(null) : refused(reply.error, 'the room did not say')
  const info = parseDiscoInfo(child(reply.value, 'query', NS_DISCO_INFO))
  // Who does not know the node may answer as for the room, whose name is no nick of ours.
  const identities = info?.node === NODE ? info.identities : []
  const nick = identities.find((one) => one.category === 'conference' && one.type === 'text')?.name?.slice(0, 1023) ?? ''
  return ok(withResource(room, nick) ? nick : null)
}
