/**
 * Settings of rooms, for their owners: XEP-0045 version 1.35.5 §10.2 (the form, with notices 104 and 170–173 by the rooms
 * feature), §10.9 (destroy), templates. Making a room (§10.1) is the rooms feature's; it leaves none locked, so that
 * cancelling a form never has to be told to a server (§10.1.3: that would take the room down).
 */
import { failureOf } from '#core/failure'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { roomsApi } from '#features/rooms/public'
import type { BareJid } from '#shared/jid'
import { changedAnswers, tidyForm, type TidyForm } from '#shared/model/data-form'
import type { FormAnswer } from '#shared/model/form'
import { fieldWithKey, type RoomConfigForm, type RoomConfigKey, type RoomConfigOutcome } from '#shared/model/room-config'
import { done, fail, ok, type Result } from '#shared/result'
import type { Element } from '#xmpp/types'
import { answersToSend, conflictsOf, ignoredOf, issuesOf, propose, refusalOf, settingsOf } from './changes'
import { contract } from './contract'
import { createOpenForms } from './open-forms'
import type { RoomConfigApi } from './public'
import { buildDestroy, buildFormRequest, buildFormSubmit, parseOwnerForm } from '#xmpp/xep/0045-owner'
import { getTemplate, listTemplates, migrations, putTemplate, removeTemplate, renameTemplate } from './table'

const noTemplate = fail('not-found', 'there is no such template')

export const roomConfig = defineFeature({
  name: 'room-config',
  xeps: [
    { id: '0004', version: '2.13.2', support: 'complete' },
    { id: '0221', version: '1.0', support: 'partial', note: 'addresses of pictures are handed on; nothing is fetched' },
  ],
  requires: ['rooms'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { accountId, db, connection } = session
    const rooms = session.use(roomsApi)
    const open = createOpenForms()
    /** Our own change is on its way: the room's notice about it is no news. */
    const submitting = new Set<BareJid>()

    const request = (type: 'get' | 'set', to: BareJid, payload: Element) => connection.request({ type, to, payload })

    const ask = async (room: BareJid): Promise<Result<TidyForm>> => {
      const reply = await request('get', room, buildFormRequest())
      if (!reply.ok) return failureOf(reply.error)
      const form = parseOwnerForm(reply.value)
      return form ? ok(tidyForm(form)) : fail('refused', 'the answer has no form')
    }
    const fetchForm = async (room: BareJid): Promise<Result<RoomConfigForm>> => {
      const form = await ask(room)
      return form.ok ? ok(open.put(room, form.value)) : form
    }

    const submit = async (room: BareJid, revision: string, changes: FormAnswer[]): Promise<Result<RoomConfigOutcome>> => {
      const before = open.get(room, revision)
      const now = await fetchForm(room)
      if (!now.ok) return now
      const { form } = now.value
      if (now.value.revision !== revision) return ok({ kind: 'conflict', form: now.value, fields: conflictsOf(before, form, changes) })
      const issues = issuesOf(form, changes)
      if (issues.length > 0) return ok({ kind: 'invalid', issues })
      const changed = changedAnswers(form, changes)
      if (changed.length === 0) return ok({ kind: 'unchanged' })

      const reply = await request('set', room, buildFormSubmit(answersToSend(form, changes), form.formType))
      if (!reply.ok) {
        const failure = failureOf(reply.error)
        if (failure.error.code === 'offline' || failure.error.code === 'timeout') return failure
        const isOwner = rooms.get(room)?.ownAffiliation === 'owner'
        return ok({ kind: 'refused', ...refusalOf(reply.error, form, changed, isOwner), error: failure.error })
      }
      // Some servers say yes and do nothing: what counts is what the form says afterwards.
      const after = await fetchForm(room)
      if (!after.ok) return after
      return ok({ kind: 'saved', form: after.value, changed: changed.map((one) => one.name), ignored: ignoredOf(after.value.form, changed) })
    }

    const whileSubmitting = async <T>(room: BareJid, work: () => Promise<T>): Promise<T> => {
      submitting.add(room)
      try {
        return await work()
      } finally {
        submitting.delete(room)
      }
    }
    const change: RoomConfigApi['change'] = (room, wishes) =>
      whileSubmitting(room, async () => {
        const isOpen = open.latest(room) !== null
        const now = await fetchForm(room)
        if (!now.ok) return now
        const found = (Object.entries(wishes) as [RoomConfigKey, string][]).flatMap(([key, value]) => {
          const field = fieldWithKey(now.value.form, key)
          return field?.name ? { key, value, name: field.name, before: field.values[0] ?? '' } : []
        })
        const outcome = await submit(room, now.value.revision, found.map(({ name, value }) => ({ name, values: [value] })))
        if (!isOpen) open.close(room)
        if (!outcome.ok) return outcome
        const { value } = outcome
        if (value.kind === 'refused') return { ok: false, error: value.error }
        if (value.kind === 'invalid' || value.kind === 'conflict') return fail('conflict', `the settings were not taken: ${value.kind}`)
        const ignored = value.kind === 'saved' ? value.ignored : []
        return ok({ before: Object.fromEntries(found.map(({ key, before }) => [key, before])), ignored: found.filter(({ name }) => ignored.includes(name)).map(({ key }) => key) })
      })

    const refetch = async (room: BareJid, known: RoomConfigForm) => {
      const now = await fetchForm(room)
      if (!now.ok || now.value.revision === known.revision || submitting.has(room)) return
      session.publish('roomConfig.changed', { accountId, form: now.value, fields: conflictsOf(known.form, now.value.form, []) })
    }
    rooms.onChange((room, change) => {
      const known = change.kind === 'settings' ? open.latest(room) : null
      if (known && !submitting.has(room)) void refetch(room, known)
    })
    session.onEnded(() => open.closeAll())

    const templatesChanged = () => session.publish('roomTemplate.changed', { templates: listTemplates(db) })

    return {
      api: { change } satisfies RoomConfigApi,
      calls: {
        'roomConfig.open': ({ room }) => fetchForm(room),
        'roomConfig.close': ({ room }) => {
          open.close(room)
          return done
        },
        'roomConfig.submit': ({ room, revision, changes }) => whileSubmitting(room, () => submit(room, revision, changes)),
        'roomConfig.destroy': async ({ room, reason = '', alternate, password }) => {
          if (alternate === room) return fail('bad-input', 'a room cannot be its own successor')
          const payload = buildDestroy({ reason, alternate: alternate ?? null, password: password ?? null })
          const reply = await request('set', room, payload)
          if (!reply.ok) return failureOf(reply.error)
          open.close(room)
          return done
        },
        'roomConfig.copyFrom': async ({ room, from }) => {
          const source = await ask(from)
          if (!source.ok) return source
          const target = await fetchForm(room)
          if (!target.ok) return target
          return ok({ form: target.value, ...propose(target.value.form, settingsOf(source.value), source.value) })
        },
        'roomTemplate.list': () => ok({ templates: listTemplates(db) }),
        'roomTemplate.save': async ({ room, name }) => {
          const source = await ask(room)
          if (!source.ok) return source
          return ok(
            session.transaction(() => {
              const template = putTemplate(db, name, settingsOf(source.value), session.clock.nowMs())
              templatesChanged()
              return template
            }),
          )
        },
        'roomTemplate.rename': ({ id, name }) =>
          session.transaction(() => {
            if (!getTemplate(db, id)) return noTemplate
            if (!renameTemplate(db, id, name)) return fail('conflict', 'another template has this name')
            templatesChanged()
            return done
          }),
        'roomTemplate.remove': ({ id }) =>
          session.transaction(() => {
            removeTemplate(db, id)
            templatesChanged()
            return done
          }),
        'roomTemplate.propose': async ({ room, id }) => {
          const template = getTemplate(db, id)
          if (!template) return noTemplate
          const target = await fetchForm(room)
          return target.ok ? ok({ form: target.value, ...propose(target.value.form, template.settings) }) : target
        },
      },
      snapshot: () => ({ templates: listTemplates(db) }),
    }
  },
})
