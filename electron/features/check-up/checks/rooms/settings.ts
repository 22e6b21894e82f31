/** The settings of a room by their meaning: XEP-0045 §10.2. Only fields that the form has are sent. */
import type { BareJid } from '#shared/jid'
import type { DataForm } from '#shared/model/form'
import { roomConfigKeyOf, type RoomConfigKey } from '#shared/model/room-config'
import { parseBoolean } from '#xmpp/element'
import { buildFormRequest, buildFormSubmit, parseOwnerForm } from '#xmpp/xep/0045-owner'
import type { Probe } from '../../bench'
import { ask } from './stage'

export type Settings = Partial<Record<RoomConfigKey, string>>

export const fieldBy = (form: DataForm, key: RoomConfigKey) => form.fields.find((field) => field.name !== null && roomConfigKeyOf(field.name) === key) ?? null
export const valueBy = (form: DataForm, key: RoomConfigKey): string | null => fieldBy(form, key)?.values[0] ?? null
/** Switches are written as 1 or true. */
export const isOn = (form: DataForm, key: RoomConfigKey): boolean => parseBoolean(valueBy(form, key)) ?? false

/** Null when there is none; the condition when it is refused. */
export async function formOf(probe: Probe, room: BareJid): Promise<DataForm | string> {
  const reply = await ask(probe, room, buildFormRequest())
  if (!reply.ok) return reply.error.condition
  return parseOwnerForm(reply.value) ?? 'no-form'
}

/** What makes the room keep what is said. COMPAT(openfire, tigase): the switch for logs stands for the archive. */
export const archiveKeyOf = (form: DataForm) => (['archive', 'publicLog'] as const).find((key) => fieldBy(form, key)) ?? null
export const keptBy = (form: DataForm): Settings => {
  const key = archiveKeyOf(form)
  return key ? { [key]: '1' } : {}
}

export interface Configured {
  /** Null: the room took it. */
  refused: string | null
  /** Settings that the room does not know; they were left out. */
  lacking: RoomConfigKey[]
}

/** Sets what of this the room knows. Nothing left to set: nothing is sent. */
export async function configure(probe: Probe, room: BareJid, settings: Settings): Promise<Configured> {
  const form = await formOf(probe, room)
  const keys = Object.keys(settings) as RoomConfigKey[]
  if (typeof form === 'string') return { refused: form, lacking: keys }
  const known = keys.flatMap((key) => {
    const name = fieldBy(form, key)?.name
    return name ? [{ key, name, values: [settings[key]!] }] : []
  })
  const lacking = keys.filter((key) => !known.some((one) => one.key === key))
  if (known.length === 0) return { refused: null, lacking }
  const reply = await ask(probe, room, buildFormSubmit(known, form.formType), 'set')
  return { refused: reply.ok ? null : reply.error.condition, lacking }
}
