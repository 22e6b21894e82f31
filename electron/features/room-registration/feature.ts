/**
 * A room's register: XEP-0045 version 1.35.5 §7.10 (register, remove), §7.12 (reserved nick), §9.9 (approval, by those who run
 * the room). Left out: the old fields of XEP-0077 without a form, which no server sends for rooms.
 */
import { createHash } from 'node:crypto'
import { failureOf } from '#core/failure'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { roomsApi } from '#features/rooms/public'
import { bareOf, isFullJid, type BareJid } from '#shared/jid'
import { fieldIssue, isEditable, normalValues, type TidyForm } from '#shared/model/data-form'
import type { FormAnswer } from '#shared/model/form'
import type { RoomRegistration, RoomRegistrationOutcome } from '#shared/model/room-requests'
import { done, fail, ok, type Result } from '#shared/result'
import type { Element, StanzaError } from '#xmpp/types'
import { contract } from './contract'
import {
  buildApproval, buildRegisterGet, buildRegisterRemove, buildRegisterSet, parseApproval, parseRegister, type RegisterAnswer,
} from '#xmpp/xep/0045-register'
import { deleteRequest, getRequest, listRequests, migrations, putRequest } from './table'

/** Answers of rooms that have no register. */
const NONE = ['service-unavailable', 'feature-not-implemented']
const CLOSED: Record<string, Extract<RoomRegistration, { kind: 'closed' }>['why']> = {
  'registration-required': 'members-only', // COMPAT(prosody): members only choose their nick
  forbidden: 'banned',
  'not-allowed': 'not-allowed',
  'not-authorized': 'not-allowed',
}
const REASONS: Record<string, Extract<RoomRegistrationOutcome, { kind: 'refused' }>['reason']> = {
  conflict: 'nick-taken',
  'not-acceptable': 'nick-not-used', // COMPAT(tigase)
  'bad-request': 'bad-value',
  'internal-server-error': 'bad-value',
  forbidden: 'not-allowed',
  'not-allowed': 'not-allowed',
  'registration-required': 'not-allowed',
}

/** What is missing or wrong; everything required must have an answer. */
function issuesOf(form: TidyForm, answers: readonly FormAnswer[]) {
  return form.fields.flatMap((field) => {
    if (field.name === null || !isEditable(field)) return []
    const issue = fieldIssue(field, answers.find((one) => one.name === field.name)?.values ?? field.values)
    return issue ? { name: field.name, issue } : []
  })
}
const entered = (form: TidyForm, answers: readonly FormAnswer[]): FormAnswer[] =>
  form.fields.flatMap((field) => {
    if (field.name === null || !isEditable(field)) return []
    const values = normalValues(field, answers.find((one) => one.name === field.name)?.values ?? field.values)
    return values.length > 0 ? { name: field.name, values } : []
  })

export const roomRegistration = defineFeature({
  name: 'room-registration',
  xeps: [],
  requires: ['rooms'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { accountId, connection, db } = session
    const rooms = session.use(roomsApi)
    const request = (type: 'get' | 'set', to: BareJid, payload: Element) => connection.request({ type, to, payload })

    const ask = async (room: BareJid): Promise<{ answer: RegisterAnswer } | { error: StanzaError | null }> => {
      const reply = await request('get', room, buildRegisterGet())
      if (!reply.ok) return { error: reply.error }
      const answer = parseRegister(reply.value)
      return answer ? { answer } : { error: null }
    }

    const open = async (room: BareJid): Promise<Result<RoomRegistration>> => {
      const asked = await ask(room)
      if ('answer' in asked) {
        const { isRegistered, nick, form, instructions, webPage } = asked.answer
        if (isRegistered) return ok({ kind: 'registered', nick })
        if (form) return ok({ kind: 'open', form, instructions: instructions || form.instructions.join('\n'), webPage })
        return ok({ kind: 'none' })
      }
      if (!asked.error) return ok({ kind: 'none' })
      if (NONE.includes(asked.error.condition)) return ok({ kind: 'none' })
      const { error } = failureOf(asked.error)
      const why = CLOSED[asked.error.condition]
      return why ? ok({ kind: 'closed', why, error }) : { ok: false, error }
    }

    const submit = async (room: BareJid, answers: FormAnswer[]): Promise<Result<RoomRegistrationOutcome>> => {
      const state = await open(room)
      if (!state.ok) return state
      if (state.value.kind === 'registered') return ok(state.value)
      if (state.value.kind === 'closed') return ok({ kind: 'refused', reason: 'not-allowed', error: state.value.error })
      if (state.value.kind === 'none') return fail('not-supported', 'this room has no register')
      const { form } = state.value
      const issues = issuesOf(form, answers)
      if (issues.length > 0) return ok({ kind: 'invalid', issues })
      const reply = await request('set', room, buildRegisterSet(form, entered(form, answers)))
      if (!reply.ok) {
        const failure = failureOf(reply.error)
        if (failure.error.code === 'offline' || failure.error.code === 'timeout') return failure
        return ok({ kind: 'refused', reason: REASONS[reply.error.condition] ?? 'error', error: failure.error })
      }
      const after = await open(room)
      return ok(after.ok && after.value.kind === 'registered' ? after.value : { kind: 'pending' })
    }

    const requestsOf = (room: BareJid | null) => listRequests(db, accountId, room).map((one) => one.request)
    const tell = (room: BareJid) => session.publish('roomRegistration.requestsChanged', { accountId, room, requests: requestsOf(room) })
    const forget = (room: BareJid, id: string) =>
      session.transaction(() => {
        deleteRequest(db, accountId, room, id)
        tell(room)
      })

    session.inbound.on('trust', (message) => {
      if (message.type === 'error' || message.direction === 'out') return
      const approval = parseApproval(message.stanza)
      if (!approval) return
      const room = bareOf(message.from)
      const view = rooms.get(room)
      // Only the room itself may ask, and only those who have a say in it; while we are out it may have waited for us.
      const mayDecide = view?.state !== 'joined' || view.ownAffiliation === 'owner' || view.ownAffiliation === 'admin'
      if (isFullJid(message.from) || !view || !mayDecide || message.source === 'carbon') return session.refuse('R-ROOM-FORM', message.from)
      if (message.source === 'archive' && !message.isUnread) return 'drop' // of old; answered long ago, perhaps
      const { form, nick, jid } = approval
      // The same form again (another device's copy, an archive) is the same request.
      const id = createHash('sha256').update(JSON.stringify(form.fields.map(({ name, values }) => [name, values]))).digest('hex').slice(0, 32)
      if (getRequest(db, accountId, room, id)) return 'drop'
      session.transaction(() => {
        putRequest(db, accountId, { request: { id, room, nick, jid: jid && bareOf(jid), atMs: session.clock.nowMs() }, form })
        tell(room)
      })
      return 'drop'
    })

    return {
      calls: {
        'roomRegistration.open': ({ room }) => open(room),
        'roomRegistration.submit': ({ room, answers }) => submit(room, answers),
        'roomRegistration.remove': async ({ room }) => {
          const reply = await request('set', room, buildRegisterRemove())
          return reply.ok ? done : failureOf(reply.error)
        },
        'roomRegistration.reservedNick': async ({ room }) => {
          const reserved = await rooms.reservedNick(room)
          return reserved.ok ? ok({ nick: reserved.value }) : reserved
        },
        'roomRegistration.answer': async ({ room, id, allow }) => {
          const stored = getRequest(db, accountId, room, id)
          if (!stored) return fail('conflict', 'this request is settled')
          const sent = await rooms.send({ to: room, build: (stanzaId) => buildApproval(room, stanzaId, stored.form, allow) })
          if (sent.ok) forget(room, id)
          return sent
        },
        'roomRegistration.dismiss': ({ room, id }) => {
          forget(room, id)
          return done
        },
      },
      snapshot: () => ({ requests: requestsOf(null) }),
    }
  },
})
