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
import { getAccountValue, putAccountValue } from '#store/settings'
import type { contract } from './contract'
import type { PresenceApi } from './public'
import { buildInvisible, buildPresence, buildPriority, buildStatus, buildUnavailable, buildVisible, NS_INVISIBLE } from './stanza'

const KEY = 'presence.status'
const AVAILABILITIES = ['chatty', 'online', 'away', 'xa', 'dnd', 'invisible'] as const
const stored = v.pipe(v.string(), v.parseJson(), v.object({ availability: v.picklist(AVAILABILITIES), signature: v.string() }))

/** What the server holds of us. `hidden`: XEP-0186 is on. */
type Told = 'nothing' | 'visible' | 'hidden'

export interface OwnStatusKeeper extends PresenceApi {
  view(): OwnStatus
  set(availability: OwnAvailability, signature: string): Promise<void>
  /** Fresh session: nothing has been told yet. */
  announce(): Promise<void>
  /** The session goes on: tells what could not be told meanwhile. */
  catchUp(): Promise<void>
  /** Last words. */
  leave(): void
  /** Ways to say `gone` to the windows: invisible without XEP-0186 leaves us blind. */
  onBlind(listener: () => void): void
}

export function createOwnStatus(session: Session<typeof contract>, hasServerFeature: (ns: string) => boolean): OwnStatusKeeper {
  const { db, accountId, connection } = session
  const read = v.safeParse(stored, getAccountValue(db, accountId, KEY))
  let status = read.success ? read.output : { availability: 'online' as OwnAvailability, signature: '' }
  let told: Told = 'nothing'
  let isUntold = false
  const listeners = new Set<Parameters<PresenceApi['onChange']>[0]>()
  const blind = new Set<() => void>()

  const way = () => NS_INVISIBLE.find(hasServerFeature) ?? null
  const view = (): OwnStatus => ({ ...status, canBeInvisible: way() !== null })
  const stanzaChildren = () => [...buildStatus(status.availability, status.signature), ...session.presenceExtras()]
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
    const children = [...buildStatus(status.availability, status.signature), buildPriority(status.availability), ...session.presenceExtras()]
    isUntold = !connection.send(buildPresence(children))
    if (!isUntold) told = 'visible'
  }

  /** True when the server said goodbye for us to everybody. */
  const tell = async (): Promise<boolean> => {
    if (status.availability === 'invisible') return await hide()
    await show()
    return false
  }

  return {
    view,
    current: () => ({ ...status, stanzaChildren }),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set: async (availability, signature) => {
      status = { availability, signature: signature.trim() }
      session.transaction(() => {
        putAccountValue(db, accountId, KEY, JSON.stringify(status))
        session.publish('status.changed', { accountId, status: view() })
      })
      isUntold = connection.state.phase !== 'online'
      if (isUntold) return
      const isGone = await tell()
      for (const listener of listeners) listener({ status: view(), isGone })
    },
    announce: async () => {
      told = 'nothing'
      isUntold = false
      session.publish('status.changed', { accountId, status: view() }) // canBeInvisible is known now
      await tell()
    },
    catchUp: async () => {
      if (!isUntold) return
      isUntold = false
      const isGone = await tell()
      for (const listener of listeners) listener({ status: view(), isGone })
    },
    leave: () => {
      if (told !== 'nothing') connection.send(buildUnavailable())
    },
    onBlind: (listener) => void blind.add(listener),
  }
}
