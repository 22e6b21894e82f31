/** The server's side of SCRAM, honest unless told otherwise. */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'

export interface ScramChange {
  password?: string
  iterations?: string
  /** Instead of client nonce + ours. */
  nonce?: string
  /** XEP-0474: text whose hash is sent. */
  offers?: string
  /** Content of the success instead of the signature. */
  success?: string
}

const from64 = (text: string) => Buffer.from(text, 'base64').toString()
const to64 = (text: string) => Buffer.from(text).toString('base64')

export class ScramServer {
  #hash: string
  #firstBare = ''
  #challenge = ''
  gs2 = ''

  constructor(mechanism: string, readonly change: ScramChange = {}) {
    this.#hash = mechanism.replace(/^SCRAM-|-PLUS$/g, '').replace('-', '').toLowerCase()
  }

  challenge(first: string): string {
    const text = from64(first)
    this.gs2 = text.split(',').slice(0, 2).join(',') + ','
    this.#firstBare = text.slice(this.gs2.length)
    const clientNonce = /r=([^,]+)/.exec(this.#firstBare)![1]
    this.#challenge = `r=${this.change.nonce ?? `${clientNonce}server`},s=${to64('salt')},i=${this.change.iterations ?? '4096'}${this.#offersHash()}`
    return to64(this.#challenge)
  }

  #offersHash(): string {
    const { offers } = this.change
    return offers === undefined ? '' : `,h=${createHash(this.#hash).update(offers).digest('base64')}`
  }

  success(response: string): string {
    if (this.change.success !== undefined) return this.change.success
    const finalBare = from64(response).replace(/,p=.*/, '')
    const bytes = { sha1: 20, sha256: 32, sha512: 64 }[this.#hash]!
    const hmac = (key: Buffer, text: string) => createHmac(this.#hash, key).update(text).digest()
    const salted = pbkdf2Sync(this.change.password ?? 'secret', 'salt', Number(this.change.iterations ?? 4096), bytes, this.#hash)
    const signed = `${this.#firstBare},${this.#challenge},${finalBare}`
    const stored = createHash(this.#hash).update(hmac(salted, 'Client Key')).digest()
    const proof = Buffer.from(/,p=(.*)/.exec(from64(response))![1]!, 'base64')
    const key = Buffer.from(hmac(stored, signed).map((byte, i) => byte ^ proof[i]!))
    if (!createHash(this.#hash).update(key).digest().equals(stored)) throw new Error('the client does not know the password')
    return to64(`v=${hmac(hmac(salted, 'Server Key'), signed).toString('base64')}`)
  }
}
