/**
 * Filling in the owner's form of a new room (XEP-0045 §10.1.3) by meaning: only fields that the form has, only values
 * that it knows (SERVERS.md, adapter rule). Pure.
 */
import { fieldOf, type DataForm, type FormAnswer } from '#shared/model/form'

export type RoomKind = 'private-group' | 'public-channel'

export interface Wishes {
  name: string
  kind: RoomKind
  /** Listed in the directory; false although a public channel was wished for, when the server refuses that. */
  isListed: boolean
}

const has = (form: DataForm, name: string) => fieldOf(form, name) !== null

/** The first of these values that a list offers; null when it offers none. */
function offered(form: DataForm, name: string, values: string[]): string | null {
  const field = fieldOf(form, name)
  if (!field) return null
  if (field.options.length === 0) return values[0] ?? null
  return values.find((value) => field.options.some((option) => option.value === value)) ?? null
}

export function fillForm(form: DataForm, wishes: Wishes): FormAnswer[] {
  const isPrivate = wishes.kind === 'private-group'
  const answers: FormAnswer[] = []
  const put = (name: string, value: string | null) => {
    if (value !== null && has(form, name)) answers.push({ name, values: [value] })
  }
  const flag = (name: string, isOn: boolean) => put(name, isOn ? '1' : '0')
  put('muc#roomconfig_roomname', wishes.name)
  flag('muc#roomconfig_persistentroom', true)
  flag('muc#roomconfig_publicroom', wishes.isListed)
  flag('muc#roomconfig_membersonly', isPrivate)
  flag('muc#roomconfig_moderatedroom', false)
  put('muc#roomconfig_whois', offered(form, 'muc#roomconfig_whois', [isPrivate ? 'anyone' : 'moderators']))
  flag('muc#roomconfig_allowinvites', true)
  flag('{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites', true)
  flag('muc#roomconfig_changesubject', isPrivate)
  // Archives: without one, whoever joins later or was away for long sees little.
  for (const name of ['muc#roomconfig_enablearchiving', 'muc#roomconfig_mam', 'mam']) flag(name, true)
  return answers
}

/** The least that still is what was asked for, when the server refuses the whole. */
export function fillLeast(form: DataForm, wishes: Wishes): FormAnswer[] {
  const needed = ['muc#roomconfig_roomname', 'muc#roomconfig_persistentroom', 'muc#roomconfig_membersonly']
  return fillForm(form, wishes).filter((answer) => needed.includes(answer.name))
}

/** An address from a name: Latin letters and digits survive, everything else would need care on some server. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
}
