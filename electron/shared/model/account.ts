/** An account on this computer. Never holds a password. */
import * as v from 'valibot'
import type { AccountId } from '#shared/ids'
import type { EpochMs } from '#shared/time'
import type { ConnectionTally, ConnectionView } from '#shared/model/connection'

/** "Advanced" of the login window: the schema of a change, and the complete settings. */
const optionalLine = v.nullable(v.pipe(v.string(), v.maxLength(1000)))
export const serverSettingsSchema = v.partial(
  v.object({
    transport: v.picklist(['auto', 'starttls', 'tls', 'websocket']),
    host: optionalLine,
    port: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))),
    websocketUrl: v.nullable(v.pipe(v.string(), v.maxLength(1000), v.regex(/^wss?:\/\//))),
    resource: optionalLine,
    allowUnencrypted: v.boolean(),
    allowPlain: v.boolean(),
    /** `system`: what the desktop or the environment says. */
    proxy: v.picklist(['system', 'none', 'socks5', 'http']),
    proxyHost: optionalLine,
    proxyPort: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))),
    /** Its password is in the system's keychain. */
    proxyUser: optionalLine,
  }),
)
export type ServerSettings = Required<v.InferOutput<typeof serverSettingsSchema>>

export const defaultServerSettings: ServerSettings = {
  transport: 'auto',
  host: null,
  port: null,
  websocketUrl: null,
  resource: null,
  allowUnencrypted: false,
  allowPlain: true,
  proxy: 'system',
  proxyHost: null,
  proxyPort: null,
  proxyUser: null,
}

export interface Account {
  id: AccountId
  /** Bare JID. */
  address: string
  server: ServerSettings
  /** Password is in the system's keychain. */
  isRemembered: boolean
  autoLogin: boolean
  /** Null: it never came online. */
  lastLoginMs: EpochMs | null
  /** The user wants to be logged in now (survives a restart when autoLogin). */
  isActive: boolean
  connection: ConnectionView
  tally: ConnectionTally
}
