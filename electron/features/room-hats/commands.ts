/** The commands of XEP-0317 and of those who had them before it was written down. Pure. */
import { bareOf, parseJid } from '#shared/jid'
import type { DataForm, FormAnswer, FormField } from '#shared/model/form'
import type { RoomHat, RoomHats } from '#shared/model/room-hats'

export type HatTask = 'create' | 'destroy' | 'list' | 'assign' | 'unassign' | 'listAssigned'

/** By XEP-0317 0.3.1, then COMPAT(ejabberd up to 25): first found is used. */
export const NODES: Record<HatTask, readonly string[]> = {
  create: ['urn:xmpp:hats:commands:create'],
  destroy: ['urn:xmpp:hats:commands:destroy'],
  list: ['urn:xmpp:hats:commands:list'],
  assign: ['urn:xmpp:hats:commands:assign', 'http://prosody.im/protocol/hats#add'],
  unassign: ['urn:xmpp:hats:commands:unassign', 'http://prosody.im/protocol/hats#remove'],
  listAssigned: ['urn:xmpp:hats:commands:list-assigned', 'p1:hats#list'],
}

const VARS = { jid: ['hats#jid', 'jid'], uri: ['hats#uri', 'hat_uri', 'hat'], title: ['hats#title', 'hat_title'], hue: ['hats#hue'] } as const
export type HatValues = Partial<Record<keyof typeof VARS, string>>
const MAX_TEXT = 1000

/** What the form asks for, out of what is known; null when it wants something else. */
export function fillHatForm(form: DataForm, values: HatValues): FormAnswer[] | null {
  const answers: FormAnswer[] = []
  for (const field of form.fields) {
    if (field.name === null || field.type === 'hidden' || field.type === 'fixed') continue
    const key = (Object.keys(VARS) as (keyof typeof VARS)[]).find((one) => (VARS[one] as readonly string[]).includes(field.name ?? ''))
    const value = key && values[key]
    if (value !== undefined) answers.push({ name: field.name, values: [value] })
    else if (field.isRequired) return null
  }
  return answers
}

const valueIn = (row: readonly FormField[], names: readonly string[]) =>
  row.find((field) => field.name !== null && names.includes(field.name))?.values[0]?.slice(0, MAX_TEXT) ?? ''

function hatIn(row: readonly FormField[]): RoomHat | null {
  const hue = Number.parseFloat(valueIn(row, VARS.hue))
  let uri = valueIn(row, VARS.uri)
  let title = valueIn(row, VARS.title)
  // COMPAT(ejabberd 23.01): lists the two the wrong way round. A title is no address.
  if (/^\w[\w+.-]*:\S/.test(title) && !/^\w[\w+.-]*:\S/.test(uri)) [uri, title] = [title, uri]
  return uri === '' ? null : { uri, title: title || uri, hue: hue >= 0 && hue <= 360 ? hue : null }
}

export const hatsIn = (form: DataForm | null): RoomHat[] => (form?.items ?? []).flatMap((row) => hatIn(row) ?? [])

export const assignedIn = (form: DataForm | null): RoomHats['assigned'] =>
  (form?.items ?? []).flatMap((row) => {
    const hat = hatIn(row)
    const jid = parseJid(valueIn(row, VARS.jid))
    return hat && jid ? { jid: bareOf(jid), hat } : []
  })
