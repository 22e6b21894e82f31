/**
 * SCRAM (RFC 5802, 7677; channel binding RFC 5929, 9266; downgrade protection XEP-0474 version 0.5.0). Unlike @xmpp/sasl-scram-sha-1 it checks the server's nonce,
 * its iteration count and, above all, its signature (SAFETY.md P8).
 */
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { failure } from '../errors'
import type { Advertised, Mechanism, MechanismInput, SaslSaid } from './mechanism'

export type ScramHash = 'SHA-1' | 'SHA-256' | 'SHA-512'
const HASHES = { 'SHA-1': { name: 'sha1', bytes: 20 }, 'SHA-256': { name: 'sha256', bytes: 32 }, 'SHA-512': { name: 'sha512', bytes: 64 } }
const MIN_ITERATIONS = 4096 // RFC 7677 §4
const MAX_ITERATIONS = 1_000_000 // 0.3 s of a worker thread; more is an attack on our time
/** RFC 5802 §7: the server sees another channel than we do, or knows that it offers what we did not see. */
const CHANNEL_REFUSALS = ['channel-bindings-dont-match', 'server-does-support-channel-binding']
const derive = promisify(pbkdf2)

/** SASLprep (RFC 4013) by its rules, not its tables: odd spaces become spaces, invisible characters go, then NFKC. */
export function saslPrep(text: string): string {
  const spaces = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g
  const invisible = /[\u00ad\u034f\u1806\u180b-\u180d\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]/g
  return text.replace(spaces, ' ').replace(invisible, '').normalize('NFKC')
}

/** XEP-0474 §5.1: what the server hashes of what it offers. Sorted by octets (i;octet). */
export function advertisedText({ mechanisms, bindings }: Advertised): string {
  const joined = (list: readonly string[]) => [...list].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).join('\u001e')
  return joined(mechanisms) + (bindings ? `\u001f${joined(bindings)}` : '')
}

function parseAttributes(text: string): Map<string, string> {
  return new Map(text.split(',').map((part) => [part.slice(0, 1), part.startsWith('=', 1) ? part.slice(2) : '']))
}

export class Scram implements Mechanism {
  readonly name: string
  readonly said: SaslSaid
  readonly #hash: { name: string; bytes: number }
  readonly #gs2: string
  readonly #firstBare: string
  readonly #nonce: string
  #expected: Buffer | null = null
  #isProved = false

  constructor(hash: ScramHash, readonly input: MechanismInput, nonce = randomBytes(24).toString('base64')) {
    this.#hash = HASHES[hash]
    this.name = `SCRAM-${hash}${input.binding ? '-PLUS' : ''}`
    this.#gs2 = input.binding ? `p=${input.binding.type},,` : input.couldBind ? 'y,,' : 'n,,'
    this.#nonce = nonce
    const bindingFlag = input.binding ? 'p' : input.couldBind ? 'y' : 'n'
    this.said = { binding: input.binding?.type ?? null, bindingFlag, iterations: null, isOfferProved: false }
    const name = saslPrep(input.username).replace(/=/g, '=3D').replace(/,/g, '=2C')
    this.#firstBare = `n=${name},r=${nonce}`
  }

  start(): Buffer {
    return Buffer.from(this.#gs2 + this.#firstBare, 'utf8')
  }

  async answer(challenge: Buffer): Promise<Buffer> {
    const text = challenge.toString('utf8')
    if (this.#expected) {
      this.#check(parseAttributes(text)) // server-final in a challenge instead of in <success/>
      return Buffer.alloc(0)
    }
    const attributes = parseAttributes(text)
    const nonce = attributes.get('r') ?? ''
    const salt = Buffer.from(attributes.get('s') ?? '', 'base64')
    const rounds = /^\d{1,10}$/.test(attributes.get('i') ?? '') ? Number(attributes.get('i')) : 0
    if (attributes.has('m')) throw failure('login-failed', 'SCRAM extension that we do not know')
    if (!nonce.startsWith(this.#nonce) || nonce.length <= this.#nonce.length) throw failure('server-not-proved', 'SCRAM nonce')
    if (salt.length === 0) throw failure('login-failed', 'SCRAM salt')
    if (rounds < MIN_ITERATIONS || rounds > MAX_ITERATIONS) throw failure('login-failed', `SCRAM iterations: ${rounds}`)

    this.said.iterations = rounds
    const { name, bytes } = this.#hash
    const offered = attributes.get('h')
    if (offered !== undefined && offered !== createHash(name).update(advertisedText(this.input.advertised)).digest('base64')) {
      throw failure('downgraded', `the server offers other than ${this.input.advertised.mechanisms.join(' ')}`)
    }
    this.said.isOfferProved = offered !== undefined
    const hmac = (key: Buffer, data: string) => createHmac(name, key).update(data).digest()
    const salted = await derive(Buffer.from(saslPrep(this.input.password), 'utf8'), salt, rounds, bytes, name)
    const binding = Buffer.concat([Buffer.from(this.#gs2), this.input.binding?.data ?? Buffer.alloc(0)]).toString('base64')
    const finalBare = `c=${binding},r=${nonce}`
    const signed = `${this.#firstBare},${text},${finalBare}`
    const clientKey = hmac(salted, 'Client Key')
    const signature = hmac(createHash(name).update(clientKey).digest(), signed)
    const proof = Buffer.from(clientKey.map((byte, i) => byte ^ signature[i]!))
    this.#expected = hmac(hmac(salted, 'Server Key'), signed)
    return Buffer.from(`${finalBare},p=${proof.toString('base64')}`, 'utf8')
  }

  #check(attributes: Map<string, string>): void {
    const given = Buffer.from(attributes.get('v') ?? '', 'base64')
    const refusal = attributes.get('e')
    if (refusal !== undefined) throw failure(CHANNEL_REFUSALS.includes(refusal) ? 'downgraded' : 'wrong-password', refusal)
    if (!this.#expected || given.length !== this.#expected.length || !timingSafeEqual(given, this.#expected)) {
      throw failure('server-not-proved', 'SCRAM server signature')
    }
    this.#isProved = true
  }

  finish(data: Buffer | null): void {
    if (data && data.length > 0) this.#check(parseAttributes(data.toString('utf8')))
    if (!this.#isProved) throw failure('server-not-proved', 'no SCRAM server signature')
  }
}
