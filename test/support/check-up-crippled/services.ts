import type { Rows } from './index'

const after = (...ids: string[]) => Object.fromEntries(ids.map((id) => [id, 'untested:after']))
/** All that needs a place of one's own. */
const noPublishing = {
  'publishing.offered': 'missing',
  ...after(...['publish', 'options', 'private', 'conflict', 'max-items', 'again', 'several', 'config', 'open', 'large', 'delete', 'bookmarks', 'avatars', 'events', 'filter', 'contacts', 'last', 'retract']
    .map((name) => `publishing.${name}`)),
}
const noFiles = {
  'files.offered': 'missing',
  ...after(...['limit', 'slot', 'certificate', 'put', 'get', 'safe', 'too-large', 'wrong-length'].map((name) => `files.${name}`)),
}
const noHelpers = { 'services.external': 'missing', ...after('services.turn', 'services.stun') }
const noRelay = { 'services.relay': 'missing', ...after('services.relay-answers') }

/** Areas publishing, files and services. */
export const services: Rows = {
  prosody: [
    { without: ['pep', 'bookmarks', 'vcard_legacy', 'vcard4'], changes: noPublishing },
    { without: ['bookmarks'], changes: { 'publishing.bookmarks': 'missing' } },
    { without: ['vcard_legacy'], changes: { 'publishing.avatars': 'missing' } },
    { without: ['http_file_share'], changes: noFiles },
    { without: ['turn_external'], changes: noHelpers },
    { without: ['proxy65'], changes: noRelay },
    { without: ['server_contact_info'], changes: { 'services.contact': 'missing' } },
    { without: ['uptime', 'admin_adhoc'], changes: { 'services.uptime': 'missing', 'services.commands': 'missing' } },
    { without: ['ping'], changes: { 'services.ping': 'missing' } },
    { without: ['time'], changes: { 'services.time': 'missing' } },
    { without: ['version'], changes: { 'services.version': 'missing' } },
    { without: ['uptime'], changes: { 'services.uptime': 'missing' } },
  ],
  ejabberd: [
    { without: ['mod_pubsub', 'mod_avatar'], changes: { ...noPublishing, 'services.pubsub': 'missing' } },
    { without: ['mod_avatar'], changes: { 'publishing.avatars': 'missing' } },
    { without: ['mod_caps', 'mod_pubsub', 'mod_avatar'], changes: { ...noPublishing, 'services.pubsub': 'missing', 'services.caps': 'missing' } },
    { without: ['mod_http_upload'], changes: noFiles },
    { without: ['mod_stun_disco'], changes: noHelpers },
    { without: ['mod_proxy65'], changes: noRelay },
    { without: ['mod_adhoc'], changes: { 'services.commands': 'missing' } },
    { without: ['mod_vcard', 'mod_vcard_xupdate', 'mod_avatar'], changes: { 'services.search': 'missing', 'publishing.avatars': 'missing' } },
    { without: ['mod_ping'], changes: { 'services.ping': 'missing' } },
    { without: ['mod_last'], changes: { 'services.uptime': 'missing' } },
    { without: ['mod_time'], changes: { 'services.time': 'missing' } },
    { without: ['mod_version'], changes: { 'services.version': 'missing' } },
  ],
}
