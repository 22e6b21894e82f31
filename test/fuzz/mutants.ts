/**
 * Each rule of the stream, TLS and the login, switched off: the tests named with it must then fail (`npm run fuzz -- --mutants`).
 * Found by their text, as in test/chaos/patch.ts; test/unit/fuzz/mutants.test.ts holds that every text still stands.
 */
import type { Patch } from '../chaos/patch'

export interface RuleOff {
  name: string
  patches: Patch[]
  /** Files of test/unit; one of their tests must fail. */
  tests: string[]
}

const TABLE = 'xmpp/attacks-table'
const TLS = 'xmpp/attacks-tls'
const LIMITS = 'xmpp/limits'
const XML = 'xmpp/well-formed'
const POISON = 'core/poison'
const off = (find: string, replace: string, name: string, ...tests: string[]): RuleOff => ({ name, patches: [{ find, replace }], tests })

export const rulesOff: RuleOff[] = [
  // Before TLS
  off("if (!config.allowUnencrypted) throw failure('no-tls')\n  return features", 'return features', 'tls-optional', TABLE),
  off("if (!isNamed(answer, 'proceed', NS_TLS)) throw failure('tls-failed', 'STARTTLS refused')", 'if (!isNamed(answer, \'proceed\', NS_TLS)) return features', 'refused-starttls-ignored', TABLE),
  off("if (url.protocol === 'ws:' && !config.allowUnencrypted) throw failure('no-tls', 'ws:// is not encrypted')", '', 'ws-without-tls', TABLE),
  off("const redirect = mayRedirect && condition && name === 'see-other-host'", "const redirect = condition && name === 'see-other-host'", 'redirection-in-clear', TLS),
  off('if (why.redirect === null || redirects >= MAX_REDIRECTS) throw why', 'if (why.redirect === null) throw why', 'redirections-without-end', TLS),
  // TLS
  {
    name: 'old-tls', tests: [TABLE],
    patches: [
      { find: "minVersion: 'TLSv1.2',\n      rejectUnauthorized: false,", replace: "minVersion: 'TLSv1',\n      rejectUnauthorized: false," },
      { find: "ca: trustedAuthorities(extraCa), minVersion: 'TLSv1.2'", replace: "ca: trustedAuthorities(extraCa), minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0'" },
    ],
  },
  off("else if (tls.checkServerIdentity(host, cert)) problem = 'wrong-host'", '', 'name-not-checked', TABLE),
  off("if (!socket.authorized) problem = PROBLEMS[String(socket.authorizationError)] ?? 'other'", "if (false) problem = 'other'", 'authority-not-checked', TABLE),
  off("await link.upgrade(tlsOptions(domainOf(config.jid), 'xmpp-client'))", "await link.upgrade(tlsOptions(target.host, 'xmpp-client'))", 'name-of-the-connection', TABLE),
  off('...(isIP(host) ? {} : { servername: host }),', '', 'no-server-name', TLS),
  off('const trusted = [fingerprint, `${fingerprint} ${host}`]', 'const trusted = options.acceptedFingerprints.filter((one) => one.startsWith(fingerprint))', 'exception-for-every-name', TLS),
  off("if (options.pinned && options.pinned !== fingerprint) return give(failure('certificate-changed', fingerprint))", '', 'pin-ignored', TLS),
  // Login
  off('if (choice.pinned && strengthOf(mechanism.name) < strengthOf(choice.pinned)) {', 'if (false) {', 'weaker-taken', TABLE),
  off("if (choice.isSecure && choice.allowPlain) factory.use('PLAIN'", "if (choice.allowPlain) factory.use('PLAIN'", 'plain-in-clear', TABLE),
  off("if (choice.isSecure && choice.allowPlain) factory.use('PLAIN'", "if (choice.isSecure) factory.use('PLAIN'", 'plain-always', TABLE),
  off("if (!nonce.startsWith(this.#nonce) || nonce.length <= this.#nonce.length) throw failure('server-not-proved', 'SCRAM nonce')", '', 'nonce-not-checked', TABLE),
  off('if (rounds < MIN_ITERATIONS || rounds > MAX_ITERATIONS)', 'if (rounds < 1 || rounds > MAX_ITERATIONS)', 'one-iteration-taken', TABLE),
  off("if (!this.#isProved) throw failure('server-not-proved', 'no SCRAM server signature')", '', 'no-proof-asked', TABLE),
  off('if (!this.#expected || given.length !== this.#expected.length || !timingSafeEqual(given, this.#expected)) {', 'if (!this.#expected) {', 'any-proof-taken', TABLE),
  off("if (offered !== undefined && offered !== createHash(name)", 'if (offered === null && offered !== createHash(name)', 'offer-not-compared', TABLE),
  // Reading
  off("if (this.#used > this.#limit('maxChars')) throw", 'if (false) throw', 'any-length', LIMITS),
  off("if (++this.#depth > this.limits.maxDepth) throw", 'if (++this.#depth > Infinity) throw', 'any-depth', LIMITS),
  off("if (count > this.#limit('maxChildren')) throw", 'if (false) throw', 'any-number-of-children', LIMITS, 'xmpp/stream'),
  off("if (++count > this.maxAttributes) throw", 'if (++count > Infinity) throw', 'any-number-of-attributes', LIMITS),
  off("if (c !== CDATA_START.charCodeAt(position)) throw new XmlError('restricted-xml', 'comment or DTD')", 'if (c !== CDATA_START.charCodeAt(position)) return false', 'comments-read', LIMITS, 'xmpp/stream'),
  off('if (fault !== null) this.spoil(fault)', '', 'namespaces-not-checked', XML),
  off("if (text.includes(CDATA_END)) this.handler.spoil(']]> in text')", '', 'cdata-end-in-text', XML),
  off('this.handler.text(endLines(text))', 'this.handler.text(text)', 'ends-of-lines-in-cdata', XML),
  off('management.abandon() // asked again it would say the same', '// asked again it would say the same', 'impossible-resume-repeated', 'xmpp/resumption'),
  off('return Math.round((0.25 + 0.75 * this.random()) * ceiling)', 'return Math.round(0.25 * ceiling)', 'nobody-spread', 'xmpp/connection'),
  // What fails
  off('if (row && (row.isLeftOut || row.crashes >= MAX_CRASHES)) {', 'if (row && row.crashes < 0) {', 'poison-again-and-again', POISON),
  off('note(key)', '', 'nothing-in-hand', POISON),
  off('this.fault = String((error as Error)?.stack ?? error).slice(0, 2000)', 'throw error', 'listeners-throw-on', POISON),
  off('if (!wasHandled) this.handlers.guard?.threw(el, this.handlers.fault(), isGivenUp)', '', 'no-row-for-what-threw', POISON),
]
