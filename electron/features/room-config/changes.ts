/** What to send, what stands against it, and what a refusal means. Pure. */
import {
  changedAnswers, differingFields, fieldIssue, isEditable, isSameValue, type TidyForm,
} from '#shared/model/data-form'
import type { FormAnswer } from '#shared/model/form'
import {
  fieldWithKey, roomConfigKeyOf, type RoomConfigConflict, type RoomConfigIssue, type RoomConfigKey, type RoomConfigProposal,
  type RoomConfigRefusal,
} from '#shared/model/room-config'
import { hiddenAnswers } from '#xmpp/xep/0004'
import type { StanzaError } from '#xmpp/types'

const fieldOf = (form: TidyForm, name: string) => form.fields.find((field) => field.name === name) ?? null
const answerOf = (answers: readonly FormAnswer[], name: string) => answers.find((one) => one.name === name)?.values ?? null

/** What keeps these changes from being sent. */
export const issuesOf = (form: TidyForm, changes: readonly FormAnswer[]): RoomConfigIssue[] =>
  changes.flatMap(({ name, values }) => {
    const field = fieldOf(form, name)
    const issue = field ? fieldIssue(field, values) : 'not-editable'
    return issue && !(field && isSameValue(field, field.values, values)) ? { name, issue } : []
  })

/** Differences between the form the user saw (null: no longer known) and the one that is there now. */
export function conflictsOf(before: TidyForm | null, now: TidyForm, wanted: readonly FormAnswer[]): RoomConfigConflict[] {
  const names = before ? differingFields(before, now) : wanted.map((one) => one.name)
  return names.map((name) => ({
    name,
    before: (before && fieldOf(before, name)?.values) ?? null,
    now: fieldOf(now, name)?.values ?? null,
    wanted: answerOf(wanted, name),
  }))
}

/**
 * Only what was changed (SERVERS.md, adapter rule), and hidden fields as they came. A switch for the password and the password
 * itself go together: Openfire and ejabberd refuse the one without the other.
 */
export function answersToSend(form: TidyForm, changes: readonly FormAnswer[]): FormAnswer[] {
  const changed = changedAnswers(form, changes)
  const pair = (['passwordProtected', 'password'] as RoomConfigKey[]).flatMap((key) => fieldWithKey(form, key) ?? [])
  const isTouched = pair.some((field) => answerOf(changed, field.name ?? '') !== null)
  const companions = isTouched
    ? pair.flatMap(({ name, values }) => (name !== null && answerOf(changed, name) === null ? { name, values } : []))
    : []
  return [...hiddenAnswers(form), ...changed, ...companions]
}

/** Asked for, granted, and yet not so. A password that is not shown again proves nothing. */
export const ignoredOf = (after: TidyForm, changed: readonly FormAnswer[]): string[] =>
  changed.flatMap(({ name, values }) => {
    const field = fieldOf(after, name)
    if (field?.type === 'text-private') return []
    return field && isSameValue(field, field.values, values) ? [] : name
  })

export function refusalOf(
  error: Pick<StanzaError, 'condition' | 'text'>,
  form: TidyForm,
  changed: readonly FormAnswer[],
  isOwner: boolean,
): { reason: RoomConfigRefusal; suspects: string[] } {
  const names = changed.map((one) => one.name)
  const withKeys = (...keys: RoomConfigKey[]) => names.filter((name) => keys.includes(roomConfigKeyOf(name) as RoomConfigKey))
  const named = names.filter((name) => error.text?.includes(name))
  const likely = named.length > 0 ? named : names
  switch (error.condition) {
    case 'forbidden':
    case 'not-authorized': {
      const listed = withKeys('listed')
      return isOwner && listed.length > 0 ? { reason: 'listing-refused', suspects: listed } : { reason: 'not-owner', suspects: [] }
    }
    case 'not-acceptable': {
      const secret = fieldWithKey(form, 'password')
      const isSecretMissing = (answerOf(changed, secret?.name ?? '') ?? secret?.values ?? []).join('') === ''
      const suspects = withKeys('password', 'passwordProtected')
      if (suspects.length > 0 && isSecretMissing) return { reason: 'password-missing', suspects: secret?.name ? [secret.name] : suspects }
      return { reason: 'bad-value', suspects: likely }
    }
    case 'conflict':
      return { reason: 'owner-missing', suspects: withKeys('owners', 'admins') }
    case 'bad-request':
    case 'internal-server-error': // ejabberd and Openfire, for values that they cannot take
      return { reason: 'bad-value', suspects: likely }
    case 'not-allowed':
      return { reason: 'not-allowed', suspects: likely }
    case 'item-not-found':
    case 'gone':
      return { reason: 'gone', suspects: [] }
    default:
      return { reason: 'error', suspects: likely }
  }
}

/** A room's very own: never copied to another one. */
const PERSONAL: RoomConfigKey[] = ['name', 'description', 'password', 'passwordProtected', 'owners', 'admins', 'pubsubNode']

/** The settings that may be given to other rooms. */
export const settingsOf = (form: TidyForm): FormAnswer[] =>
  form.fields.flatMap((field) => {
    const key = field.name === null ? null : roomConfigKeyOf(field.name)
    if (!isEditable(field) || field.name === null || field.type === 'text-private') return []
    return key !== null && PERSONAL.includes(key) ? [] : { name: field.name, values: field.values }
  })

/** By name, else by meaning where both take the same kind of value. */
export function propose(form: TidyForm, settings: readonly FormAnswer[], all: TidyForm | null = null): Pick<RoomConfigProposal, 'changes' | 'skipped'> {
  const skipped: RoomConfigProposal['skipped'] = []
  const wanted: FormAnswer[] = []
  for (const { name, values } of settings) {
    const key = roomConfigKeyOf(name)
    const field = fieldOf(form, name) ?? (key && fieldWithKey(form, key))
    if (!field?.name) skipped.push({ name, key, why: 'not-here' })
    else if (fieldIssue(field, values) !== null && !isSameValue(field, field.values, values)) skipped.push({ name, key, why: 'not-possible' })
    else wanted.push({ name: field.name, values })
  }
  for (const field of all?.fields ?? []) {
    if (field.name === null || !isEditable(field) || settings.some((one) => one.name === field.name)) continue
    skipped.push({ name: field.name, key: roomConfigKeyOf(field.name), why: 'personal' })
  }
  return { changes: changedAnswers(form, wanted), skipped }
}
