/**
 * A full disk while messages come in (SAFETY L8): what was acknowledged is stored, the links go down, the user is told, and all goes
 * on by itself once there is space. Once with SQLite's own limit of pages, once on a real small disk.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createCore, type Core } from '#core/create-core'
import { defineFeature } from '#core/feature'
import { memorySecrets } from '#core/secrets'
import { features } from '#features/index'
import { defineContract } from '#shared/contract-kit'
import { parseJid, type BareJid, type FullJid } from '#shared/jid'
import { emptyTally } from '#shared/model/connection'
import { systemClock, type EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import { RESERVE_BYTES, sizeOf } from '#store/profile-files'
import { xml } from '#xmpp/element'
import { Emitter } from '#xmpp/emitter'
import { localError } from '#xmpp/stanza-error'
import type { Connection, ConnectionEvents, ConnectionState } from '#xmpp/types'
import { noFacts } from '../../support/link-facts'
import { bodiesOf, integrityOf, nativeBinding } from '../../support/store'
import { atExit, tempDir } from '../../support/temp'

const OWN = 'li.na@example.org'
const secure = {
  transport: 'starttls', host: 'x', port: 1, address: '127.0.0.1', proxy: null, tlsVersion: 'TLSv1.3', cipher: null, certificate: null, saslMechanism: 'SCRAM-SHA-256',
  streamFeatures: [], streamManagement: true,
} as const

/** A link with the emitter of the real one: what a listener throws is told, and the stanza is then not acknowledged. */
function link() {
  const emitter = new Emitter<ConnectionEvents>(() => undefined)
  const offline = { phase: 'offline', problem: null, needsUser: false } as const
  const jid = parseJid(`${OWN}/a`) as FullJid
  let state: ConnectionState = offline
  const connection: Connection = {
    get state() {
      return state
    },
    jid,
    start: () => {
      const pulse = { intervalMs: 1, roundTripMs: null, lastPongAtMs: null, losses: 0 }
      state = { phase: 'online', jid, isResumed: false, secure: { ...secure, streamFeatures: [] }, sinceMs: 0 as EpochMs, pulse }
      emitter.emit('state', state)
      emitter.emit('online', { jid, secure: { ...secure, streamFeatures: [] } })
    },
    stop: async () => {
      state = offline
      emitter.emit('state', state)
    },
    retryNow: () => undefined, cut: () => undefined, sleep: () => undefined, sendNonza: () => true, tally: emptyTally, facts: noFacts,
    configure: () => undefined,
    send: () => connection.state.phase === 'online',
    request: async () => ({ ok: false, error: localError('service-unavailable') }),
    onIq: () => () => undefined,
    countStanza: () => undefined,
    countHandled: () => null,
    on: (event, listener) => emitter.on(event, listener),
  }
  return { connection, deliver: (n: number) => emitter.emit('stanza', stanza(n)) }
}

const bodyOf = (n: number) => `#${n} 你好 👋🏽 ${'x'.repeat(2000)}`
const stanza = (n: number) =>
  xml('message', { xmlns: 'jabber:client', type: 'chat', from: 'wang@example.org/desk', id: `m${n}` }, xml('body', {}, bodyOf(n)),
    xml('stanza-id', { xmlns: 'urn:xmpp:sid:0', by: OWN, id: `s${n}` }))

interface World {
  core: Core
  db: Db
  events: string[]
  connection: Connection
  deliver(n: number): boolean
}
async function start(profileDir: string): Promise<World> {
  const { connection, deliver } = link()
  let db: Db | null = null
  const probe = defineFeature({
    name: 'probe', xeps: [], contract: defineContract({}),
    startApp: (app) => {
      db = app.db
      return { calls: {}, snapshot: () => null }
    },
  })
  const core = createCore({
    profileDir, features: [...features, probe], secrets: memorySecrets(), clock: systemClock, log: () => undefined, nativeBinding,
    info: { name: 'Magpie', version: '0', os: null }, extraCa: [], createConnection: () => connection,
    openRegistrationStream: () => Promise.reject(new Error('not here')),
  })
  const events: string[] = []
  core.subscribe((event) => void (event.name.startsWith('store.') && events.push(event.name)))
  await core.accounts.login({ address: OWN as BareJid, password: 'x', remember: false, autoLogin: false, server: {} })
  return { core, db: db!, events, connection, deliver }
}

/** Sends until something is refused, at most `limit`; gives the numbers that were acknowledged. */
function deliverUntilFull(world: World, limit: number): { acked: number[]; refused: number } {
  const acked: number[] = []
  for (let n = 0; n < limit; n++) {
    if (!world.deliver(n)) return { acked, refused: n }
    acked.push(n)
  }
  throw new Error(`the disk did not fill up with ${limit} messages`)
}

const retried = async (core: Core) => ((await core.call('store.retry', {})) as { value: { isOk: boolean } }).value.isOk

async function expectLoudThenWell(world: World, makeRoom: () => void, profileDir: string, limit: number): Promise<void> {
  const { core, db, events, connection } = world
  const { acked, refused } = deliverUntilFull(world, limit)
  expect(events).toEqual(['store.problem'])
  expect(connection.state.phase).toBe('offline') // nothing comes in any more
  expect(core.snapshot().app.store).toMatchObject({ trouble: { code: 'disk-full' } })
  expect(bodiesOf(db)).toEqual(acked.map(bodyOf)) // reading goes on; every acknowledged one is there, the refused one is not
  expect(await retried(core)).toBe(false)

  makeRoom()
  expect(await retried(core)).toBe(true)
  expect(events).toEqual(['store.problem', 'store.ok'])
  expect(connection.state.phase).toBe('online')
  expect(sizeOf(join(profileDir, 'reserve'))).toBe(RESERVE_BYTES)
  for (let n = refused; n < refused + 20; n++) expect(world.deliver(n)).toBe(true) // the server sends it again
  expect(bodiesOf(db)).toEqual(Array.from({ length: refused + 20 }, (_, n) => bodyOf(n)))
  expect(integrityOf(db)).toBe('ok')
  await core.stop()
  expect(existsSync(join(profileDir, 'magpie.db-open'))).toBe(false)
}

it('SQLite may not take another page', { timeout: 60_000 }, async () => {
  const dir = tempDir('full')
  const world = await start(dir)
  const pages = world.db.pragma('page_count', { simple: true }) as number
  world.db.pragma(`max_page_count = ${pages + 100}`)
  await expectLoudThenWell(world, () => world.db.pragma('max_page_count = 1000000'), dir, 5000)
})

it('a real disk of 24 MB fills up (needs the right to mount a tmpfs)', { timeout: 120_000 }, async () => {
  const disk = tempDir('full-disk')
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk], { encoding: 'utf8' })
  expect(mounted.status, `mount a tmpfs: ${mounted.stderr || String(mounted.error)}; run as root, or in \`unshare -rm\``).toBe(0)
  const release = () => void spawnSync('umount', ['-l', disk])
  const forget = atExit(release)
  try {
    const profileDir = join(disk, 'profile')
    mkdirSync(profileDir)
    const world = await start(profileDir)
    const filler = join(disk, 'somebody-elses')
    writeFileSync(filler, Buffer.alloc(10 * 1024 * 1024))
    const rest = spawnSync('sh', ['-c', `head -c 100M /dev/zero > ${disk}/rest`])
    expect(rest.status).not.toBe(0) // now there is no byte left
    await expectLoudThenWell(world, () => [filler, join(disk, 'rest')].forEach((file) => rmSync(file)), profileDir, 5000)
  } finally {
    forget()
    release()
  }
})
