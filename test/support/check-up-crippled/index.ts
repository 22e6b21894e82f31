/**
 * What the check-up must say when modules are taken away: these lines change, and no other does. Here several that have nothing to do with
 * each other go together, for time's sake; `npm run cripple` takes every one alone.
 */
import type { AreaKey } from '#shared/check-up/report'
import type { ServerKind, TestHost } from '../servers-types'
import type { Lines } from './lines'
import { linesWithout } from './one-by-one'

export interface Row {
  /** Modules as the server calls them. */
  without: string[]
  /** Every line that differs from the report of the complete server, as `verdictsOf` writes it. */
  changes: Lines
}

/** Of what more than one changes, the last one says how. */
const groups: Record<ServerKind, string[][]> = {
  prosody: [
    ['smacks', 'csi_simple'], ['carbons', 'blocklist'], ['mam'], ['private', 'lastactivity', 'register', 'offline'], ['vcard_legacy'],
    ['bookmarks', 'vcard_legacy', 'vcard4', 'pep'], ['bookmarks', 'proxy65', 'time'], ['http_file_share', 'server_contact_info', 'ping'],
    ['turn_external', 'version', 'uptime', 'admin_adhoc'], ['muc'], ['muc_mam', 'magpie_moderation'],
  ],
  ejabberd: [
    ['mod_stream_mgmt', 'mod_client_state'], ['mod_carboncopy', 'mod_blocking'], ['mod_mam'], ['mod_private', 'mod_offline'], ['mod_roster'], ['mod_last'],
    ['mod_avatar', 'mod_vcard_xupdate', 'mod_vcard'], ['mod_avatar', 'mod_caps', 'mod_pubsub'], ['mod_avatar', 'mod_http_upload', 'mod_time'],
    ['mod_stun_disco', 'mod_push', 'mod_adhoc', 'mod_version'], ['mod_proxy65', 'mod_ping'], ['mod_muc'],
  ],
}

/** Gone only when several are. */
const together: Record<string, Lines> = { 'turn_external version uptime admin_adhoc': { 'services.commands': 'missing' } }

const of = (kind: ServerKind): Row[] => groups[kind].map((without) => ({ without, changes: { ...linesWithout(kind, without), ...together[without.join(' ')] } }))

export const crippled: Record<ServerKind, Row[]> = { prosody: of('prosody'), ejabberd: of('ejabberd') }

/** Rooms take longest: they are tried where something of them is taken away. */
export const isTried = ({ changes }: Row, area: AreaKey): boolean => area !== 'rooms' || Object.keys(changes).some((id) => id.startsWith('rooms.'))

export const hostOf = ({ without }: Row): TestHost =>
  ({ domain: `no-${without.join('-').replaceAll('mod_', '').replaceAll('_', '-')}.test`, withoutModules: without })
