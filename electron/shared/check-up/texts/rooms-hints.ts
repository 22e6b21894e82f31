import type { Brand } from '../report'

type Hint = Partial<Record<Brand, string>>
const archive: Hint = {
  prosody: 'Component "conference.…" "muc": modules_enabled = { "muc_mam" }; muc_log_by_default = true', ejabberd: 'mod_mam; mod_muc: default_room_options: mam: true',
  openfire: 'Plugin "Monitoring Service": conversation.roomArchiving = true, conversation.roomArchivingStanzas = true; room setting "Log Room Conversations"', tigase: "muc () { defaultRoomConfig { 'muc#roomconfig_enablelogging' = true } }",
}

/** Which setting or plugin is meant, as that server writes it. */
export const roomHints: Record<string, Hint> = {
  service: { prosody: 'Component "conference.…" "muc"', ejabberd: 'modules: mod_muc', openfire: 'Group Chat > Group Chat Services', tigase: 'muc () {}' },
  create: { prosody: 'muc: restrict_room_creation = false', ejabberd: 'mod_muc: access_create', openfire: 'Group Chat > service > Room Creation Permissions' },
  locked: { prosody: 'muc: muc_room_locking = true', ejabberd: 'mod_muc never locks new rooms; limit who may make some: mod_muc: access_create', tigase: "muc () { 'muc-lock-new-room' = true }" },
  public: { tigase: 'only administrators of the domain may make public rooms', prosody: 'muc: muc_room_allow_public = true', ejabberd: 'mod_muc: default_room_options: public' },
  listed: { prosody: 'muc: muc_room_default_public', ejabberd: 'mod_muc: default_room_options: public_list', tigase: 'only domain admins may make public rooms' },
  cancel: { prosody: 'mod_muc keeps a cancelled room until muc_room_lock_timeout', ejabberd: 'mod_muc keeps a cancelled room until it is empty' },
  'nick-change': { tigase: 'not in this version of tigase-muc', openfire: 'room setting "Allow Occupants to change Nicknames"', ejabberd: 'mod_muc: default_room_options: allow_visitor_nickchange' },
  history: { prosody: 'muc: muc_room_default_history_length', ejabberd: 'mod_muc: history_size', openfire: 'Group Chat > service > History Settings' },
  full: { prosody: 'not in mod_muc', ejabberd: 'mod_muc refuses with resource-constraint' },
  survives: { prosody: 'muc: muc_room_default_persistent', ejabberd: 'mod_muc: access_persistent', openfire: 'room setting "Room is Persistent"' },
  'stanza-ids': { prosody: 'muc_mam', ejabberd: 'mod_mam; mod_muc: default_room_options: mam: true' },
  payloads: { tigase: "muc () { 'message-filter-enabled' = false }" },
  'private-message': { ejabberd: 'mod_muc: default_room_options: allowpm: anyone', openfire: 'room setting "Role that May Send Private Messages"' },
  archive, 'archive-default': archive, 'archive-found': archive,
  moderation: { prosody: 'community module: muc_moderation, on the muc component', ejabberd: 'needs a newer version than 23.01, with mod_mam', openfire: 'not in Openfire' },
  'occupant-ids': { ejabberd: 'modules: mod_muc_occupantid (in versions newer than 23.01)', openfire: 'needs 5.0 or newer', tigase: 'not in this version of tigase-muc', prosody: 'needs 0.12 or newer' },
  'self-ping': { openfire: '4.7 answers with another error; fixed in 5.0' },
  register: { ejabberd: 'mod_muc_room has no registration with single rooms', openfire: 'room setting "Allow Users to Register with the Room"', tigase: 'registers only the nickname in use' },
  'reserved-nick': { openfire: 'room setting "Only login with registered nickname"' },
  'ban-moderator': { openfire: 'fixed in Openfire 5.0; in 4.7 take the rank first' },
  'ban-former-member': { ejabberd: 'a moderated room of 23.01 lets in by the role it remembers; kick again, or switch moderation off' },
  'several-changes': { prosody: 'mod_muc makes only the first change of a request; programs must send one at a time' },
  'voice-request': { ejabberd: 'mod_muc: default_room_options: allow_voice_requests: true', openfire: 'not in Openfire', tigase: 'not in this version of tigase-muc' },
  picture: { prosody: 'community module: vcard_muc, on the muc component', openfire: 'needs 4.7 or newer' },
  hats: { prosody: 'community module: muc_hats_adhoc', ejabberd: 'complete since 25.10; mod_muc: default_room_options: enable_hats: true', openfire: 'not in Openfire', tigase: 'not in this version of tigase-muc' },
}
