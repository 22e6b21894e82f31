/**
 * What the checks of rooms stand on: one room made for the run, both accounts going in and out of it, and ways to see what the room says.
 * XEP-0045 version 1.35.5. Nothing here waits for what shall not come: `sees` pings along the way that it would have taken.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AreaKey, Finding } from '#shared/check-up/report'
import { parseBareJid, parseJid, withResource, type BareJid, type FullJid } from '#shared/jid'
import { attr, child, childText, NS_CLIENT, xml, type Element } from '#xmpp/element'
import { parseStanzaError } from '#xmpp/stanza-error'
import type { IqReply } from '#xmpp/types'
import { NS_DISCO_INFO, parseDiscoInfo, type DiscoInfo } from '#xmpp/xep/0030'
import { buildJoin, buildLeave, NS_MUC, parseRoomPresence, parseSubject, type HistoryRequest, type RoomPresence } from '#xmpp/xep/0045'
import { buildChange, type ItemChange } from '#xmpp/xep/0045-admin'
import { buildDestroy } from '#xmpp/xep/0045-owner'
import { untested, type Bench, type Check, type Probe } from '../../bench'

export const NICK_ONE = 'magpie-one'
export const NICK_TWO = 'magpie-two'
/** For what should have come by now: the ping that goes the same way is back already. */
const GRACE_MS = 1500
const SUBJECT_MS = 3000

/** The room of the run, the first account in it as its owner. */
export interface Stage {
  bench: Bench
  one: Probe
  room: BareJid
}
export interface PairStage extends Stage {
  two: Probe
}

export const roomNamed = (bench: Bench, service: string, name: string): BareJid | null => parseBareJid(`${bench.run}-${name}@${service}`)
export const at = (room: BareJid, nick: string): FullJid => withResource(room, nick)!
export const newId = () => randomUUID()

/** The stanza as a presence of somebody in this room; null when it is none. */
export function presenceIn(room: BareJid, stanza: Element): RoomPresence | null {
  const from = stanza.name === 'presence' ? parseJid(attr(stanza, 'from')) : null
  const presence = from && parseRoomPresence(from, attr(stanza, 'type'), stanza)
  return presence?.room === room ? presence : null
}
export const presences = (probe: Probe, room: BareJid, since: number): RoomPresence[] =>
  probe.came(since).flatMap((stanza) => presenceIn(room, stanza) ?? [])

export const isFromRoom = (room: BareJid, stanza: Element): boolean => (attr(stanza, 'from') ?? '').toLowerCase().startsWith(room)
export const subjectIn = (room: BareJid, stanza: Element): string | null =>
  stanza.name === 'message' && isFromRoom(room, stanza) && attr(stanza, 'type') === 'groupchat' ? parseSubject(stanza) : null
export const bodyOf = (stanza: Element): string | null => (stanza.name === 'message' ? childText(stanza, 'body', NS_CLIENT) : null)
export const conditionOf = (reply: IqReply): string => (reply.ok ? '' : reply.error.condition)

export type Entry =
  | { ok: true; self: RoomPresence; since: number }
  /** `timeout`: no answer. */
  | { ok: false; condition: string }

export interface EnterOptions {
  password?: string
  history?: HistoryRequest
}

/** Goes in; done when the room has said so, and its subject, which comes last (§7.1). */
export async function enter(probe: Probe, room: BareJid, nick: string, { password, history = {} }: EnterOptions = {}): Promise<Entry> {
  const since = probe.mark()
  probe.send(buildJoin(at(room, nick), { password: password ?? null, history, children: [] }))
  const isOwn = (presence: RoomPresence | null) => presence?.isAvailable === true && (presence.nick === nick || presence.muc.codes.has(210))
  const isRefusal = (stanza: Element) => stanza.name === 'presence' && attr(stanza, 'type') === 'error' && isFromRoom(room, stanza)
  const answer = await probe.wait((stanza) => isRefusal(stanza) || isOwn(presenceIn(room, stanza)), since)
  const self = answer && presenceIn(room, answer)
  if (!self) return { ok: false, condition: answer ? parseStanzaError(answer).condition : 'timeout' }
  await probe.wait((stanza) => subjectIn(room, stanza) !== null, since, SUBJECT_MS)
  return { ok: true, self, since }
}

const nickOf = (probe: Probe) => (probe.name.startsWith('1') ? NICK_ONE : NICK_TWO)

/** The newest that the room said of this nick. */
export function newest(probe: Probe, room: BareJid, nick: string): RoomPresence | null {
  const from = at(room, nick)
  const stanza = probe.came(0).findLast((one) => one.name === 'presence' && attr(one, 'from') === from)
  return stanza ? presenceIn(room, stanza) : null
}

/** Under its usual nick, by what the room said last. COMPAT(tigase): 110 also stands in presences of other sessions of the account. */
export const isIn = (probe: Probe, room: BareJid): boolean => newest(probe, room, nickOf(probe))?.isAvailable ?? false

/** False: the room does not say so. */
export async function leave(probe: Probe, room: BareJid, nick?: string): Promise<boolean> {
  if (nick === undefined && !isIn(probe, room)) return true
  const since = probe.mark()
  const here = nick ?? nickOf(probe)
  probe.send(buildLeave(at(room, here)))
  const isOut = (presence: RoomPresence | null) => presence?.isAvailable === false && presence.nick === here
  return (await probe.wait((stanza) => isOut(presenceIn(room, stanza)), since)) !== null
}

/** Both in, under their own nicks; null, or why not. */
export async function bothIn({ one, two, room }: PairStage): Promise<Finding | null> {
  await two.caughtUpWith(one) // what was done at the end of the last check may still be on its way
  for (const [probe, nick] of [[one, NICK_ONE], [two, NICK_TWO]] as const) {
    if (isIn(probe, room)) continue
    const entry = await enter(probe, room, nick)
    if (!entry.ok) return untested('not-in', { condition: entry.condition })
  }
  return null
}

/** Does `probe` get to see it? `via` is who has caused it: when its ping is through, the room has had its time. */
export async function sees(probe: Probe, via: Probe, since: number, fits: (stanza: Element) => boolean, graceMs = GRACE_MS): Promise<Element | null> {
  const look = () => probe.came(since).find(fits) ?? null
  const first = look()
  if (first) return first
  await probe.caughtUpWith(via)
  return probe.wait(fits, since, graceMs)
}

/** What has come to `probe` of that which `via` has caused; for what shall not come. */
export async function noneOf(probe: Probe, via: Probe, since: number, fits: (stanza: Element) => boolean): Promise<boolean> {
  await probe.caughtUpWith(via)
  return !probe.came(since).some(fits)
}

export const ask = (probe: Probe, to: BareJid | FullJid, payload: Element, type: 'get' | 'set' = 'get') => probe.request({ type, to, payload })
export const change = (probe: Probe, room: BareJid, item: Omit<ItemChange, 'reason'> & { reason?: string }) =>
  ask(probe, room, buildChange({ reason: '', ...item }), 'set')

/** Asked anew each time: a room says other things after each change. */
export async function infoOf(probe: Probe, room: BareJid, node?: string): Promise<DiscoInfo | null> {
  const reply = await ask(probe, room, xml('query', { xmlns: NS_DISCO_INFO, node }))
  return reply.ok ? parseDiscoInfo(child(reply.value, 'query', NS_DISCO_INFO)) : null
}

const GONE = ['item-not-found', 'gone', 'recipient-unavailable', 'service-unavailable']
export async function isGone(probe: Probe, room: BareJid): Promise<boolean> {
  const reply = await ask(probe, room, xml('query', { xmlns: NS_DISCO_INFO }))
  return !reply.ok && GONE.includes(reply.error.condition)
}

const GONE_TRIES = 6
const GONE_PAUSE_MS = 250
/** COMPAT(ejabberd): a room ends a moment after it has said that it does. */
export async function isGoneSoon(probe: Probe, room: BareJid): Promise<boolean> {
  for (let left = GONE_TRIES; left > 0; left--) {
    if (await isGone(probe, room)) return true
    await sleep(GONE_PAUSE_MS)
  }
  return false
}

/** False: it is still there, or nobody knows. COMPAT(openfire 4.7.5): only who is in can destroy it. */
export async function destroyRoom(owner: Probe, room: BareJid): Promise<boolean> {
  if (await isGone(owner, room)) return true
  const destroy = () => ask(owner, room, buildDestroy({ reason: '', alternate: null, password: null }), 'set')
  const reply = await destroy()
  if (!reply.ok && (await enter(owner, room, NICK_ONE)).ok) await destroy()
  return isGoneSoon(owner, room)
}

/** To be called before the room is made. */
export function destroyLater(bench: Bench, room: BareJid): void {
  bench.undo(`room ${room}`, () => destroyRoom(bench.one, room))
}

export const serviceOf = (bench: Bench) => bench.serviceWith(NS_MUC)

export interface Made {
  room: BareJid
  entry: Entry
}
/** A further room of the run, with the first account in it. */
export async function makeRoom(bench: Bench, name: string): Promise<Made | null> {
  const service = await serviceOf(bench)
  const room = service && roomNamed(bench, service, name)
  if (!room) return null
  destroyLater(bench, room)
  return { room, entry: await enter(bench.one, room, NICK_ONE) }
}
export const hallOf = (bench: Bench): Promise<Made | null> => bench.once('rooms.hall', () => makeRoom(bench, 'hall'))

type About = Pick<Check, 'after' | 'needs'> & { spec?: string }
const AREA: AreaKey = 'rooms'
const common = (name: string, section: string, { spec = 'XEP-0045', after = ['rooms.create'], needs = [] }: About) =>
  ({ id: `rooms.${name}`, area: AREA, spec, section, after, needs })

/** A check that needs the room of the run, with its owner in it. */
export const inRoom = (name: string, section: string, run: (stage: Stage) => Promise<Finding>, about: About = {}): Check => ({
  ...common(name, section, about),
  run: async (bench) => {
    const hall = await hallOf(bench)
    if (!hall) return untested('not-in', { condition: '' })
    const { one } = bench
    if (!isIn(one, hall.room) && !(await enter(one, hall.room, NICK_ONE)).ok) return untested('not-in', { condition: '' })
    return run({ bench, one, room: hall.room })
  },
})

/** A check that needs both accounts in the room of the run. */
export const together = (name: string, section: string, run: (stage: PairStage) => Promise<Finding>, about: About = {}): Check => ({
  ...common(name, section, { after: ['rooms.join'], ...about }),
  needsPair: true,
  run: async (bench) => {
    const hall = await hallOf(bench)
    if (!hall || !bench.two) return untested('not-in', { condition: '' })
    const stage = { bench, one: bench.one, two: bench.two, room: hall.room }
    return (await bothIn(stage)) ?? run(stage)
  },
})
