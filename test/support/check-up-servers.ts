/** The servers that the check-up is tried on: Debian's, with all that they have. */
import { startStunServer } from './stun-server'
import { startServer, type ServerKind, type ServerOptions, type TestServer } from './servers'

export const checkedAccounts = [{ user: 'lina', password: 'lina-pw' }, { user: 'wei', password: 'wei-pw' }]

/** With a STUN server of ours that it tells of. */
export async function startChecked(kind: ServerKind, options: ServerOptions = {}): Promise<TestServer> {
  const stun = await startStunServer()
  const server = await startServer(kind, {
    accounts: checkedAccounts, upload: { maxBytes: 10_000 }, stunPort: stun.port, byteStreams: true, roomModeration: true, directory: kind === 'ejabberd',
    modules: kind === 'prosody' ? ['server_contact_info', 'admin_adhoc'] : ['mod_push'],
    extraConfig: kind === 'prosody' ? 'contact_info = { abuse = { "xmpp:abuse@localhost" } }' : '',
    ...options,
  })
  return { ...server, stop: async () => {
    await server.stop()
    await stun.close()
  } }
}
