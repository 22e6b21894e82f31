/** One attempt to get online: open, log in, follow at most two redirections (SAFETY.md P18). */
import type { FullJid } from '#shared/jid'
import { failure, fromSystemError } from './errors'
import { logIn, type LoggedIn, type LoginDeps } from './login'
import type { Management } from './management'
import { openStream, parseRedirect, type OpenContext, type OpenStream } from './open-stream'
import { isStanza } from './session-stream'

const MAX_REDIRECTS = 2

export async function attempt(
  context: OpenContext, deps: LoginDeps, management: Management, before: { jid: FullJid; downForMs: number } | null,
): Promise<LoggedIn> {
  let redirect: string | null = null
  let transport: OpenStream['transport'] = 'starttls'
  for (let redirects = 0; ; redirects++) {
    let opened: OpenStream | null = null
    try {
      const target = redirect === null ? null : parseRedirect(redirect, transport)
      if (redirect !== null && !target) throw failure('stream-error', `see-other-host: ${redirect.slice(0, 100)}`)
      opened = await openStream(context, target ? [target] : undefined)
      opened.stream.onDropped = (el) => isStanza(el) && management.received(true)
      const loggedIn = await logIn(opened, context, deps, management, before)
      context.facts.ended(null)
      return loggedIn
    } catch (error) {
      const why = context.watchdog.signal.aborted ? failure('timeout') : fromSystemError(error, 'protocol')
      opened?.stream.fail(why)
      context.facts.ended(why)
      if (why.redirect === null || redirects >= MAX_REDIRECTS) throw why
      redirect = why.redirect
      transport = opened?.transport ?? (context.config.transport === 'tls' ? 'tls' : 'starttls')
    }
  }
}

