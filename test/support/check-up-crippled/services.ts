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

/** Areas publishing, files and services. What has nothing to do with each other goes together, for time's sake. */
export const services: Rows = {
  prosody: [
    { without: ['pep', 'bookmarks', 'vcard_legacy', 'vcard4'], changes: noPublishing },
    { without: ['vcard_legacy'], changes: { 'publishing.avatars': 'missing' } },
    { without: ['bookmarks', 'proxy65', 'time'], changes: { 'publishing.bookmarks': 'missing', ...noRelay, 'services.time': 'missing' } },
    { without: ['http_file_share', 'server_contact_info', 'ping'], changes: { ...noFiles, 'services.contact': 'missing', 'services.ping': 'missing' } },
    {
      without: ['turn_external', 'version', 'uptime', 'admin_adhoc'],
      changes: { ...noHelpers, 'services.version': 'missing', 'services.uptime': 'missing', 'services.commands': 'missing' },
    },
  ],
  ejabberd: [
    { without: ['mod_pubsub', 'mod_avatar', 'mod_caps'], changes: { ...noPublishing, 'services.pubsub': 'missing', 'services.caps': 'missing' } },
    { without: ['mod_avatar', 'mod_http_upload', 'mod_time'], changes: { 'publishing.avatars': 'missing', ...noFiles, 'services.time': 'missing' } },
    {
      without: ['mod_stun_disco', 'mod_push', 'mod_adhoc', 'mod_version'],
      changes: { ...noHelpers, 'publishing.push': 'missing', 'services.commands': 'missing', 'services.version': 'missing' },
    },
    { without: ['mod_vcard', 'mod_vcard_xupdate', 'mod_avatar'], changes: { 'services.search': 'missing', 'publishing.avatars': 'missing' } },
    { without: ['mod_proxy65', 'mod_ping'], changes: { ...noRelay, 'services.ping': 'missing' } },
    { without: ['mod_last'], changes: { 'services.uptime': 'missing' } },
  ],
}
