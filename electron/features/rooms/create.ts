/**
 * Making a room in one step: XEP-0045 §10.1, 9.3, 7.8.2. Enter, take the owner's form, answer it by meaning, make
 * members, invite. Whatever goes wrong on the way, the room is unlocked (at worst with the server's defaults) or taken
 * down again: a locked room is a room nobody can join and nobody sees why.
 */
import { randomBytes } from 'node:crypto'
import type { BookmarksApi } from '#features/bookmarks/public'
import type { RoomDirectoryApi } from '#features/room-directory/public'
import type { ConversationId } from '#shared/ids'
import { parseBareJid, type BareJid } from '#shared/jid'
import type { FormAnswer } from '#shared/model/form'
import type { RoomCreateNote } from '#shared/model/room-notices'
import { fail, ok, type CallError, type Result } from '#shared/result'
import type { Joiner } from './join'
import { fillForm, fillLeast, slugOf, type RoomKind, type Wishes } from './config-form'
import { codeOf } from './errors'
import { createOwner, type Owner } from './owner'
import type { Registry, RoomsSession } from './registry'
import { buildInvite } from '#xmpp/xep/0045'
import type { RoomRuntime } from './state'

export interface CreateInput {
  service?: BareJid | undefined
  room?: BareJid | undefined
  name: string
  kind: RoomKind
  nick?: string | undefined
  invite: BareJid[]
}

export interface Created {
  room: BareJid
  conversationId: ConversationId
  notes: RoomCreateNote[]
}

export interface CreateDeps {
  session: RoomsSession
  registry: Registry
  joiner: Joiner
  bookmarks: BookmarksApi
  directory: RoomDirectoryApi
  /** Was the room made by our entering it (201)? Asked once it is joined. */
  takeIsNew(room: RoomRuntime): boolean
  /** Somebody was asked in. */
  onInvited(room: RoomRuntime, jid: BareJid): void
}

/** Free addresses are found at once; more than this means that something else is wrong. */
const MAX_ADDRESSES = 3

const isIn = (room: RoomRuntime) => room.state === 'joined'
const suffix = () => randomBytes(3).toString('hex')

function addressesOf(input: CreateInput, service: BareJid): BareJid[] {
  if (input.room) return [input.room]
  const slug = slugOf(input.name)
  const base = slug.length >= 2 ? slug : 'room'
  const first = input.kind === 'public-channel' && base === slug ? [base] : []
  const names = [...first, ...Array.from({ length: MAX_ADDRESSES }, () => `${base}-${suffix()}`)]
  return names.flatMap((name) => parseBareJid(`${name}@${service}`) ?? [])
}

export async function createRoom(deps: CreateDeps, input: CreateInput): Promise<Result<Created>> {
  const { session, registry, joiner } = deps
  if (session.connection.state.phase !== 'online') return fail('offline', 'not connected')
  const service = input.service ?? (input.room ? null : ((await deps.directory.services())[0]?.jid ?? null))
  if (!input.room && !service) return fail('not-supported', 'the server has no room service')

  const forget = (jid: BareJid) => {
    if (!deps.bookmarks.get(jid)) registry.remove(jid)
  }
  for (const jid of addressesOf(input, service as BareJid)) {
    if (!input.room && (await deps.directory.exists(jid))) continue // spares its people a visit
    const room = registry.put(jid)
    if (isIn(room)) return fail('conflict', 'we are in this room already')
    room.isCreating = true
    room.password = null
    if (input.nick) room.wantedNick = input.nick
    try {
      joiner.join(room)
      await joiner.settled(room)
      if (!isIn(room)) {
        const { problem } = room
        forget(jid)
        if (!input.room && problem?.code === 'gone') continue // COMPAT(prosody): the address of a destroyed room stays taken for a while
        return fail(codeOf(problem), 'the room could not be made', problem?.text ? { text: problem.text } : {})
      }
      if (deps.takeIsNew(room)) return await setUp(deps, room, input)
      joiner.leave(room)
      forget(jid)
    } finally {
      room.isCreating = false
    }
  }
  return fail('conflict', 'there is such a room already')
}

async function setUp(deps: CreateDeps, room: RoomRuntime, input: CreateInput): Promise<Result<Created>> {
  const { session, registry, joiner, bookmarks } = deps
  const owner = createOwner(session.connection, room.jid)
  const notes: RoomCreateNote[] = []
  room.needsUnlock = true
  const error = await configure(owner, { name: input.name, kind: input.kind, isListed: input.kind === 'public-channel' }, notes)
  if (error?.code === 'offline') {
    bookmarks.put({ jid: room.jid, name: input.name, autoJoin: true }) // unlocked as soon as we are back in
    return { ok: false, error }
  }
  if (error) {
    await owner.destroy()
    joiner.leave(room)
    registry.remove(room.jid)
    return { ok: false, error }
  }
  room.needsUnlock = false
  for (const jid of input.invite) {
    if (input.kind === 'private-group' && !(await owner.setMember(jid)).ok) notes.push(`member-failed:${jid}`)
    if (session.connection.send(buildInvite(room.jid, jid, suffix()))) deps.onInvited(room, jid)
    else notes.push(`invite-failed:${jid}`)
  }
  bookmarks.put({ jid: room.jid, name: input.name, nick: input.nick ?? null, autoJoin: true })
  await joiner.discover(room)
  if (input.kind === 'private-group' && room.features && !room.features.has('muc_membersonly')) notes.push('members-only-refused')
  if (room.features?.has('muc_temporary')) notes.push('temporary')
  registry.changed(room)
  const conversationId = registry.conversationOf(room.jid)
  session.messageEvents.conversationChanged(conversationId)
  return ok({ room: room.jid, conversationId, notes })
}

/** Null when the room is unlocked; `notes` then say what it is not. */
async function configure(owner: Owner, wishes: Wishes, notes: RoomCreateNote[]): Promise<CallError | null> {
  const form = await owner.form()
  const attempts: { answers: FormAnswer[]; notes: RoomCreateNote[] }[] = []
  if (form.ok) {
    const isRefusable = wishes.isListed
    attempts.push({ answers: fillForm(form.value, wishes), notes: [] })
    // COMPAT(tigase): only administrators may list a room; one refused field refuses the whole form.
    if (isRefusable) attempts.push({ answers: fillForm(form.value, { ...wishes, isListed: false }), notes: ['public-refused'] })
    attempts.push({ answers: fillLeast(form.value, wishes), notes: isRefusable ? ['public-refused'] : [] })
  }
  attempts.push({ answers: [], notes: ['defaults-used'] })
  let error: CallError | null = null
  for (const attempt of attempts) {
    const reply = await owner.submit(attempt.answers, form.ok ? form.value.formType : null)
    if (reply.ok) {
      notes.push(...attempt.notes)
      return null
    }
    error ??= reply.error
    if (reply.error.code === 'offline') break
  }
  return error
}
