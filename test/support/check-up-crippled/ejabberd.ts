import { gone } from './lines'
import type { Single } from './one-by-one'

/** Debian's ejabberd 23.01 with the modules that the tests start. */
export const ejabberd: Single[] = [
  { module: 'mod_adhoc', lines: { 'services.commands': 'missing' } },
  { module: 'mod_avatar', lines: { 'publishing.avatars': 'missing' } },
  { module: 'mod_blocking', lines: { 'account.blocking': 'missing' } },
  { module: 'mod_caps', along: ['mod_pubsub', 'mod_avatar'], lines: { ...gone('publishing.offered'), 'services.pubsub': 'missing', 'services.caps': 'missing' } },
  { module: 'mod_carboncopy', lines: gone('messages.copies') },
  { module: 'mod_client_state', lines: { 'connection.csi': 'missing' } },
  {
    // Known only by asking the server what it has.
    module: 'mod_disco',
    lines: gone(
      'account.blocking', 'account.password', 'account.offline', 'messages.copies', 'archive.offered', 'publishing.offered', 'publishing.push', 'files.offered', 'services.info',
      'services.items', 'services.caps', 'services.commands', 'services.search', 'services.pubsub', 'services.relay', 'rooms.service',
    ),
  },
  { module: 'mod_http_api', lines: {}, unseen: 'for administrators by http, not for clients' },
  { module: 'mod_http_upload', lines: gone('files.offered') },
  { module: 'mod_last', lines: { 'account.last-seen': 'missing', 'services.uptime': 'missing' } },
  { module: 'mod_mam', lines: { ...gone('archive.offered'), 'messages.ids': 'missing', ...gone('rooms.archive'), 'rooms.stanza-ids': 'missing' } },
  { module: 'mod_muc', lines: gone('rooms.service') },
  { module: 'mod_offline', lines: { 'account.offline': 'missing' } },
  { module: 'mod_ping', lines: { 'services.ping': 'missing' } },
  { module: 'mod_privacy', along: ['mod_blocking'], lines: { 'account.blocking': 'missing' } },
  { module: 'mod_private', lines: { 'account.private-storage': 'missing' } },
  { module: 'mod_proxy65', lines: gone('services.relay') },
  { module: 'mod_pubsub', along: ['mod_avatar'], lines: { ...gone('publishing.offered'), 'services.pubsub': 'missing' } },
  { module: 'mod_push', lines: { 'publishing.push': 'missing' } },
  { module: 'mod_register', lines: { 'account.password': 'missing' } },
  { module: 'mod_roster', lines: gone('account.contacts', 'account.contact-versions') },
  { module: 'mod_stream_mgmt', lines: { 'connection.acks': 'missing', 'connection.resume': 'missing' } },
  { module: 'mod_stun_disco', lines: gone('services.external') },
  { module: 'mod_time', lines: { 'services.time': 'missing' } },
  { module: 'mod_vcard', along: ['mod_vcard_xupdate', 'mod_avatar'], lines: { 'account.card': 'missing', 'services.search': 'missing', 'publishing.avatars': 'missing' } },
  { module: 'mod_vcard_xupdate', along: ['mod_avatar'], lines: { 'publishing.avatars': 'missing' } },
  { module: 'mod_version', lines: { 'services.version': 'missing' } },
]
