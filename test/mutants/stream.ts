/** Each rule of the stream, TLS and the login, switched off. */
import { off, ofClass, type RuleOff } from './rule-off'

const TABLE = 'unit/xmpp/attacks-table'
const TLS = 'unit/xmpp/attacks-tls'
const LIMITS = 'unit/xmpp/limits'
const XML = 'unit/xmpp/well-formed'
const POISON = 'unit/core/poison'

export const streamRules: RuleOff[] = [
  ...ofClass('STARTTLS taken away, injection, redirection',
    off('tls-optional', "if (!config.allowUnencrypted) throw failure('no-tls')\n  return features", 'return features', TABLE),
    off('refused-starttls-ignored', "if (!isNamed(answer, 'proceed', NS_TLS)) throw failure('tls-failed', 'STARTTLS refused')", 'if (!isNamed(answer, \'proceed\', NS_TLS)) return features', TABLE),
    off('ws-without-tls', "if (url.protocol === 'ws:' && !config.allowUnencrypted) throw failure('no-tls', 'ws:// is not encrypted')", '', TABLE),
    off('redirection-in-clear', "const redirect = mayRedirect && condition && name === 'see-other-host'", "const redirect = condition && name === 'see-other-host'", TLS),
    off('redirections-without-end', 'if (why.redirect === null || redirects >= MAX_REDIRECTS) throw why', 'if (why.redirect === null) throw why', TLS),
  ),
  ...ofClass('certificates and versions of TLS',
    {
      name: 'old-tls', tests: [TABLE],
      patches: [
        { find: "minVersion: 'TLSv1.2',\n      rejectUnauthorized: false,", replace: "minVersion: 'TLSv1',\n      rejectUnauthorized: false," },
        { find: "ca: trustedAuthorities(extraCa), minVersion: 'TLSv1.2'", replace: "ca: trustedAuthorities(extraCa), minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0'" },
      ],
    },
    off('name-not-checked', "else if (tls.checkServerIdentity(host, cert)) problem = 'wrong-host'", '', TABLE),
    off('authority-not-checked', "if (!socket.authorized) problem = PROBLEMS[String(socket.authorizationError)] ?? 'other'", "if (false) problem = 'other'", TABLE),
    off('name-of-the-connection', "await link.upgrade(tlsOptions(domainOf(config.jid), 'xmpp-client'))", "await link.upgrade(tlsOptions(target.host, 'xmpp-client'))", TABLE),
    off('no-server-name', '...(isIP(host) ? {} : { servername: host }),', '', TLS),
    off('exception-for-every-name', 'const trusted = [fingerprint, `${fingerprint} ${host}`]', 'const trusted = options.acceptedFingerprints.filter((one) => one.startsWith(fingerprint))', TLS),
    off('pin-ignored', "if (options.pinned && options.pinned !== fingerprint) return give(failure('certificate-changed', fingerprint))", '', TLS),
  ),
  ...ofClass('SASL: no proof, downgrade, iterations',
    off('weaker-taken', 'if (choice.pinned && strengthOf(mechanism.name) < strengthOf(choice.pinned)) {', 'if (false) {', TABLE),
    off('plain-in-clear', "if (choice.isSecure && choice.allowPlain) factory.use('PLAIN'", "if (choice.allowPlain) factory.use('PLAIN'", TABLE),
    off('plain-always', "if (choice.isSecure && choice.allowPlain) factory.use('PLAIN'", "if (choice.isSecure) factory.use('PLAIN'", TABLE),
    off('nonce-not-checked', "if (!nonce.startsWith(this.#nonce) || nonce.length <= this.#nonce.length) throw failure('server-not-proved', 'SCRAM nonce')", '', TABLE),
    off('one-iteration-taken', 'if (rounds < MIN_ITERATIONS || rounds > MAX_ITERATIONS)', 'if (rounds < 1 || rounds > MAX_ITERATIONS)', TABLE),
    off('no-proof-asked', "if (!this.#isProved) throw failure('server-not-proved', 'no SCRAM server signature')", '', TABLE),
    off('any-proof-taken', 'if (!this.#expected || given.length !== this.#expected.length || !timingSafeEqual(given, this.#expected)) {', 'if (!this.#expected) {', TABLE),
    off('offer-not-compared', "if (offered !== undefined && offered !== createHash(name)", 'if (offered === null && offered !== createHash(name)', TABLE),
  ),
  ...ofClass('bombs and smuggling in XML, slow links',
    off('any-length', "if (this.#used > this.#limit('maxChars')) throw", 'if (false) throw', LIMITS),
    off('any-depth', 'if (this.#depth >= this.limits.maxDepth) {', 'if (false) {', LIMITS),
    off('any-number-of-children', "if (count > this.#limit('maxChildren')) this.over('too many children')\n      else", '', LIMITS),
    off('any-number-of-attributes', 'if (++count > this.maxAttributes) {', 'if (++count > Infinity) {', LIMITS),
    off('a-nuisance-ends-the-stream', "if (this.limits.whenOver === 'close') throw", 'throw', LIMITS),
    off('too-much-before-login', "if (this.limits.whenOver === 'close') throw new XmlError('policy-violation', reason)", '', 'unit/xmpp/stream'),
    off('comments-read', "if (c !== CDATA_START.charCodeAt(position)) throw new XmlError('restricted-xml', 'comment or DTD')", 'if (c !== CDATA_START.charCodeAt(position)) return false', LIMITS, 'unit/xmpp/stream'),
    off('namespaces-not-checked', 'if (fault !== null) this.spoil(fault)', '', XML),
    off('cdata-end-in-text', "if (text.includes(CDATA_END)) this.handler.spoil(']]> in text')", '', XML),
    off('ends-of-lines-in-cdata', 'this.handler.text(endLines(text))', 'this.handler.text(text)', XML),
    off('impossible-resume-repeated', 'management.abandon() // asked again it would say the same', '// asked again it would say the same', 'unit/xmpp/resumption'),
    off('nobody-spread', 'return Math.round((0.25 + 0.75 * this.random()) * ceiling)', 'return Math.round(0.25 * ceiling)', 'unit/xmpp/connection'),
    off('a-drip-is-life', 'if (bytes >= SMALLEST_WORD || this.#idle === undefined) this.#rest()', 'this.#rest()', 'unit/xmpp/liveness', LIMITS),
    off('a-drip-is-an-answer', 'if (bytes >= SMALLEST_WORD) this.#settle()', 'this.#settle()', 'unit/xmpp/liveness'),
  ),
  ...ofClass('exceptions and poison',
    off('poison-again-and-again', 'if (row && (row.isLeftOut || row.crashes >= MAX_CRASHES)) {', 'if (row && row.crashes < 0) {', POISON),
    off('nothing-in-hand', 'note(key)', '', POISON),
    off('listeners-throw-on', 'this.fault = String((error as Error)?.stack ?? error).slice(0, 2000)', 'throw error', POISON),
    off('no-row-for-what-threw', 'if (!wasHandled) this.handlers.guard?.threw(el, this.handlers.fault(), isGivenUp)', '', POISON),
  ),
]
