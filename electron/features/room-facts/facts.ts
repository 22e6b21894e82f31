/** Discovery of a room → facts. Total: everything in there is the room's word. Pure. */
import { localOf, parseJid, bareOf, type BareJid } from '#shared/jid'
import { fieldOf, valueOf, type DataForm } from '#shared/model/form'
import { roomConfigKeyOf } from '#shared/model/room-config'
import type { RoomFacts } from '#shared/model/room-facts'
import type { EpochMs } from '#shared/time'
import { parseBoolean, parseCount } from '#xmpp/element'
import type { DiscoInfo } from '#xmpp/xep/0030'
import { parseDateTime } from '#xmpp/xep/0082'

const ROOM_INFO = 'http://jabber.org/protocol/muc#roominfo'
const MAX_TEXT = 5000
const MAX_MORE = 50
const MAX_VALUES = 20

/** In the order of trust: what the XEP says, then what servers send. */
const NAMES = {
  description: ['muc#roominfo_description', 'muc#roomconfig_roomdesc'],
  language: ['muc#roominfo_lang', 'muc#roomconfig_lang'],
  subject: ['muc#roominfo_subject'],
  occupants: ['muc#roominfo_occupants'],
  contacts: ['muc#roominfo_contactjid', 'muc#roomconfig_roomowners'],
  logs: ['muc#roominfo_logs'],
  ldap: ['muc#roominfo_ldapgroup'],
  pubsub: ['muc#roominfo_pubsub', 'muc#roomconfig_pubsub'],
  subjectMod: ['muc#roominfo_subjectmod', 'muc#roominfo_changesubject', 'muc#roomconfig_changesubject'],
  invites: ['muc#roomconfig_allowinvites'],
  memberInvites: ['{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites'],
  pm: ['muc#roomconfig_allowpm'],
  history: ['muc#maxhistoryfetch'],
  created: ['x-muc#roominfo_creationdate', 'muc#roominfo_creationdate'],
  avatar: ['muc#roominfo_avatarhash', '{http://modules.prosody.im/mod_vcard_muc}avatar#sha1'],
  name: ['muc#roomconfig_roomname'],
} as const
const KNOWN = new Set<string>(['FORM_TYPE', ...Object.values(NAMES).flat()])

export function factsOf(room: BareJid, info: DiscoInfo): RoomFacts {
  const form: DataForm | null = info.forms.find((one) => one.formType === ROOM_INFO) ?? null
  const text = (names: readonly string[]) => {
    const name = names.find((one) => valueOf(form, one))
    return name === undefined ? '' : (valueOf(form, name) ?? '').slice(0, MAX_TEXT)
  }
  const flag = (names: readonly string[]) => {
    const name = names.find((one) => fieldOf(form, one))
    return name === undefined ? null : (parseBoolean(valueOf(form, name)) ?? false)
  }
  const has = (feature: string) => info.features.includes(feature)
  const either = (yes: string, no: string) => (has(yes) ? true : has(no) ? false : null)
  const hash = text(NAMES.avatar).trim().toLowerCase()
  const logs = text(NAMES.logs).trim()
  const pubsub = text(NAMES.pubsub).trim()
  const contacts = NAMES.contacts.map((name) => fieldOf(form, name)?.values ?? []).find((values) => values.length > 0) ?? []
  const identity = info.identities.find((one) => one.category === 'conference')
  return {
    room,
    name: (identity?.name?.slice(0, MAX_TEXT) || text(NAMES.name) || localOf(room)) ?? room,
    description: text(NAMES.description),
    language: text(NAMES.language).slice(0, 35), // RFC 5646 §4.4.1
    subject: text(NAMES.subject),
    occupantCount: parseCount(text(NAMES.occupants)),
    canAllSetSubject: flag(NAMES.subjectMod),
    canAllInvite: flag(NAMES.invites),
    canMembersInvite: flag(NAMES.memberInvites),
    privateMessages: text(NAMES.pm) || null,
    contacts: contacts.slice(0, MAX_VALUES).flatMap((value) => {
      const jid = parseJid(value.trim().replace(/^xmpp:/i, ''))
      return jid ? bareOf(jid) : []
    }),
    logsUrl: /^https?:\/\/\S{1,2000}$/i.test(logs) ? logs : null,
    pubsubNode: /^xmpp:\S{1,2000}$/i.test(pubsub) ? pubsub : null,
    ldapGroup: text(NAMES.ldap) || null,
    maxHistory: parseCount(text(NAMES.history)),
    createdAtMs: parseDateTime(text(NAMES.created)) as EpochMs | null,
    avatarHash: /^[0-9a-f]{40}$/.test(hash) ? hash : null,
    access: {
      isMembersOnly: either('muc_membersonly', 'muc_open'),
      isPasswordProtected: either('muc_passwordprotected', 'muc_unsecured'),
      isModerated: either('muc_moderated', 'muc_unmoderated'),
      isNonAnonymous: either('muc_nonanonymous', 'muc_semianonymous'),
      isPersistent: either('muc_persistent', 'muc_temporary'),
      isHidden: either('muc_hidden', 'muc_public'),
    },
    can: {
      archive: info.features.some((feature) => /^urn:xmpp:mam:[12]$/.test(feature)),
      moderation: (['urn:xmpp:message-moderate:1', 'urn:xmpp:message-moderate:0'] as const).find(has) ?? null,
      register: has('jabber:iq:register') || has('http://jabber.org/protocol/muc#register'),
      voiceRequests: has('http://jabber.org/protocol/muc#request'),
      avatar: has('vcard-temp'),
      hats: has('urn:xmpp:hats:0') || has('xmpp:prosody.im/protocol/hats:1'),
      occupantIds: has('urn:xmpp:occupant-id:0'),
      commands: has('http://jabber.org/protocol/commands'),
    },
    more: (form?.fields ?? [])
      .flatMap(({ name, label, values }) => {
        const kept = values.filter((value) => value !== '').slice(0, MAX_VALUES).map((value) => value.slice(0, MAX_TEXT))
        return name === null || KNOWN.has(name) || kept.length === 0 ? [] : { name, key: roomConfigKeyOf(name), label, values: kept }
      })
      .slice(0, MAX_MORE),
  }
}
