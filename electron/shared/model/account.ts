/** An account on this computer. Never holds a password. */
import type { AccountId } from '#shared/ids'
import type { ConnectionView, TransportKind } from '#shared/model/connection'

/** "Advanced" of the login window. */
export interface ServerSettings {
  transport: TransportKind
  host: string | null
  port: number | null
  websocketUrl: string | null
  resource: string | null
  allowUnencrypted: boolean
  allowPlain: boolean
}

export const defaultServerSettings: ServerSettings = {
  transport: 'auto',
  host: null,
  port: null,
  websocketUrl: null,
  resource: null,
  allowUnencrypted: false,
  allowPlain: true,
}

export interface Account {
  id: AccountId
  /** Bare JID. */
  address: string
  server: ServerSettings
  /** Password is in the system's keychain. */
  isRemembered: boolean
  autoLogin: boolean
  /** The user wants to be logged in now (survives a restart when autoLogin). */
  isActive: boolean
  connection: ConnectionView
}
