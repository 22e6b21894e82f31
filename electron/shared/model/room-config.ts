/**
 * The settings of a room (XEP-0045 §10.2), named by meaning: servers call the same thing by different names, and each has
 * some of its own. Words for every key: renderer/features/room-config/field-texts.ts.
 */
import { isMulti, type FieldIssue, type TidyField, type TidyForm } from '#shared/model/data-form'
import type { BareJid } from '#shared/jid'
import type { FormAnswer } from '#shared/model/form'
import type { CallError } from '#shared/result'

/** In the order in which they are shown. */
export const roomConfigTopics = ['about', 'access', 'invites', 'talk', 'privacy', 'history', 'people', 'lifetime', 'more'] as const
export type RoomConfigTopic = (typeof roomConfigTopics)[number]

export type RoomConfigControl =
  | 'switch'
  | 'text'
  | 'long-text'
  | 'secret'
  | 'number'
  | 'language'
  | 'choice'
  | 'choices'
  | 'address'
  | 'addresses'
  /** Words of the server. */
  | 'note'

interface Known {
  topic: RoomConfigTopic
  /** Where the type of the field does not say enough. */
  control?: RoomConfigControl
  /** Names without what servers put before them, see shortName(). */
  names: readonly string[]
}
const known = <K extends string>(fields: Record<K, Known>): Record<K, Known> => fields

/** In the order in which they are shown within their topic. */
export const roomConfigFields = known({
  name: { topic: 'about', names: ['roomname'] },
  description: { topic: 'about', names: ['roomdesc'] },
  language: { topic: 'about', control: 'language', names: ['lang'] },
  listed: { topic: 'access', names: ['publicroom'] },
  membersOnly: { topic: 'access', names: ['membersonly'] },
  passwordProtected: { topic: 'access', names: ['passwordprotectedroom'] },
  password: { topic: 'access', control: 'secret', names: ['roomsecret'] },
  maxUsers: { topic: 'access', names: ['maxusers'] },
  maxDevices: { topic: 'access', names: ['maxresources'] },
  registration: { topic: 'access', names: ['registration'] },
  reservedNickOnly: { topic: 'access', names: ['reservednick'] },
  captcha: { topic: 'access', names: ['captcha_protected'] },
  captchaExceptions: { topic: 'access', names: ['captcha_whitelist'] },
  invites: { topic: 'invites', names: ['allowinvites'] },
  memberInvites: { topic: 'invites', names: ['allowmemberinvites'] },
  moderated: { topic: 'talk', names: ['moderatedroom'] },
  voiceByDefault: { topic: 'talk', names: ['members_by_default'] },
  voiceRequests: { topic: 'talk', names: ['allow_voice_requests', 'allowvoicerequests'] },
  voiceRequestInterval: { topic: 'talk', control: 'number', names: ['voice_request_min_interval', 'voicerequestmininterval'] },
  slowMode: { topic: 'talk', control: 'number', names: ['slow_mode_duration'] },
  subjectByAll: { topic: 'talk', names: ['changesubject'] },
  privateMessages: { topic: 'talk', names: ['allowpm'] },
  privateMessagesAllowed: { topic: 'talk', names: ['allow_private_messages'] },
  visitorPrivateMessages: { topic: 'talk', names: ['allow_private_messages_from_visitors'] },
  visitorStatus: { topic: 'talk', names: ['allow_visitor_status'] },
  visitorNickChange: { topic: 'talk', names: ['allow_visitor_nickchange'] },
  nickChange: { topic: 'talk', names: ['canchangenick'] },
  realAddresses: { topic: 'privacy', names: ['whois'] },
  visibleRoles: { topic: 'privacy', names: ['presencebroadcast'] },
  memberListFor: { topic: 'privacy', names: ['getmemberlist'] },
  occupantsListed: { topic: 'privacy', names: ['public_list'] },
  queries: { topic: 'privacy', names: ['allow_query_users'] },
  presenceFiltering: { topic: 'privacy', names: ['presence_filtering'] },
  presenceFilteredFor: { topic: 'privacy', names: ['presence_filtered_affiliations'] },
  archive: { topic: 'history', names: ['enablearchiving', 'mam'] },
  historyLength: { topic: 'history', control: 'number', names: ['historylength', 'maxhistoryfetch'] },
  historyDefault: { topic: 'history', control: 'number', names: ['defaulthistorymessages'] },
  publicLog: { topic: 'history', names: ['enablelogging'] },
  logFormat: { topic: 'history', names: ['logging_format'] },
  keepHistory: { topic: 'history', names: ['preservehistondel'] },
  owners: { topic: 'people', names: ['roomowners'] },
  admins: { topic: 'people', names: ['roomadmins'] },
  hats: { topic: 'people', names: ['enable_hats'] },
  persistent: { topic: 'lifetime', names: ['persistentroom'] },
  retireAddress: { topic: 'lifetime', names: ['retireondel'] },
  subscriptions: { topic: 'more', names: ['allow_subscription'] },
  pubsubNode: { topic: 'more', names: ['pubsub'] },
  welcomeMessages: { topic: 'more', names: ['welcome_messages'] },
  presenceDelivery: { topic: 'more', names: ['presence_delivery_logic'] },
})
export type RoomConfigKey = keyof typeof roomConfigFields

const keys = Object.keys(roomConfigFields) as RoomConfigKey[]
const byName = new Map(keys.flatMap((key) => roomConfigFields[key].names.map((name) => [name, key] as const)))

/** `muc#roomconfig_mam`, `x-muc#roomconfig_…`, `{http://…}roomconfig_…`, `tigase#…`: the part that carries the meaning. */
export const shortName = (name: string): string =>
  name.replace(/^\{[^}]*\}/, '').replace(/^((x-)?muc#roomconfig_|roomconfig_|muc#|tigase#)/, '')

export const roomConfigKeyOf = (name: string): RoomConfigKey | null => byName.get(shortName(name)) ?? null
/** The field of this meaning; null when the server has none. */
export const fieldWithKey = (form: TidyForm, key: RoomConfigKey): TidyField | null =>
  form.fields.find((field) => field.name !== null && roomConfigKeyOf(field.name) === key) ?? null

const CONTROLS: Record<TidyField['type'], RoomConfigControl> = {
  boolean: 'switch',
  fixed: 'note',
  hidden: 'note',
  'jid-multi': 'addresses',
  'jid-single': 'address',
  'list-multi': 'choices',
  'list-single': 'choice',
  'text-multi': 'long-text',
  'text-private': 'secret',
  'text-single': 'text',
}

/** One setting as it is shown. */
export interface RoomConfigItem {
  /** Null: not one we have words for, the server's label is shown. */
  key: RoomConfigKey | null
  topic: RoomConfigTopic
  control: RoomConfigControl
  field: TidyField
}

function controlOf(field: TidyField, key: RoomConfigKey | null): RoomConfigControl {
  const byType = CONTROLS[field.type]
  const wished = key === null ? undefined : (roomConfigFields[key] as Known).control
  if (byType !== 'text' || isMulti(field)) return byType
  return wished ?? (/^xs:\w*(int|integer|long|short|byte)$/i.test(field.dataType ?? '') ? 'number' : 'text')
}

/**
 * The visible fields, sorted by topic. Notes of the server stand with what follows them; before known fields they are left
 * out: those have words of their own.
 */
export function roomConfigItems(form: TidyForm): RoomConfigItem[] {
  const items: RoomConfigItem[] = []
  let notes: TidyField[] = []
  for (const field of form.fields) {
    if (field.type === 'hidden') continue
    if (field.type === 'fixed' || field.name === null) {
      if (field.type === 'fixed') notes.push(field)
      continue
    }
    const key = roomConfigKeyOf(field.name)
    const topic = key === null ? 'more' : roomConfigFields[key].topic
    if (key === null) items.push(...notes.map((note) => ({ key: null, topic, control: 'note' as const, field: note })))
    notes = []
    items.push({ key, topic, control: controlOf(field, key), field })
  }
  const rank = ({ topic, key }: RoomConfigItem) =>
    roomConfigTopics.indexOf(topic) * 1000 + (key === null ? 999 : keys.indexOf(key))
  return items.map((item, at) => ({ item, at })).sort((a, b) => rank(a.item) - rank(b.item) || a.at - b.at).map(({ item }) => item)
}

/** A form as it was fetched. */
export interface RoomConfigForm {
  room: BareJid
  /** Names this state of the settings; to be given back with changes. */
  revision: string
  form: TidyForm
  items: RoomConfigItem[]
}

/** Not sent: this is not what the field takes. */
export interface RoomConfigIssue {
  name: string
  issue: FieldIssue
}

/** Changed by somebody else since the form was opened. */
export interface RoomConfigConflict {
  name: string
  before: string[] | null
  now: string[] | null
  /** What we were about to set; null when we were not. */
  wanted: string[] | null
}

/** Why the server said no; each with a sentence. */
export type RoomConfigRefusal =
  /** Only owners may. */
  | 'not-owner'
  /** COMPAT(tigase): only administrators of the server may list a room. */
  | 'listing-refused'
  /** Protected, but no password given. */
  | 'password-missing'
  /** A list of owners without any. */
  | 'owner-missing'
  /** Some value is none for the server. */
  | 'bad-value'
  | 'not-allowed'
  | 'gone'
  | 'error'

export type RoomConfigOutcome =
  /** `ignored`: the server said yes and did not do it. */
  | { kind: 'saved'; form: RoomConfigForm; changed: string[]; ignored: string[] }
  | { kind: 'unchanged' }
  | { kind: 'conflict'; form: RoomConfigForm; fields: RoomConfigConflict[] }
  | { kind: 'invalid'; issues: RoomConfigIssue[] }
  /** `suspects`: the fields it is probably about; nothing was changed. */
  | { kind: 'refused'; reason: RoomConfigRefusal; suspects: string[]; error: CallError }

/** What copying would do; nothing is sent until `roomConfig.submit`. */
export interface RoomConfigProposal {
  form: RoomConfigForm
  changes: FormAnswer[]
  /** Settings of the source that stay away: the room has none such, does not take this value, or they are its very own. */
  skipped: { name: string; key: RoomConfigKey | null; why: 'not-here' | 'not-possible' | 'personal' }[]
}

export interface RoomTemplate {
  id: number
  name: string
  createdAtMs: number
  settings: FormAnswer[]
}
