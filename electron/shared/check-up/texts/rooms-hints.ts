import type { Brand } from '../report'

type Hint = Partial<Record<Brand, string>>
const archive: Hint = {
  prosody: 'Component "conference.…" "muc": modules_enabled = { "muc_mam" }; muc_log_by_default = true', ejabberd: 'mod_mam; mod_muc: default_room_options: mam: true',
  openfire: 'Plugin "Monitoring Service": conversation.roomArchiving = true; room setting "Log Room Conversations"', tigase: "component muc: muc-mam { archive = true }; room setting enablelogging",
}
const upgrade = (brand: Brand, version: string): Hint => ({ [brand]: version })

/** Which setting or plugin is meant, as that server writes it. */
export const roomHints: Record<string, Hint> = {
  service: { prosody: 'Component "conference.…" "muc"', ejabberd: 'modules: mod_muc', openfire: 'Group Chat > Group Chat Services', tigase: 'component muc() {}' },
  create: {
    prosody: 'muc: restrict_room_creation = false (or "local")', ejabberd: 'mod_muc: access_create', openfire: 'Group Chat > service > Room Creation Permissions', tigase: 'muc: new-room-create (ACL of room creation)',
  },
  locked: { prosody: 'muc: muc_room_locking = true', ejabberd: 'mod_muc never locks new rooms; limit who may make some: mod_muc: access_create' },
  public: { tigase: 'muc: hidden-room-create-acl / public-room-create-acl (only domain admins by default)', prosody: 'muc: muc_room_allow_public = true', ejabberd: 'mod_muc: default_room_options: public' },
  listed: { prosody: 'muc: muc_room_default_public', ejabberd: 'mod_muc: default_room_options: public_list', tigase: 'only domain admins may make public rooms' },
  cancel: { prosody: 'mod_muc keeps a cancelled room until muc_room_lock_timeout', ejabberd: 'mod_muc keeps a cancelled room until it is empty' },
  'nick-change': { tigase: 'not in this version of tigase-muc', openfire: 'room setting "Allow Occupants to change Nicknames"', ejabberd: 'mod_muc: default_room_options: allow_visitor_nickchange' },
  history: { prosody: 'muc: muc_room_default_history_length', ejabberd: 'mod_muc: history_size', openfire: 'Group Chat > service > History Settings' },
  full: { prosody: 'not in mod_muc; community module mod_muc_limits is something else', ejabberd: 'mod_muc: max_users' },
  survives: { prosody: 'muc: muc_room_default_persistent', ejabberd: 'mod_muc: access_persistent', openfire: 'room setting "Room is Persistent"' },
  'stanza-ids': { prosody: 'muc_mam', ejabberd: 'mod_mam; mod_muc: default_room_options: mam: true', tigase: 'muc-mam { archive = true }' },
  payloads: { tigase: 'muc: message-filter-enabled = false' },
  'private-message': { ejabberd: 'mod_muc: default_room_options: allowpm: anyone', openfire: 'room setting "Role that May Send Private Messages"' },
  archive, 'archive-default': archive, 'archive-found': archive,
  moderation: { prosody: 'community module: muc_moderation, on the muc component', ejabberd: 'needs 23.10 or newer; mod_muc with mod_mam', openfire: 'not in Openfire', tigase: 'muc-mam' },
  'occupant-ids': { ejabberd: 'modules: mod_muc_occupantid (23.10 or newer)', openfire: 'needs 5.0 or newer', tigase: 'not in this version of tigase-muc', prosody: 'needs 0.12 or newer' },
  'self-ping': { openfire: '4.7 answers with another error; fixed in 5.0' },
  register: { ejabberd: 'mod_muc_room has no registration with single rooms', openfire: 'room setting "Allow Users to Register with the Room"', tigase: 'registers only the nickname in use' },
  'reserved-nick': { openfire: 'room setting "Only login with registered nickname"' },
  'ban-moderator': upgrade('openfire', 'fixed in Openfire 5.0; in 4.7 take the rank first'),
  'ban-former-member': upgrade('ejabberd', 'a moderated room of 23.01 lets in by the role it remembers; kick again, or switch moderation off'),
  'several-changes': upgrade('prosody', 'mod_muc makes only the first change of a request; programs must send one at a time'),
  'voice-request': { ejabberd: 'mod_muc: default_room_options: allow_voice_requests: true', openfire: 'not in Openfire', tigase: 'not in this version of tigase-muc' },
  picture: { prosody: 'community module: vcard_muc, on the muc component', openfire: 'needs 4.7 or newer' },
  hats: { prosody: 'community module: muc_hats_adhoc', ejabberd: 'complete since 25.10; mod_muc: default_room_options: enable_hats: true', openfire: 'not in Openfire', tigase: 'not in this version of tigase-muc' },
}
