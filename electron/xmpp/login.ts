/** From an open, secured stream to a session: SASL, restart, resume or bind, stream management (RFC 6120 §6–7, XEP-0198). */
import { randomUUID } from 'node:crypto'
import { bareOf, isFullJid, parseJid, type FullJid } from '#shared/jid'
import type { ResumeFact } from '#shared/model/link-facts'
import { attr, child, childText, elements, isNamed, nameOf, NS_CLIENT, xml, type Element } from './element'
import { failure } from './errors'
import { limitsAfterLogin } from './limits'
import { isEnabled, isManagement, isResumed, NS_SM, type Management } from './management'
import { isFeatures, type OpenContext, type OpenStream } from './open-stream'
import { authenticate } from './sasl/authenticate'
import { parseStanzaError } from './stanza-error'
import type { XmppStream } from './stream'
import type { SecureInfo } from './types'

const NS_BIND = 'urn:ietf:params:xml:ns:xmpp-bind'
const NS_SESSION = 'urn:ietf:params:xml:ns:xmpp-session'

export interface LoginDeps {
  password: string
  onMechanism(mechanism: string): void
}

export interface LoggedIn {
  stream: XmppStream
  jid: FullJid
  secure: SecureInfo
  /** After a resume: what must be written again. */
  resend: Element[] | null
  /** Resumed from an earlier run of the program: the features know nothing of it. */
  isRestored: boolean
}

/** `management` still holds the session to resume, if any; a fresh one is enabled in it. */
export async function logIn(
  opened: OpenStream, context: OpenContext, deps: LoginDeps, management: Management, before: { jid: FullJid; downForMs: number } | null,
): Promise<LoggedIn> {
  const { config, watchdog, onStep, facts } = context
  const { stream } = opened
  onStep('login')
  watchdog.step()
  const saslMechanism = await authenticate(stream, opened.features, config, deps.password, facts)
  deps.onMechanism(saslMechanism)
  watchdog.step()
  stream.limits = limitsAfterLogin
  await stream.openStream()
  const features = await stream.next(isFeatures)
  facts.features(features)
  const offersManagement = child(features, 'sm', NS_SM) !== null
  const secure = describe(opened, features, saslMechanism, offersManagement)

  const { isRestored } = management
  onStep('bind')
  watchdog.step()
  const resume = (outcome: ResumeFact['outcome'], change: Partial<ResumeFact> = {}) =>
    facts.resume({ outcome, condition: null, resent: 0, awayMs: isRestored ? null : Math.round(before?.downForMs ?? 0), isRestored, ...change })
  if (before && offersManagement && management.canResume(before.downForMs)) {
    stream.writeElement(management.buildResume())
    const answer = await stream.next(isManagement, true)
    if (isResumed(answer)) {
      const resend = management.resumed(answer)
      if (!resend) {
        management.abandon() // asked again it would say the same: the next attempt begins a session of its own
        stream.closeWith('undefined-condition')
        throw failure('protocol', 'acknowledged more than was sent')
      }
      resume('resumed', { resent: resend.length })
      return { stream, jid: before.jid, secure, resend, isRestored }
    }
    const condition = (elements(answer).map(nameOf).find((name) => name !== 'text') ?? 'undefined-condition').slice(0, 100)
    context.log('info', 'the session cannot be resumed', { condition, h: attr(answer, 'h') })
    resume('refused', { condition })
    management.ended(answer)
  } else {
    if (before) resume(offersManagement ? 'too-late' : 'not-offered')
    management.ended(null)
  }

  const jid = await bind(stream, features, context)
  if (offersManagement) {
    watchdog.step()
    stream.writeElement(xml('enable', { xmlns: NS_SM, resume: 'true' }))
    const answer = await stream.next(isManagement, true)
    if (isEnabled(answer)) management.enabled(answer, jid)
    else secure.streamManagement = false
  } else management.abandon()
  return { stream, jid, secure, resend: null, isRestored: false }
}

async function askServer(stream: XmppStream, payload: Element): Promise<Element> {
  const id = randomUUID()
  stream.writeElement(xml('iq', { type: 'set', id }, payload))
  const answer = await stream.next((el) => isNamed(el, 'iq', NS_CLIENT) && attr(el, 'id') === id, true)
  if (attr(answer, 'type') === 'result') return answer
  const error = parseStanzaError(answer)
  throw failure('bind-failed', error.text ? `${error.condition}: ${error.text}` : error.condition)
}

async function bind(stream: XmppStream, features: Element, { config }: OpenContext): Promise<FullJid> {
  if (!child(features, 'bind', NS_BIND)) throw failure('bind-failed', 'not offered')
  const answer = await askServer(stream, xml('bind', { xmlns: NS_BIND }, xml('resource', {}, config.resource)))
  const jid = parseJid(childText(child(answer, 'bind', NS_BIND), 'jid', NS_BIND)?.trim())
  if (!jid || !isFullJid(jid)) throw failure('bind-failed', 'no address')
  if (bareOf(jid) !== config.jid) throw failure('bind-failed', `another account: ${bareOf(jid)}`)
  const session = child(features, 'session', NS_SESSION) // RFC 3921; optional wherever the server says so (RFC 6121 §E)
  if (session && !child(session, 'optional', NS_SESSION)) await askServer(stream, xml('session', { xmlns: NS_SESSION }))
  return jid
}

function describe({ stream, transport, host, port, address, proxy }: OpenStream, features: Element, saslMechanism: string, streamManagement: boolean): SecureInfo {
  const { tls, certificate } = stream.link
  return {
    transport, host, port, address, certificate, saslMechanism, streamManagement,
    proxy: proxy && `${proxy.host}:${proxy.port}`,
    tlsVersion: tls?.getProtocol() ?? null,
    cipher: tls?.getCipher().name ?? null,
    streamFeatures: features.children.filter((one): one is Element => typeof one !== 'string'),
  }
}
