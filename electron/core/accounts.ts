/** The accounts of this computer and their sessions. One session per active account; several at once by design. */
import { randomBytes } from 'node:crypto'
import type { AppContext } from '#core/context'
import { connectionConfig } from '#core/connection-config'
import { createHeartbeats } from '#core/heartbeats'
import { createProxyPasswords, routesOf } from '#core/proxies'
import { createResumption } from '#core/resumption'
import type { SessionRuntime } from '#core/session'
import { viewOf } from '#core/connection-view'
import type { AccountId } from '#shared/ids'
import { bareOf, type BareJid } from '#shared/jid'
import type { Account, ServerSettings, TrustedCertificate } from '#shared/model/account'
import { emptyTally } from '#shared/model/connection'
import type { PublishCore } from '#shared/model/core-events'
import { getAccount, isUnusedAccount, listAccounts, orderAccounts, putAccount, removeAccount, updateAccount, type AccountRow } from '#store/accounts'
import type { Connection, ConnectionConfig, Credentials, FindRoutes, StanzaGuard } from '#xmpp/types'

export interface LoginRequest {
  address: BareJid
  /** Null: use the remembered one. */
  password: string | null
  remember: boolean
  autoLogin: boolean
  server: Partial<ServerSettings>
  /** Null or absent: as it was. */
  proxyPassword?: string | null | undefined
}

export interface AccountManager {
  list(): Account[]
  /** Makes or changes the account, then connects. Whether it worked comes as `account.changed`. */
  login(request: LoginRequest): Promise<AccountId>
  /** An account that never came online is forgotten with it: a mistyped address must not stay among the accounts. */
  logout(id: AccountId): Promise<boolean>
  /** With all that is stored of it here; the account on the server stays. */
  remove(id: AccountId): Promise<boolean>
  retryNow(id: AccountId): boolean
  /** Other ways to the server: the connection begins anew with them. */
  configure(id: AccountId, server: Partial<ServerSettings>, proxyPassword: string | null): Promise<boolean>
  /** Trusts this certificate, which the account has just refused, for this account and name from now on, and tries again. */
  acceptCertificate(id: AccountId, fingerprint: string): boolean
  /** Takes that trust back; a connection that stands on it ends. */
  distrustCertificate(id: AccountId, fingerprint: string): Promise<boolean>
  /** Password given after `wrong-password` or `password-needed`; tries again. */
  givePassword(id: AccountId, password: string, remember: boolean): Promise<boolean>
  /** Is this the one we log in with? */
  isPassword(id: AccountId, password: string): Promise<boolean>
  /** The server has another one now: for the next login, and for the keychain where the old one is in it. */
  passwordChanged(id: AccountId, password: string): Promise<void>
  /** After `weaker-mechanism`: the user says that the server was reconfigured. Logs in as it now offers; that is the new measure. */
  acceptWeaker(id: AccountId): boolean
  /** False also for an account without a remembered password. */
  setAutoLogin(id: AccountId, autoLogin: boolean): boolean
  /** In which the accounts are listed. */
  setOrder(ids: readonly AccountId[]): void
  /** For a further connection of this account, beside that of its session. Null: it is not logged in. */
  way(id: AccountId): AccountWay | null
}

/** How an account is reached and logged in to; the password is asked for when it is needed, never handed out. */
export interface AccountWay {
  config: ConnectionConfig
  deps: { credentials: Credentials; routes: FindRoutes }
}

export interface AccountsRuntime extends AccountManager {
  session(id: AccountId): SessionRuntime | null
  sessions(): SessionRuntime[]
  /** Forgets what never came online, then logs in what is set to log in by itself. */
  startAutoLogin(): void
  stopAll(): Promise<void>
  /** Nothing may come in until resumeAll (the store cannot take it); sessions and their rows stay. */
  pauseAll(): void
  resumeAll(): void
}

export interface AccountsDeps {
  app: AppContext
  publish: PublishCore
  extraCa: string[]
  /** Several messages as one transaction, each conversation renewed once. */
  group(work: () => void): void
  /** False: the store has refused something, and the links are being taken down. */
  mayStore(): boolean
  guardOf(id: AccountId): StanzaGuard
  openSession(row: AccountRow, connection: Connection, routes: FindRoutes): SessionRuntime
}

const trustedOf = (text: string): TrustedCertificate => {
  const [fingerprint = '', host = null] = text.split(' ')
  return { fingerprint, host }
}

export function createAccounts(deps: AccountsDeps): AccountsRuntime {
  const { app, publish } = deps
  const { db, secrets } = app
  const sessions = new Map<AccountId, SessionRuntime>()
  const paused = new Set<SessionRuntime>()
  const passwords = new Map<AccountId, string>()
  const proxyPasswords = createProxyPasswords(secrets, app.log)
  const secretKey = (row: AccountRow) => `password:${row.address}`

  const view = (row: AccountRow): Account => ({
    id: row.id,
    address: row.address,
    server: row.server,
    isRemembered: row.isRemembered,
    autoLogin: row.autoLogin,
    lastLoginMs: row.lastLoginMs,
    isActive: sessions.has(row.id),
    trustedCertificates: row.acceptedFingerprints.map(trustedOf),
    connection: viewOf(sessions.get(row.id)?.connection.state ?? null, app.clock),
    tally: sessions.get(row.id)?.connection.tally ?? emptyTally,
  })
  const changed = (id: AccountId) => {
    const row = getAccount(db, id)
    if (row) publish('account.changed', { account: view(row) })
  }

  const configOf = (row: AccountRow): ConnectionConfig =>
    connectionConfig(row.address, row.server, {
      resource: row.resource, extraCa: deps.extraCa, acceptedFingerprints: row.acceptedFingerprints, pinnedMechanism: row.pinnedMechanism,
      lang: app.settings.get().language === 'zh' ? 'zh' : 'en',
    })

  const getPassword = async (id: AccountId) => {
    const row = getAccount(db, id)
    return passwords.get(id) ?? (row?.isRemembered ? await secrets.get(secretKey(row)) : null)
  }

  /** By what is stored of it at the moment. */
  const wayOf = (row: AccountRow): AccountWay['deps'] => ({
    credentials: { getPassword: () => getPassword(row.id) },
    routes: (url) => routesOf(getAccount(db, row.id)?.server ?? row.server, url, {
      systemRoutes: app.systemRoutes,
      getPassword: () => proxyPasswords.get(row.address),
    }),
  })

  const open = (row: AccountRow) => {
    const { id } = row
    const way = wayOf(row)
    const connection = app.createConnection(configOf(row), {
      ...way,
      isContact: (jid) => isContactOf(id, jid),
      log: (level, message, detail) => app.log(level, message, { account: row.address, ...detail }),
      resumption: createResumption(app, id),
      group: deps.group,
      guard: deps.guardOf(id),
      mayStore: deps.mayStore,
      heartbeats: createHeartbeats(db, app.clock),
      onMechanism: (mechanism) => updateAccount(db, id, { pinnedMechanism: mechanism, lastLoginMs: app.clock.nowMs() }),
    })
    const session = deps.openSession(row, connection, way.routes)
    sessions.set(id, session)
    connection.on('state', () => changed(id))
    publish('account.sessionChanged', { accountId: id, isActive: true })
    changed(id)
    connection.start()
  }

  const isContactOf = (id: AccountId, jid: BareJid) => sessions.get(id)?.isContact(bareOf(jid)) ?? false

  const close = async (id: AccountId) => {
    const session = sessions.get(id)
    if (!session) return
    await session.stop()
    sessions.delete(id)
    publish('account.sessionChanged', { accountId: id, isActive: false })
  }

  /** The connection begins anew, by what is stored of the account now. */
  const renew = async (id: AccountId) => {
    const session = sessions.get(id)
    const row = getAccount(db, id)
    if (session && row) {
      session.connection.configure(configOf(row))
      await session.connection.stop()
      if (sessions.get(id) === session) session.connection.start()
    }
    changed(id)
  }

  const remember = async (row: AccountRow, password: string | null, wanted: boolean): Promise<boolean> => {
    if (!wanted) {
      await secrets.remove(secretKey(row))
      return false
    }
    return password === null ? row.isRemembered : await secrets.set(secretKey(row), password)
  }

  const forget = async (row: AccountRow) => {
    await close(row.id)
    // In one turn: a login of the same address meanwhile makes a new row, and its password is stored after this one is gone.
    passwords.delete(row.id)
    removeAccount(db, row.id)
    publish('account.removed', { accountId: row.id })
    await secrets.remove(secretKey(row))
    await proxyPasswords.forget(row.address)
  }

  return {
    list: () => listAccounts(db).map(view),
    login: async (request) => {
      const known = listAccounts(db).find((other) => other.address === request.address)
      if (known) await close(known.id)
      const row = putAccount(db, request.address, `magpie-${randomBytes(4).toString('hex')}`)
      if (request.password !== null) passwords.set(row.id, request.password)
      if (request.proxyPassword != null) await proxyPasswords.set(row.address, request.proxyPassword)
      const isRemembered = await remember(row, request.password, request.remember)
      updateAccount(db, row.id, {
        server: { ...row.server, ...request.server },
        isRemembered,
        autoLogin: request.autoLogin && isRemembered,
        isActive: true,
      })
      const ready = getAccount(db, row.id)
      if (ready) open(ready) // else the user gave up while the keychain was asked
      return row.id
    },
    logout: async (id) => {
      const row = getAccount(db, id)
      if (!row) return false
      if (isUnusedAccount(db, row)) {
        await forget(row)
        return true
      }
      passwords.delete(id)
      updateAccount(db, id, { isActive: false })
      await close(id)
      changed(id)
      return true
    },
    remove: async (id) => {
      const row = getAccount(db, id)
      if (!row) return false
      await forget(row)
      return true
    },
    retryNow: (id) => {
      const session = sessions.get(id)
      if (!session) return false
      if (session.connection.state.phase === 'offline') session.connection.start()
      else session.connection.retryNow('user')
      return true
    },
    configure: async (id, change, proxyPassword) => {
      const row = getAccount(db, id)
      if (!row) return false
      updateAccount(db, id, { server: { ...row.server, ...change } })
      if (proxyPassword !== null) await proxyPasswords.set(row.address, proxyPassword)
      await renew(id)
      return true
    },
    acceptCertificate: (id, fingerprint) => {
      const row = getAccount(db, id)
      const session = sessions.get(id)
      const refused = session && 'problem' in session.connection.state ? session.connection.state.problem?.certificate : undefined
      if (!row || !session || refused?.fingerprint !== fingerprint) return false
      const acceptedFingerprints = [...new Set([...row.acceptedFingerprints, `${fingerprint} ${refused.host}`])]
      app.log('warn', 'the user trusts a certificate that does not check out', { account: row.address, fingerprint, host: refused.host, problem: refused.problem })
      updateAccount(db, id, { acceptedFingerprints })
      session.connection.configure({ acceptedFingerprints })
      session.connection.start()
      return true
    },
    distrustCertificate: async (id, fingerprint) => {
      const row = getAccount(db, id)
      if (!row) return false
      const acceptedFingerprints = row.acceptedFingerprints.filter((one) => trustedOf(one).fingerprint !== fingerprint)
      updateAccount(db, id, { acceptedFingerprints })
      await renew(id)
      return true
    },
    givePassword: async (id, password, wanted) => {
      const row = getAccount(db, id)
      const session = sessions.get(id)
      if (!row || !session) return false
      passwords.set(id, password)
      updateAccount(db, id, { isRemembered: await remember(row, password, wanted) })
      session.connection.start()
      return true
    },
    isPassword: async (id, password) => (await getPassword(id)) === password,
    passwordChanged: async (id, password) => {
      passwords.set(id, password)
      const row = getAccount(db, id)
      if (!row?.isRemembered) return
      updateAccount(db, id, { isRemembered: await remember(row, password, true) })
      changed(id)
    },
    acceptWeaker: (id) => {
      const row = getAccount(db, id)
      const session = sessions.get(id)
      if (!row || !session) return false
      app.log('warn', 'the user accepts a weaker login than before', { account: row.address, before: row.pinnedMechanism })
      updateAccount(db, id, { pinnedMechanism: null })
      session.connection.configure({ pinnedMechanism: null })
      session.connection.start()
      return true
    },
    setAutoLogin: (id, autoLogin) => {
      const row = getAccount(db, id)
      if (!row || (autoLogin && !row.isRemembered)) return false
      updateAccount(db, id, { autoLogin })
      changed(id)
      return true
    },
    setOrder: (ids) => {
      app.transaction(() => {
        orderAccounts(db, ids)
        publish('account.ordered', { accountIds: listAccounts(db).map((row) => row.id) })
      })
    },
    way: (id) => {
      const row = sessions.has(id) ? getAccount(db, id) : null
      return row && { config: configOf(row), deps: wayOf(row) }
    },
    session: (id) => sessions.get(id) ?? null,
    sessions: () => [...sessions.values()],
    startAutoLogin: () => {
      for (const row of listAccounts(db)) {
        if (isUnusedAccount(db, row)) {
          removeAccount(db, row.id)
          Promise.all([secrets.remove(secretKey(row)), proxyPasswords.forget(row.address)]).catch((error: unknown) => app.log('warn', 'a stored password was not removed', { error: String(error) }))
        } else if (row.autoLogin && row.isRemembered && row.isActive) open(row)
      }
    },
    pauseAll: () => {
      for (const session of sessions.values()) {
        if (session.connection.state.phase !== 'offline') paused.add(session)
        void session.connection.stop()
      }
    },
    resumeAll: () => {
      for (const session of sessions.values()) if (paused.has(session)) session.connection.start()
      paused.clear()
    },
    stopAll: async () => {
      await Promise.all([...sessions.values()].map((session) => session.stop()))
      sessions.clear()
    },
  }
}
