/** A connection of ours for tests: its configuration filled in, its events kept. */
import { createConnectionWith, type ConnectionParts } from '#xmpp/connection'
import type { BareJid } from '#shared/jid'
import type { Connection, ConnectionConfig, ConnectionDeps, ConnectionState, Element } from '#xmpp/types'

export interface TestConnection {
  connection: Connection
  states: ConnectionState[]
  stanzas: Element[]
  /** Everything in order: states by phase or step, events by name. */
  events: string[]
  acked: Element[]
  lost: Element[]
  wire: string[]
  logs: string[]
  mechanisms: string[]
  /** Resolves when a state is reached; fails after 8 s with what happened. */
  until(what: (state: ConnectionState) => boolean, limitMs?: number): Promise<ConnectionState>
  online(): Promise<Extract<ConnectionState, { phase: 'online' }>>
  /** Stopped for good, or waiting for the next attempt. */
  failed(): Promise<Exclude<ConnectionState, { phase: 'online' | 'connecting' }>>
}

export interface TestConnectionOptions extends Partial<Omit<ConnectionConfig, 'jid'>> {
  jid: string
  password?: string | null
  isContact?: ConnectionDeps['isContact']
  parts?: Partial<ConnectionParts>
  resumption?: ConnectionDeps['resumption']
  routes?: ConnectionDeps['routes']
  group?: ConnectionDeps['group']
  guard?: ConnectionDeps['guard']
}

const opened: Connection[] = []

export function connect({ jid, password = 'secret', isContact = () => false, parts = {}, resumption, routes, group, guard, ...config }: TestConnectionOptions): TestConnection {
  const logs: string[] = []
  const mechanisms: string[] = []
  const connection = createConnectionWith(
    {
      jid: jid as BareJid, resource: 'magpie', transport: 'auto', extraCa: [], acceptedFingerprints: [], allowUnencrypted: false,
      allowPlain: false, pinnedMechanism: null, lang: 'en', ...config,
    },
    {
      credentials: { getPassword: () => Promise.resolve(password) },
      isContact,
      ...(resumption && { resumption }),
      ...(routes && { routes }),
      ...(group && { group }),
      ...(guard && { guard }),
      log: (level, message, detail) => logs.push(`${level} ${message} ${JSON.stringify(detail ?? {})}`),
      onMechanism: (mechanism) => mechanisms.push(mechanism),
    },
    parts,
  )
  opened.push(connection)
  const test: TestConnection = {
    connection, states: [], stanzas: [], events: [], acked: [], lost: [], wire: [], logs, mechanisms,
    until: (what, limitMs = 8000) => new Promise((resolve, reject) => {
      if (what(connection.state)) return resolve(connection.state)
      const off = connection.on('state', (state) => what(state) && settle(() => resolve(state)))
      const timer = setTimeout(() => settle(() => reject(new Error(`still ${JSON.stringify(connection.state)}\n${test.events.join(' ')}\n${logs.join('\n')}\n${test.wire.join('\n')}`))), limitMs)
      const settle = (then: () => void) => {
        clearTimeout(timer)
        off()
        then()
      }
    }),
    online: () => test.until((state) => state.phase === 'online') as ReturnType<TestConnection['online']>,
    failed: () => test.until((state) => state.phase === 'waiting' || (state.phase === 'offline' && state.problem !== null)) as ReturnType<TestConnection['failed']>,
  }
  connection.on('state', (state) => {
    test.states.push(state)
    test.events.push(state.phase === 'connecting' ? state.step : state.phase)
  })
  for (const name of ['online', 'resumed', 'down', 'ended'] as const) connection.on(name, () => test.events.push(`!${name}`))
  connection.on('stanza', (stanza) => test.stanzas.push(stanza))
  connection.on('acked', (stanza) => test.acked.push(stanza))
  connection.on('lost', (stanza) => test.lost.push(stanza))
  connection.on('wire', (direction, text) => test.wire.push(`${direction} ${text}`))
  return test
}

/** For afterEach: no connection outlives its test. */
export async function stopAll(): Promise<void> {
  await Promise.all(opened.splice(0).map((connection) => connection.stop()))
}
