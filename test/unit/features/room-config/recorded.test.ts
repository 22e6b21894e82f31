import { describe, expect, test } from 'vitest'
import { answersToSend, conflictsOf, ignoredOf, issuesOf, propose, refusalOf, settingsOf } from '#features/room-config/changes'
import { parseOwnerForm } from '#xmpp/xep/0045-owner'
import { isEditable, tidyForm, type TidyForm } from '#shared/model/data-form'
import { fieldWithKey, roomConfigItems, roomConfigTopics, type RoomConfigKey } from '#shared/model/room-config'
import { attr } from '#xmpp/element'
import { parseStanzaError } from '#xmpp/stanza-error'
import { stepOf, transcriptsOf, type Transcript, type TranscriptServer } from '../../../support/transcripts'

const formOf = (transcript: Transcript): TidyForm => {
  const iq = stepOf(transcript, 'owner asks for the form').entries.findLast((entry) => entry.element?.name === 'iq')!.element!
  return tidyForm(parseOwnerForm(iq)!)
}
const forms = new Map(transcriptsOf('08-muc-create').map(([server, transcript]) => [server, formOf(transcript)]))
const nameOf = (form: TidyForm, key: RoomConfigKey) => fieldWithKey(form, key)?.name ?? `no ${key}`

describe.each(transcriptsOf('08-muc-create'))('the settings of %s', (server, transcript) => {
  const form = forms.get(server)!
  const items = roomConfigItems(form)

  test('every field has words of ours, each meaning once, in the order of the topics', () => {
    const fields = items.filter((item) => item.control !== 'note')
    expect(fields.filter((item) => item.key === null).map((item) => item.field.name)).toEqual([])
    expect(new Set(fields.map((item) => item.key)).size).toBe(fields.length)
    expect(fields).toHaveLength(form.fields.filter(isEditable).length)
    const topics = items.map((item) => roomConfigTopics.indexOf(item.topic))
    expect(topics).toEqual([...topics].sort((a, b) => a - b))
    expect(items[0]?.key).toBe('name')
    for (const key of ['name', 'description', 'membersOnly', 'moderated', 'persistent', 'listed', 'password', 'realAddresses'] as const) {
      expect(fields.map((item) => item.key)).toContain(key)
    }
    expect(fields.find((item) => item.key === 'membersOnly')?.control).toBe('switch')
    expect(fields.find((item) => item.key === 'password')?.control, 'also where it comes as plain text (Tigase)').toBe('secret')
    expect(fields.find((item) => item.key === 'realAddresses')?.control).toBe('choice')
  })

  test('only what was changed goes back, with the other half of the password', () => {
    expect(answersToSend(form, form.fields.flatMap(({ name, values }) => (name === null ? [] : { name, values })))).toEqual([])
    const name = nameOf(form, 'name')
    expect(answersToSend(form, [{ name, values: ['New'] }])).toEqual([{ name, values: ['New'] }])
    const secret = nameOf(form, 'password')
    const sent = answersToSend(form, [{ name: secret, values: ['sesame'] }]).map((one) => one.name)
    const hasSwitch = fieldWithKey(form, 'passwordProtected') !== null
    expect(sent).toEqual(hasSwitch ? [secret, nameOf(form, 'passwordProtected')] : [secret])
    expect(hasSwitch).toBe(server !== 'prosody-0.12.3')
  })

  test('what the server refused is said to be about the right field', () => {
    const refused = (step: string) => {
      const errors = stepOf(transcript, step).entries.filter((entry) => entry.from === 'server' && attr(entry.element, 'type') === 'error')
      return errors.map((entry) => parseStanzaError(entry.element!))
    }
    const listed = [{ name: nameOf(form, 'listed'), values: ['1'] }]
    for (const error of refused('a public room is wanted')) {
      expect(refusalOf(error, form, listed, true)).toEqual({ reason: 'listing-refused', suspects: ['muc#roomconfig_publicroom'] })
      expect(refusalOf(error, form, listed, false)).toEqual({ reason: 'not-owner', suspects: [] })
    }
    const isProtected = [{ name: nameOf(form, 'passwordProtected'), values: ['1'] }, { name: nameOf(form, 'name'), values: ['x'] }]
    for (const error of refused('password protected without a password')) {
      expect(refusalOf(error, form, isProtected, true)).toEqual({ reason: 'password-missing', suspects: ['muc#roomconfig_roomsecret'] })
    }
    const nonsense = [{ name: nameOf(form, 'name'), values: ['x'] }, { name: 'muc#roomconfig_maxusers', values: ['many'] }]
    for (const error of refused('a value that makes no sense')) {
      const { reason, suspects } = refusalOf(error, form, nonsense, true)
      expect(reason).toBe('bad-value')
      expect(suspects, 'ejabberd names it').toEqual(server === 'ejabberd-23.01' ? ['muc#roomconfig_maxusers'] : nonsense.map((one) => one.name))
    }
    for (const error of refused('configuration by a participant')) expect(refusalOf(error, form, isProtected, false).reason).toBe('not-owner')
  })
})

test.each<[TranscriptServer, TranscriptServer]>([['prosody-0.12.3', 'ejabberd-23.01'], ['ejabberd-23.01', 'openfire-5.0.5'], ['openfire-5.0.5', 'tigase-8.4.0']])(
  'settings of %s are given to a room of %s by meaning',
  (from, to) => {
    const source = forms.get(from)!
    const target = forms.get(to)!
    const own = source.fields.find((field) => field.name === nameOf(source, 'membersOnly'))!
    const wished = source.fields.map((field) => (field === own ? { ...field, values: ['1'] } : field))
    const { changes, skipped } = propose(target, settingsOf({ ...source, fields: wished }), source)
    expect(changes).toContainEqual({ name: 'muc#roomconfig_membersonly', values: ['1'] })
    expect(issuesOf(target, changes), 'nothing that would be refused').toEqual([])
    for (const { name } of changes) expect(target.fields.map((field) => field.name)).toContain(name)
    for (const key of ['name', 'password', 'description'] as const) expect(changes.map((one) => one.name)).not.toContain(nameOf(target, key))
    expect(skipped).toContainEqual({ name: 'muc#roomconfig_roomname', key: 'name', why: 'personal' })
    expect(skipped.some((one) => one.why === 'not-here')).toBe(true)
  },
)

describe('a form that changed underneath', () => {
  const before = forms.get('ejabberd-23.01')!
  const change = (name: string, values: string[]): TidyForm => ({
    ...before, fields: before.fields.map((field) => (field.name === name ? { ...field, values } : field)),
  })
  const now = change('muc#roomconfig_membersonly', ['1'])
  test('the differences are named, with what we wanted', () => {
    expect(conflictsOf(before, now, [{ name: 'muc#roomconfig_membersonly', values: ['0'] }])).toEqual([
      { name: 'muc#roomconfig_membersonly', before: ['0'], now: ['1'], wanted: ['0'] },
    ])
    expect(conflictsOf(before, now, [])[0]?.wanted).toBeNull()
  })
  test('where the old form is no longer known, with what we wanted alone', () => {
    expect(conflictsOf(null, now, [{ name: 'muc#roomconfig_membersonly', values: ['0'] }])).toEqual([
      { name: 'muc#roomconfig_membersonly', before: null, now: ['1'], wanted: ['0'] },
    ])
  })
  test('what was granted and not done is found', () => {
    expect(ignoredOf(now, [{ name: 'muc#roomconfig_membersonly', values: ['0'] }, { name: 'muc#roomconfig_roomsecret', values: ['x'] }, { name: 'gone', values: [] }])).toEqual([
      'muc#roomconfig_membersonly', 'gone',
    ])
  })
})
