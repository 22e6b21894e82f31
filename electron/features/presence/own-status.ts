/**
 * How we are there: kept over restarts, told to the server.
 *
 * Invisible, as far as the server can. With XEP-0186 the server hides us: contacts see us offline, we see them, messages
 * come. Without it no presence is sent at all (after login), or we say goodbye to all (later). Then these are lost:
 * the contacts' presences, messages to the bare JID until we are visible again (the server keeps them, RFC 6121
 * §8.5.2.2.1), and, when it happens later, the rooms, which have to be entered again.
 */
import * as v from 'valibot'
import type { Session } from '#core/context'
import type { OwnAvailability, OwnStatus } from '#shared/model/contact'
import type { EpochMs } from '#shared/time'
import { getAccountValue, putAccountValue } from '#store/settings'
import type { contract } from './contract'
import type { PresenceApi } from './public'
import { buildIdle, buildInvisible, buildPresence, buildPriority, buildStatus, buildUnavailable, buildVisible, NS_INVISIBLE } from './stanza'

const KEY = 'presence.status'
const AVAILABILITIES = ['chatty', 'online', 'away', 'xa', 'dnd', 'invisible'] as const
const stored = v.pipe(v.string(), v.parseJson(), v.object({ availability: v.picklist(AVAILABILITIES), signature: v.string() }))

/** What the server holds of us. `hidden`: XEP-0186 is on. */
type Told = 'nothing' | 'visible' | 'hidden'

export interface OwnStatusKeeper extends Omit<PresenceApi, 'resourcesOf'> {
  view(): OwnStatus
  set(availability: OwnAvailability, signature: string): Promise<void>
  /** Fresh session: nothing has been told yet. */
  announce(): Promise<void>
  /** The session goes on: tells what could not be told meanwhile. */
  catchUp(): Promise<void>
  /** The session is over; the next one announces anew. */
  ended(): void
  /** Last words. */
  leave(): void
  /** Ways to say `gone` to the windows: invisible without XEP-0186 leaves us blind. */
  onBlind(listener: () => void): void
  /** Invisible without XEP-0186: the server tells us of nobody. */
  isBlind(): boolean
}

export function createOwnStatus(session: Session<typeof contract>, hasServerFeature: (ns: string) => boolean): OwnStatusKeeper {
  const { db, accountId, connection } = session
  const read = v.safeParse(stored, getAccountValue(db, accountId, KEY))
  let status = read.success ? read.output : { availability: 'online' as OwnAvailability, signature: '' }
  let told: Told = 'nothing'
  /** Something could not be said because the link was down. */
  let isUntold = false
  /** Has this session said its first word? Before, a change of status waits for it: the roster comes first. */
  let isAnnounced = false
  /** One after the other: the server must not hear `visible` while it still thinks about `invisible`. */
  let turn: Promise<unknown> = Promise.resolve()
  const listeners = new Set<Parameters<PresenceApi['onChange']>[0]>()
  const blind = new Set<() => void>()

  const way = () => NS_INVISIBLE.find(hasServerFeature) ?? null
  const view = (): OwnStatus => ({ ...status, canBeInvisible: way() !== null })
  /** Who says that he is away leaves the computer then. */
  let awaySinceMs: EpochMs | null = null
  const words = () => [...buildStatus(status.availability, status.signature), ...(awaySinceMs === null ? [] : [buildIdle(awaySinceMs)])]
  const stanzaChildren = () => [...words(), ...session.presenceExtras()]
  const command = async (build: (ns: string) => ReturnType<typeof buildVisible>): Promise<boolean> => {
    const ns = way()
    if (ns === null) return false
    const reply = await connection.request({ type: 'set', payload: build(ns) })
    if (!reply.ok) session.log('warn', 'the server does not hide us', { condition: reply.error.condition })
    return reply.ok
  }

  const hide = async (): Promise<boolean> => {
    if (told === 'hidden') return false
    if (await command(buildInvisible)) {
      told = 'hidden'
      return false
    }
    const wasVisible = told === 'visible'
    if (wasVisible) isUntold = !connection.send(buildUnavailable())
    told = 'nothing'
    for (const listener of blind) listener()
    return wasVisible
  }

  const show = async (): Promise<void> => {
    if (told === 'hidden') await command(buildVisible)
    const children = [...words(), buildPriority(status.availability), ...session.presenceExtras()]
    isUntold = !connection.send(buildPresence(children))
    if (!isUntold) told = 'visible'
  }

  /** Tells the newest status. */
  const tell = (isChange: boolean): Promise<void> => {
    const mine = turn.then(async () => {
      const isGone = status.availability === 'invisible' ? await hide() : false
      if (status.availability !== 'invisible') await show()
      if (isChange) for (const listener of listeners) listener({ status: view(), isGone })
    })
    turn = mine.catch((error: unknown) => session.log('error', 'telling the status failed', { error: String(error) }))
    return mine
  }

  return {
    isBlind: () => isAnnounced && told === 'nothing',
    view,
    current: () => ({ ...status, stanzaChildren }),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set: async (availability, signature) => {
      const isAway = availability === 'away' || availability === 'xa'
      awaySinceMs = isAway ? (awaySinceMs ?? session.clock.nowMs()) : null
      status = { availability, signature: signature.trim() }
      session.transaction(() => {
        putAccountValue(db, accountId, KEY, JSON.stringify(status))
        session.publish('status.changed', { accountId, status: view() })
      })
      if (connection.state.phase !== 'online') isUntold = true
      else if (isAnnounced) await tell(true)
    },
    renew: () => {
      if (connection.state.phase === 'online' && isAnnounced) void tell(true)
      else isUntold = true
    },
    announce: async () => {
      told = 'nothing'
      isUntold = false
      isAnnounced = true
      session.publish('status.changed', { accountId, status: view() }) // canBeInvisible is known now
      await tell(false)
    },
    catchUp: async () => {
      if (!isUntold || !isAnnounced) return
      isUntold = false
      await tell(true)
    },
    ended: () => {
      told = 'nothing'
      isAnnounced = false
    },
    leave: () => {
      if (told !== 'nothing') connection.send(buildUnavailable())
    },
    onBlind: (listener) => void blind.add(listener),
  }
}
