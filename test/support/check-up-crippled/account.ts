import type { Rows } from './index'

const unasked = (names: string[]) => Object.fromEntries(names.map((name) => [name, 'untested:after']))
const withoutArchive = {
  'archive.offered': 'missing', 'messages.ids': 'missing',
  ...unasked([
    'archive.default', 'archive.keeps', 'archive.ids', 'archive.unkept', 'archive.quiet-device', 'archive.stranger', 'archive.forwards',
    'archive.backwards', 'archive.unknown-id', 'archive.filters', 'archive.extended',
  ]),
}
const withoutManagement = { 'connection.acks': 'missing', 'connection.resume': 'missing' }
const withoutCarbons = { 'messages.copies': 'missing', ...unasked(['messages.private']) }

/** Areas connection, account, messages and archive. What has nothing to do with each other goes together, for time's sake. */
export const account: Rows = {
  prosody: [
    { without: ['smacks', 'csi_simple'], changes: { ...withoutManagement, 'connection.csi': 'missing' } },
    { without: ['carbons', 'blocklist'], changes: { ...withoutCarbons, 'account.blocking': 'missing' } },
    { without: ['mam'], changes: withoutArchive },
    {
      without: ['private', 'lastactivity', 'register', 'offline'],
      changes: { 'account.private-storage': 'missing', 'account.last-seen': 'missing', 'account.password': 'missing', 'account.offline': 'missing' },
    },
    { without: ['vcard_legacy'], changes: { 'account.card': 'missing' } },
    { without: ['pep', 'bookmarks', 'vcard_legacy', 'vcard4'], changes: { 'account.card': 'missing' } },
  ],
  ejabberd: [
    { without: ['mod_stream_mgmt', 'mod_client_state'], changes: { ...withoutManagement, 'connection.csi': 'missing' } },
    { without: ['mod_carboncopy', 'mod_blocking'], changes: { ...withoutCarbons, 'account.blocking': 'missing' } },
    { without: ['mod_mam'], changes: withoutArchive },
    { without: ['mod_private', 'mod_offline'], changes: { 'account.private-storage': 'missing', 'account.offline': 'missing' } },
    {
      without: ['mod_roster'],
      changes: { 'account.contacts': 'missing', 'account.contact-versions': 'missing', ...unasked(['account.subscription', 'account.pre-approval', 'account.presence', 'account.parting']) },
    },
    { without: ['mod_last'], changes: { 'account.last-seen': 'missing' } },
    { without: ['mod_vcard', 'mod_vcard_xupdate', 'mod_avatar'], changes: { 'account.card': 'missing' } },
  ],
}
