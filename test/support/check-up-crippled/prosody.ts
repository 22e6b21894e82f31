import { after, gone } from './lines'
import type { Single } from './one-by-one'

/** Known only by asking the server what it has. */
const announced = [
  'account.blocking', 'account.new-card', 'account.password', 'account.offline', 'messages.copies', 'archive.offered', 'publishing.offered', 'files.offered', 'services.info',
  'services.items', 'services.caps', 'services.contact', 'services.commands', 'services.relay', 'rooms.service',
]

/** Debian's Prosody 0.12 as the tests start it: its own modules, those it loads by itself, and its services. */
export const prosody: Single[] = [
  { module: 'saslauth', lines: {}, refused: 'stream-error' },
  { module: 'tls', lines: {}, refused: 'stream-error' },
  { module: 'roster', lines: gone('account.contacts', 'account.contact-versions') },
  { module: 'disco', lines: gone(...announced) },
  { module: 'private', lines: { 'account.private-storage': 'missing' } },
  { module: 'vcard_legacy', lines: { 'account.card': 'missing', 'publishing.avatars': 'missing' } },
  { module: 'vcard4', lines: { 'account.new-card': 'missing' } },
  { module: 'pep', along: ['bookmarks', 'vcard_legacy', 'vcard4'], lines: { 'account.card': 'missing', 'account.new-card': 'missing', ...gone('publishing.offered') } },
  { module: 'bookmarks', lines: { 'publishing.bookmarks': 'missing' } },
  { module: 'smacks', lines: { 'connection.acks': 'missing', 'connection.resume': 'missing' } },
  { module: 'carbons', lines: gone('messages.copies') },
  { module: 'mam', lines: { ...gone('archive.offered'), 'messages.ids': 'missing' } },
  { module: 'blocklist', lines: { 'account.blocking': 'missing' } },
  { module: 'csi_simple', lines: { 'connection.csi': 'missing' } },
  { module: 'ping', lines: { 'services.ping': 'missing' } },
  { module: 'time', lines: { 'services.time': 'missing' } },
  { module: 'version', lines: { 'services.version': 'missing' } },
  { module: 'uptime', lines: { 'services.uptime': 'missing' } },
  { module: 'lastactivity', lines: { 'account.last-seen': 'missing' } },
  { module: 'register', lines: { 'account.password': 'missing' } },
  { module: 'websocket', lines: {}, unseen: 'the address is given by hand, and nothing on this machine answers for the domain on the port of the web' },
  { module: 'turn_external', lines: gone('services.external') },
  { module: 'server_contact_info', lines: { 'services.contact': 'missing' } },
  { module: 'admin_adhoc', lines: {}, unseen: 'its commands are for administrators, which the accounts are not; uptime has one for everybody' },
  {
    module: 'presence',
    lines: {
      'account.pre-approval': 'missing', 'account.subscription': 'broken:request', 'account.presence': 'untested:strangers', ...after('account.subscription', 'rooms.create'),
      'rooms.create': 'broken:unanswered',
    },
  },
  {
    // Rooms remove who cannot be given their messages.
    module: 'message',
    lines: {
      ...after('messages.delivery', 'archive.keeps', 'publishing.events', 'rooms.create'), 'connection.resume': 'untested:undelivered', 'account.blocking': 'untested:undelivered',
      'messages.delivery': 'broken:lost', 'messages.own-device': 'broken:lost', 'messages.order': 'broken:lost', 'messages.large': 'broken', 'messages.ids': 'untested:undelivered',
      ...Object.fromEntries(['receipts', 'typing', 'markers', 'corrections', 'reactions', 'replies', 'retractions', 'links', 'unknown'].map((name) => [`messages.${name}`, 'broken:dropped'])),
      'publishing.events': 'broken:silent', 'rooms.create': 'broken:thrown-out',
    },
  },
  {
    // Announces versions of the contact list still.
    module: 'iq',
    lines: {
      ...gone(...announced, 'account.contacts', 'account.private-storage', 'account.card', 'account.last-seen', 'services.external', 'services.ping', 'services.version', 'services.time',
        'services.uptime'),
      'account.contact-versions': 'broken:none',
    },
  },
  { module: 'offline', lines: { 'account.offline': 'missing' } },
  { module: 'http_file_share', lines: gone('files.offered') },
  { module: 'proxy65', lines: gone('services.relay') },
  { module: 'muc', lines: gone('rooms.service') },
  // Who recalls a message must be able to say which.
  { module: 'muc_mam', lines: { ...gone('rooms.archive'), 'rooms.stanza-ids': 'missing', 'rooms.moderation': 'broken:no-id' } },
  { module: 'magpie_moderation', lines: { 'rooms.moderation': 'missing' } },
]
