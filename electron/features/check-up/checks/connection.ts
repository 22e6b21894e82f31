/**
 * How the server is reached, what it shows before anybody has logged in, and how one logs in. RFC 6120 §3.2, §5, §6, §13; XEP-0368 version
 * 1.1.0, XEP-0156 version 1.4.0, XEP-0440 version 1.0.0, XEP-0474 version 0.5.0. Wrong passwords are not tried: that locks accounts.
 */
import type { Finding } from '#shared/check-up/report'
import type { AttemptFact, TlsFact, TryFact } from '#shared/model/link-facts'
import { child, xml } from '#xmpp/element'
import { strengthOf } from '#xmpp/sasl/choose'
import { systemResolver } from '#xmpp/transport/resolve'
import { broken, found, missing, pass, untested, type Bench, type Check } from '../bench'
import { byDomain, isWorldwide } from './by-domain'

const NS_REGISTER = 'jabber:iq:register'
const DAY_MS = 24 * 60 * 60 * 1000
/** Those who renew certificates by themselves do so a month before; two weeks are left when that has failed. */
const SOON_DAYS = 14

const isByHand = ({ config }: Bench): boolean => Boolean(config[1]?.host || config[1]?.port || config[1]?.websocketUrl)

/** How `one` came online first. */
const arrival = ({ one }: Bench): AttemptFact | undefined => one.connection.facts.attempts.find(({ outcome }) => outcome === 'online')
const taken = (bench: Bench): TryFact | undefined =>
  arrival(bench)?.candidates.flatMap(({ tries }) => tries).findLast(({ failure }) => failure === null)

/** With another way to the same domain. Where the user named a host nobody knows its other ports: then only what the domain itself names is looked at, without login. */
async function byOtherWay(bench: Bench, transport: 'tls' | 'websocket'): Promise<Finding> {
  const { one, config } = bench
  if (one.secure.transport === transport) return pass()
  if (!isByHand(bench)) return (await bench.open(1, { config: { transport } })) ? pass() : missing()
  if (!isWorldwide(one.domain) || one.secure.proxy !== null) return untested('host')
  const opened = await bench.openRegistrationStream({ ...config[1]!, transport, host: undefined, port: undefined, websocketUrl: undefined }, { log: () => undefined })
  if (opened.ok) await opened.value.close()
  return opened.ok ? found('pass', 'by-hand') : missing('by-hand-none')
}

async function resolution(bench: Bench): Promise<Finding> {
  bench.showLogin()
  const { one, signal } = bench
  if (isByHand(bench)) return one.secure.proxy === null ? byDomain(one.domain, systemResolver, signal) : untested('host')
  const attempt = arrival(bench)
  const source = attempt?.candidates[0]?.source
  if (!attempt || (source === 'domain' && attempt.srv.length === 0)) return untested('local')
  if (source === 'domain') return missing()
  return attempt.candidates.some(({ tries }) => tries.some(({ failure }) => failure !== null)) ? broken() : pass()
}

function encryption(bench: Bench): Finding {
  const { clear } = taken(bench) ?? {}
  if (!clear) return untested('direct')
  if (!clear.list.some(({ name }) => name === 'starttls')) return missing()
  const isAlone = clear.list.length === 1 // then it is demanded, whether or not it says so
  const isRequired = clear.lines.some(({ parts }) => parts.some(({ kind, text }) => kind === 'name' && text === 'required'))
  return isAlone || (isRequired && clear.mechanisms.length === 0) ? pass() : broken()
}

function clearLogin(bench: Bench): Finding {
  const { clear } = taken(bench) ?? {}
  if (!clear) return untested('direct')
  if (clear.mechanisms.includes('PLAIN')) return broken('plain')
  return clear.mechanisms.length > 0 ? broken('others') : pass()
}

function certificate(bench: Bench, { chain, checks, verdict }: TlsFact): Finding {
  const own = chain[0]
  if (!own) return untested('no-tls')
  const days = Math.floor((own.validToMs - bench.clock.nowMs()) / DAY_MS)
  const facts = { days, issuer: own.issuer }
  if (checks.name.outcome === 'failed') return broken('name', facts)
  if (checks.dates.outcome === 'failed') return broken('dates', facts)
  if (checks.authority.outcome === 'failed' || verdict !== 'valid') return broken('authority', facts)
  return days < SOON_DAYS ? broken('soon', facts) : pass(facts)
}

function mechanisms(bench: Bench): Finding {
  const offered = taken(bench)?.secured?.mechanisms ?? []
  const facts = { mechanisms: offered.join(', ') }
  const best = Math.max(0, ...offered.map(strengthOf))
  if (best === 0) return broken('plain', facts)
  return best >= strengthOf('SCRAM-SHA-256') ? pass(facts) : missing('sha1', facts)
}

function binding(bench: Bench): Finding {
  const { secured, tls } = taken(bench) ?? {}
  const hasPlus = secured?.mechanisms.some((name) => name.endsWith('-PLUS')) ?? false
  if (!hasPlus) return missing()
  if (secured!.bindings === null) return tls?.version === 'TLSv1.3' ? broken('unnamed') : missing('unnamed-old')
  const type = arrival(bench)?.login?.binding
  return type ? pass({ type }) : broken('unusable')
}

/** Only the form is asked for; nothing is sent in. */
async function registration(bench: Bench): Promise<Finding> {
  const { clear, secured } = taken(bench) ?? {}
  if (!secured) return untested('no-tls')
  const isOffered = [...(clear?.list ?? []), ...secured.list].some(({ namespace }) => namespace === 'http://jabber.org/features/iq-register')
  if (!isOffered) return missing()
  const opened = await bench.openRegistrationStream(bench.config[1]!, { log: () => undefined })
  if (!opened.ok) return untested('offline')
  const reply = await opened.value.request({ type: 'get', to: bench.one.domain, payload: xml('query', { xmlns: NS_REGISTER }), timeoutMs: 5000 })
  await opened.value.close()
  return reply.ok && child(reply.value, 'query', NS_REGISTER) ? pass() : broken()
}

const check = (name: string, spec: string, section: string, run: Check['run']): Check => ({ id: `connection.${name}`, area: 'connection', spec, section, run })
const seen = (name: string, spec: string, section: string, look: (bench: Bench) => Finding): Check => check(name, spec, section, (bench) => {
    bench.showLogin()
    return Promise.resolve(look(bench))
  })
const withTls = (look: (bench: Bench, tls: TlsFact) => Finding) => (bench: Bench) => {
  const tls = taken(bench)?.tls
  return tls ? look(bench, tls) : untested('no-tls')
}

export const connectionChecks: Check[] = [
  seen('login', 'RFC 6120', '§6', ({ one }) => pass({ mechanism: one.secure.saslMechanism })),
  check('resolution', 'RFC 6120', '§3.2.1', resolution),
  check('direct-tls', 'XEP-0368', '§3', (bench) => byOtherWay(bench, 'tls')),
  check('websocket', 'XEP-0156', '§2', (bench) => byOtherWay(bench, 'websocket')),
  seen('encryption', 'RFC 6120', '§5.3.1', encryption),
  seen('clear-login', 'RFC 6120', '§13.8.3', clearLogin),
  seen('tls', 'RFC 6120', '§13.7', withTls((_, { version }) => (version === 'TLSv1.3' ? pass() : found('pass', 'older')))),
  seen('certificate', 'RFC 6120', '§13.7.2', withTls(certificate)),
  seen('mechanisms', 'RFC 6120', '§13.8', mechanisms),
  seen('binding', 'XEP-0440', '§3', binding),
  seen('downgrade', 'XEP-0474', '§6.1', (bench) => (arrival(bench)?.login?.isOfferProved ? pass() : missing())),
  check('registration', 'XEP-0077', '§3.1', registration),
  seen('sasl2', 'XEP-0388', '§2', (bench) => (taken(bench)?.secured?.list.some(({ namespace }) => namespace === 'urn:xmpp:sasl:2') ? pass() : missing())),
]
