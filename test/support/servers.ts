import { startEjabberd } from './ejabberd'
import { startProsody } from './prosody'
import type { ServerKind, ServerOptions, TestServer } from './servers-types'

export { serverKinds } from './servers-types'
export type { ServerKind, ServerOptions, TestAccount, TestServer } from './servers-types'

/** Starts a real server on 127.0.0.1. A missing program is an error that names its Debian package, never a skipped test. */
export function startServer(kind: ServerKind, options: ServerOptions = {}): Promise<TestServer> {
  return kind === 'prosody' ? startProsody(options) : startEjabberd(options)
}
