/** An account on this computer. Never holds a password. */
import * as v from 'valibot'
import type { AccountId } from '#shared/ids'
import type { EpochMs } from '#shared/time'
import type { ConnectionTally, ConnectionView } from '#shared/model/connection'

/** "Advanced" of the login window: the schema of a change, and the complete settings. */
/** SHA-256 of a certificate. */
export const fingerprintPattern = /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/

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
    /** Fingerprint: no other certificate is accepted, however good. */
    pinnedCertificate: v.nullable(v.pipe(v.string(), v.regex(fingerprintPattern))),
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
  pinnedCertificate: null,
}

/** A certificate that did not check out and is trusted all the same: by this account, for this name alone. */
export interface TrustedCertificate {
  fingerprint: string
  /** Null: of an older version, which did not note it. */
  host: string | null
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
  trustedCertificates: TrustedCertificate[]
  connection: ConnectionView
  tally: ConnectionTally
}
