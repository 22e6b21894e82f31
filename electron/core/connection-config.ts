/** An account's settings as the connection wants them. */
import type { BareJid } from '#shared/jid'
import type { ServerSettings } from '#shared/model/account'
import type { ConnectionConfig } from '#xmpp/types'

type More = Pick<ConnectionConfig, 'resource' | 'extraCa' | 'acceptedFingerprints' | 'pinnedMechanism' | 'lang'>

/** `resource` is of this installation; the one of the settings goes before it. */
export const connectionConfig = (jid: BareJid, server: ServerSettings, more: More): ConnectionConfig => ({
  ...more,
  jid,
  resource: server.resource ?? more.resource,
  transport: server.transport,
  host: server.host ?? undefined,
  port: server.port ?? undefined,
  websocketUrl: server.websocketUrl ?? undefined,
  pinnedCertificate: server.pinnedCertificate,
  allowUnencrypted: server.allowUnencrypted,
  allowPlain: server.allowPlain,
})
