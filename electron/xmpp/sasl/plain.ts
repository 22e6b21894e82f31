/** PLAIN (RFC 4616) in UTF-8. Only ever chosen inside TLS and when allowed (choose.ts). */
import type { Mechanism, MechanismInput, SaslSaid } from './mechanism'

export class Plain implements Mechanism {
  readonly name = 'PLAIN'
  readonly said: SaslSaid = { binding: null, bindingFlag: null, iterations: null, isOfferProved: false }

  constructor(readonly input: MechanismInput) {}

  start(): Buffer {
    return Buffer.from(`\0${this.input.username}\0${this.input.password}`, 'utf8')
  }

  answer(): Promise<Buffer> {
    return Promise.resolve(Buffer.alloc(0))
  }

  finish(): void {
    // PLAIN proves nothing of the server; its certificate did.
  }
}
