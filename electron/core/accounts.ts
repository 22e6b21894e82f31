/** The accounts of this computer and their sessions. One session per active account; several at once by design. */
import { randomBytes } from 'node:crypto'
import type { AppContext } from '#core/context'
import { createHeartbeats } from '#core/heartbeats'
import { createResumption } from '#core/resumption'
import type { SessionRuntime } from '#core/session'
import { viewOf } from '#core/connection-view'
import type { AccountId } from '#shared/ids'
import { bareOf, type BareJid } from '#shared/jid'
import type { Account, ServerSettings } from '#shared/model/account'
import type { PublishCore } from '#shared/model/core-events'
import { getAccount, listAccounts, putAccount, removeAccount, updateAccount, type AccountRow } from '#store/accounts'
import type { Connection, ConnectionConfig } from '#xmpp/types'

export interface LoginRequest {
  address: BareJid
  /** Null: use the remembered one. */
  password: string | null
  remember: boolean
  autoLogin: boolean
  server: Partial<ServerSettings>
}

export interface AccountManager {
  list(): Account[]
  /** Makes or changes the account, then connects. Whether it worked comes as `account.changed`. */
  login(request: LoginRequest): Promise<AccountId>
  logout(id: AccountId): Promise<boolean>
  /** With all that is stored of it here; the account on the server stays. */
  remove(id: AccountId): Promise<boolean>
  retryNow(id: AccountId): boolean
  /** Trusts this certificate for this account from now on and tries again. */
  acceptCertificate(id: AccountId, fingerprint: string): boolean
  /** Password given after `wrong-password` or `password-needed`; tries again. */
  givePassword(id: AccountId, password: string, remember: boolean): Promise<boolean>
}

export interface AccountsRuntime extends AccountManager {
  session(id: AccountId): SessionRuntime | null
  sessions(): SessionRuntime[]
  /** Logs in what is set to log in by itself. */
  startAutoLogin(): void
  stopAll(): Promise<void>
}

export interface AccountsDeps {
  app: AppContext
  publish: PublishCore
  extraCa: string[]
  openSession(row: AccountRow, connection: Connection): SessionRuntime
}

export function createAccounts(deps: AccountsDeps): AccountsRuntime {
  const { app, publish } = deps
  const { db, secrets } = app
  const sessions = new Map<AccountId, SessionRuntime>()
  const passwords = new Map<AccountId, string>()
  const secretKey = (row: AccountRow) => `password:${row.address}`

  const view = (row: AccountRow): Account => ({
    id: row.id,
    address: row.address,
    server: row.server,
    isRemembered: row.isRemembered,
    autoLogin: row.autoLogin,
    isActive: sessions.has(row.id),
    connection: viewOf(sessions.get(row.id)?.connection.state ?? null, app.clock),
  })
  const changed = (id: AccountId) => {
    const row = getAccount(db, id)
    if (row) publish('account.changed', { account: view(row) })
  }

  const configOf = (row: AccountRow): ConnectionConfig => ({
    jid: row.address,
    resource: row.server.resource ?? row.resource,
    transport: row.server.transport,
    host: row.server.host ?? undefined,
    port: row.server.port ?? undefined,
    websocketUrl: row.server.websocketUrl ?? undefined,
    extraCa: deps.extraCa,
    acceptedFingerprints: row.acceptedFingerprints,
    allowUnencrypted: row.server.allowUnencrypted,
    allowPlain: row.server.allowPlain,
    pinnedMechanism: row.pinnedMechanism,
    lang: app.settings.get().language === 'zh' ? 'zh' : 'en',
  })

  const getPassword = async (id: AccountId) => {
    const row = getAccount(db, id)
    return passwords.get(id) ?? (row?.isRemembered ? await secrets.get(secretKey(row)) : null)
  }

  const open = (row: AccountRow) => {
    const { id } = row
    const connection = app.createConnection(configOf(row), {
      credentials: { getPassword: () => getPassword(id) },
      isContact: (jid) => isContactOf(id, jid),
      log: (level, message, detail) => app.log(level, message, { account: row.address, ...detail }),
      resumption: createResumption(app, id),
      heartbeats: createHeartbeats(db, app.clock),
      onMechanism: (mechanism) => updateAccount(db, id, { pinnedMechanism: mechanism, lastLoginMs: app.clock.nowMs() }),
    })
    const session = deps.openSession(row, connection)
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

  const remember = async (row: AccountRow, password: string | null, wanted: boolean): Promise<boolean> => {
    if (!wanted) {
      await secrets.remove(secretKey(row))
      return false
    }
    return password === null ? row.isRemembered : await secrets.set(secretKey(row), password)
  }

  return {
    list: () => listAccounts(db).map(view),
    login: async (request) => {
      const row = putAccount(db, request.address, `magpie-${randomBytes(4).toString('hex')}`)
      await close(row.id)
      if (request.password !== null) passwords.set(row.id, request.password)
      const isRemembered = await remember(row, request.password, request.remember)
      updateAccount(db, row.id, {
        server: { ...row.server, ...request.server },
        isRemembered,
        autoLogin: request.autoLogin && isRemembered,
        isActive: true,
      })
      open(getAccount(db, row.id) as AccountRow)
      return row.id
    },
    logout: async (id) => {
      if (!getAccount(db, id)) return false
      passwords.delete(id)
      updateAccount(db, id, { isActive: false })
      await close(id)
      changed(id)
      return true
    },
    remove: async (id) => {
      const row = getAccount(db, id)
      if (!row) return false
      await close(id)
      passwords.delete(id)
      await secrets.remove(secretKey(row))
      removeAccount(db, id)
      publish('account.removed', { accountId: id })
      return true
    },
    retryNow: (id) => {
      const session = sessions.get(id)
      if (!session) return false
      if (session.connection.state.phase === 'offline') session.connection.start()
      else session.connection.retryNow('user')
      return true
    },
    acceptCertificate: (id, fingerprint) => {
      const row = getAccount(db, id)
      const session = sessions.get(id)
      if (!row || !session) return false
      const acceptedFingerprints = [...new Set([...row.acceptedFingerprints, fingerprint])]
      updateAccount(db, id, { acceptedFingerprints })
      session.connection.configure({ acceptedFingerprints })
      session.connection.start()
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
    session: (id) => sessions.get(id) ?? null,
    sessions: () => [...sessions.values()],
    startAutoLogin: () => {
      for (const row of listAccounts(db)) if (row.autoLogin && row.isRemembered && row.isActive) open(row)
    },
    stopAll: async () => {
      await Promise.all([...sessions.values()].map((session) => session.stop()))
      sessions.clear()
    },
  }
}
