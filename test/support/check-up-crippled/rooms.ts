import { roomChecks } from '#features/check-up/checks/rooms'
import type { Rows } from './index'

/** All that stands on this one is not tried. */
const after = (id: string): Record<string, string> =>
  Object.assign({}, ...roomChecks.filter((check) => check.after?.includes(id)).map((check) => ({ [check.id]: 'untested:after', ...after(check.id) }))) as Record<string, string>

const noService = { 'rooms.service': 'missing', ...after('rooms.service') }
const noArchive = { 'rooms.stanza-ids': 'missing', 'rooms.archive': 'missing', ...after('rooms.archive') }

/** Area rooms. */
export const rooms: Rows = {
  prosody: [
    { without: ['muc'], changes: noService },
    // The recall is there still, and has no ids to go by.
    { without: ['muc_mam'], changes: { ...noArchive, 'rooms.moderation': 'broken:no-id' } },
    { without: ['magpie_moderation'], changes: { 'rooms.moderation': 'missing' } },
  ],
  ejabberd: [
    { without: ['mod_muc'], changes: differing('ejabberd', noService) },
    { without: ['mod_mam'], changes: noArchive },
  ],
}
