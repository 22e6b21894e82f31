/**
 * A short stream without login, for in-band registration. XEP-0077 version 2.4 §3.1: after TLS, IQs before authentication.
 * The forms themselves are the registration feature's affair.
 */
import { withResource } from '#shared/jid'
import { systemClock } from '#shared/time'
import { attr, isNamed, NS_CLIENT } from './element'
import { ConnectionFailure, fromSystemError } from './errors'
import { IqRequests } from './iq-requests'
import { limitsBeforeLogin } from './limits'
import { AttemptRecorder } from './link-facts'
import { openStream, type OpenContext } from './open-stream'
import { directRoutes } from './transport/proxy'
import { systemResolver } from './transport/resolve'
import type { ConnectionProblem, OpenRegistrationStream, RegistrationStream } from './types'
import { Watchdog } from './watchdog'

const MAX_FORM_CHARS = 256 * 1024 // a form may bring a CAPTCHA's picture
const CLOSE_MS = 2000

export const openRegistrationStream: OpenRegistrationStream = async (config, deps) => {
  const watchdog = new Watchdog()
  const context: OpenContext = {
    config, resolver: systemResolver, routes: deps.routes ?? directRoutes, random: Math.random, watchdog, log: deps.log, wire: () => {}, onStep: () => {},
    facts: new AttemptRecorder(systemClock),
  }
  try {
    const { stream } = await openStream(context)
    watchdog.stop()
    stream.limits = { ...limitsBeforeLogin, maxChars: MAX_FORM_CHARS }
    const requests = new IqRequests()
    const own = withResource(config.jid, 'registration')!
    stream.consume((el) => {
      const type = attr(el, 'type')
      if (isNamed(el, 'iq', NS_CLIENT) && (type === 'result' || type === 'error')) requests.answer(el, own)
    })
    stream.whenDown(() => requests.endAll())
    const registration: RegistrationStream = {
      request: (iq) => requests.request(iq, (stanza) => stream.writeElement(stanza)),
      close: () => stream.close(CLOSE_MS),
    }
    return { ok: true, value: registration }
  } catch (error) {
    watchdog.stop()
    const timedOut: ConnectionProblem = { code: 'timeout' }
    const why = error instanceof ConnectionFailure ? error : fromSystemError(error, 'protocol')
    return { ok: false, error: watchdog.signal.aborted ? timedOut : why.problem }
  }
}
