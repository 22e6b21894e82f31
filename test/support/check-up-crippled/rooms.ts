import { roomChecks } from '#features/check-up/checks/rooms'
import { rooms as expected } from '../check-up-expected/rooms'
import type { ServerKind } from '../servers-types'
import type { Rows } from './index'

/** All that stands on this one is not tried. */
const after = (id: string): Record<string, string> =>
  Object.assign({}, ...roomChecks.filter((check) => check.after?.includes(id)).map((check) => ({ [check.id]: 'untested:after', ...after(check.id) }))) as Record<string, string>

/** Without what is so anyway. */
const differing = (kind: ServerKind, changes: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(changes).filter(([id, verdict]) => (expected[kind] as Record<string, string>)[id] !== verdict))

const noService = { 'rooms.service': 'missing', ...after('rooms.service') }
const noArchive = { 'rooms.stanza-ids': 'missing', 'rooms.archive': 'missing', ...after('rooms.archive') }

/** Area rooms. */
export const rooms: Rows = {
  prosody: [
    { without: ['muc'], changes: differing('prosody', noService) },
    { without: ['muc_mam', 'magpie_moderation'], changes: differing('prosody', { ...noArchive, 'rooms.moderation': 'missing' }) },
  ],
  ejabberd: [
    { without: ['mod_muc'], changes: differing('ejabberd', noService) },
    { without: ['mod_mam'], changes: differing('ejabberd', noArchive) },
  ],
}
