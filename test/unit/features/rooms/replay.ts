/** The real core on a recorded server: what came over the wire then is fed in now; requests are answered by the test. */
import { createCore, type Core } from '#core/create-core'
import { silentLog, type Log } from '#core/log'
import { memorySecrets } from '#core/secrets'
import { features } from '#features/index'
import type { AccountId } from '#shared/ids'
import { parseJid, type FullJid, type Jid } from '#shared/jid'
import type { Message } from '#shared/model/message'
import type { Occupant, Room } from '#shared/model/room'
import { emptyTally } from '#shared/model/connection'
import { systemClock } from '#shared/time'
import { attr, elements, nameOf, nsOf } from '#xmpp/element'
import { serialise } from '#xmpp/serialise'
import { localError } from '#xmpp/stanza-error'
import type { Connection, ConnectionEvents, ConnectionState, Element, IqHandler, IqReply, IqRequest } from '#xmpp/types'
import { noFacts } from '../../../support/link-facts'
import { tempDir } from '../../../support/temp'
import { serve } from '../../../../electron/ipc/serve'

type Listeners = { [K in keyof ConnectionEvents]: Set<ConnectionEvents[K]> }
export type Answer = (iq: IqRequest, xml: string) => IqReply | null

export interface Replay {
  core: Core
  accountId: AccountId
  profileDir: string
  /** XML of everything written, requests included. */
  sent: string[]
  receive(stanza: Element): void
  /** What our handler says to a request from outside. */
  ask(iq: Element): ReturnType<IqHandler> | undefined
  /** The session ends and a fresh one begins. */
  reconnect(): Promise<void>
  /** The link is cut; requests under way end by themselves. */
  cut(): void
  /** The session goes on (XEP-0198), with what came meanwhile; cut before if it was not. */
  resume(missed?: Element[]): Promise<void>
  call(name: string, input: Record<string, unknown>): Promise<{ ok: boolean; value?: unknown; error?: { code: string; condition?: string } }>
  room(jid: string): Room | undefined
  occupants(jid: string): Promise<Occupant[]>
  messages(kind: string, peer: string): Promise<Message[]>
  conversations(): { kind: string; peer: string }[]
  events: { name: string; payload: unknown }[]
  stop(): Promise<void>
}

export const refuse = (condition: string): IqReply => ({ ok: false, error: localError(condition) })

export async function replayAs(jid: string, answer: (...asked: Parameters<Answer>) => IqReply | null | Promise<IqReply | null> = () => null, profileDir = tempDir('replay'), log: Log = silentLog): Promise<Replay> {
  const full = parseJid(jid) as FullJid
  const listeners = Object.fromEntries(
    ['state', 'online', 'resumed', 'down', 'ended', 'stanza', 'acked', 'ackedBefore', 'lost', 'wire'].map((name) => [name, new Set()]),
  ) as unknown as Listeners
  const sent: string[] = []
  const asked = new Map<string, IqHandler>()
  const write = (el: Element) => void sent.push(serialise(el) ?? '')
  const secure = {
    transport: 'starttls', host: 'x', port: 1, address: '127.0.0.1', proxy: null, tlsVersion: 'TLSv1.3', cipher: null, certificate: null, saslMechanism: 'SCRAM-SHA-256',
    streamFeatures: [], streamManagement: true,
  } as const
  let state: ConnectionState = { phase: 'offline', problem: null, needsUser: false }
  const setOnline = (isResumed: boolean) => {
    const pulse = { intervalMs: 1, roundTripMs: null, lastPongAtMs: null, losses: 0 }
    state = { phase: 'online', jid: full, isResumed, secure: { ...secure, streamFeatures: [] }, sinceMs: 0 as never, pulse }
    for (const listener of listeners.state) listener(state)
  }
  const goOnline = () => {
    setOnline(false)
    for (const listener of listeners.online) listener({ jid: full, secure: { ...secure, streamFeatures: [] } })
  }
  const connection: Connection = {
    get state() {
      return state
    },
    jid: full,
    start: goOnline,
    stop: async () => void (state = { phase: 'offline', problem: null, needsUser: false }),
    retryNow: () => undefined, cut: () => undefined, sleep: () => undefined, sendNonza: () => true, tally: emptyTally, facts: noFacts,
    configure: () => undefined,
    countStanza: () => undefined,
    countHandled: () => null,
    send: (stanza) => {
      if (state.phase !== 'online') return false
      write(stanza)
      return true
    },
    request: async (iq) => {
      write(iq.payload)
      return (await answer(iq, sent.at(-1) ?? '')) ?? refuse('service-unavailable')
    },
    onIq: (type, name, ns, _audience, handler) => {
      asked.set(`${type} ${name} ${ns}`, handler)
      return () => asked.delete(`${type} ${name} ${ns}`)
    },
    on: (event, listener) => {
      ;(listeners[event] as Set<unknown>).add(listener)
      return () => (listeners[event] as Set<unknown>).delete(listener)
    },
  }
  const core = createCore({
    profileDir,
    features,
    secrets: memorySecrets(),
    clock: systemClock,
    log,
    info: { name: 'Magpie', version: '0', os: null },
    createConnection: () => connection,
    openRegistrationStream: () => Promise.reject(new Error('not here')),
    extraCa: [],
    nativeBinding: process.env['MAGPIE_SQLITE_BINDING'],
  })
  const server = serve(core)
  const events: Replay['events'] = []
  core.subscribe((event) => void events.push(event))
  const login = await server.call('account.login', {
    address: full.slice(0, full.indexOf('/')), password: 'x', remember: false, autoLogin: false, server: {},
  })
  const { accountId } = (login as { value: { accountId: AccountId } }).value
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 20))
  await settle()
  const accountState = () => core.snapshot().accounts[accountId] as {
    rooms: { rooms: Room[] }
    conversations: { conversations: { id: number; kind: string; peer: string }[] }
  }
  const call: Replay['call'] = (name, input) => server.call(name, { accountId, ...input }) as ReturnType<Replay['call']>
  return {
    core,
    accountId,
    profileDir,
    sent,
    events,
    receive: (stanza) => {
      for (const listener of listeners.stanza) listener(stanza)
    },
    reconnect: async () => {
      state = { phase: 'connecting', step: 'tls', attempt: 1 } as ConnectionState
      for (const listener of listeners.down) listener({ willResume: false })
      for (const listener of listeners.ended) listener()
      goOnline()
      await settle()
    },
    cut: () => {
      state = { phase: 'connecting', step: 'tls', attempt: 1 } as ConnectionState
      for (const listener of listeners.down) listener({ willResume: true })
    },
    resume: async (missed = []) => {
      if (state.phase === 'online') {
        state = { phase: 'connecting', step: 'tls', attempt: 1 } as ConnectionState
        for (const listener of listeners.down) listener({ willResume: true })
      }
      setOnline(true)
      for (const listener of listeners.resumed) listener()
      for (const stanza of missed) for (const listener of listeners.stanza) listener(stanza)
      await settle()
    },
    ask: (iq) => {
      const payload = elements(iq)[0] as Element
      const type = attr(iq, 'type') === 'set' ? 'set' : 'get'
      const handler = asked.get(`${type} ${nameOf(payload)} ${nsOf(payload)}`)
      return handler?.({ from: parseJid(attr(iq, 'from')) as Jid, id: attr(iq, 'id') ?? '', payload, type })
    },
    call,
    room: (room) => accountState().rooms.rooms.find((one) => one.jid === room),
    occupants: async (room) => ((await call('room.occupants', { room })).value as { occupants: Occupant[] }).occupants,
    messages: async (kind, peer) => {
      const found = accountState().conversations.conversations.find((one) => one.kind === kind && one.peer === peer)
      if (!found) return []
      return ((await call('conversation.history', { conversationId: found.id, limit: 200 })).value as { messages: Message[] }).messages
    },
    conversations: () => accountState().conversations.conversations.map(({ kind, peer }) => ({ kind, peer })),
    stop: () => core.stop(),
  }
}

/** Turns of the event loop, not time: a busy machine may leave us out for longer than any pause. */
const STILL_TURNS = 20
/** Until nothing more is counted for a while. */
export async function untilStill(count: () => number, isBusy = () => false): Promise<void> {
  for (let turns = 0, seen = count(); turns < STILL_TURNS; turns++) {
    await new Promise((resolve) => setTimeout(resolve, 2))
    if (count() === seen && !isBusy()) continue
    seen = count()
    turns = 0
  }
}
