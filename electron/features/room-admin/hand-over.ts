/**
 * A room gets another owner (XEP-0045 §10.3), and we step down as asked (§10.4, 10.6): in this order, and the second only after the
 * room itself lists him as an owner. Nothing may leave a room without anybody who can set it up.
 */
import type { BareJid } from '#shared/jid'
import type { HandOver, HandOverRank } from '#shared/model/room-admin'
import { ok, type Result } from '#shared/result'
import { problemIn, refusedFor } from './problems'
import type { RoomAdminApi } from './public'

export async function handOver(
  admin: Pick<RoomAdminApi, 'setAffiliation' | 'list'>,
  { room, own, jid, become }: { room: BareJid; own: BareJid; jid: BareJid; become: HandOverRank },
): Promise<Result<HandOver>> {
  if (jid === own) return refusedFor('self')
  const made = await admin.setAffiliation({ room, jid, nick: null, affiliation: 'owner', reason: '' })
  if (!made.ok) return made
  const listed = await admin.list(room, 'owner')
  if (!listed.ok) return listed
  const owners = listed.value.flatMap((one) => one.jid ?? [])
  if (!owners.includes(jid)) return refusedFor('no-effect')
  if (become === 'owner') return ok({ owners, stepDown: 'not-wanted' })
  const left = await admin.setAffiliation({ room, jid: own, nick: null, affiliation: become, reason: '', knownAffiliation: 'owner' })
  return ok({ owners: left.ok ? owners.filter((one) => one !== own) : owners, stepDown: left.ok ? 'done' : (problemIn(left) ?? 'server') })
}
