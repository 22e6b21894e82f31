import type { LoginFact } from '#shared/model/link-facts'

/** What the login needs of a SASL mechanism. Data are octets; base64 is the login's affair. */
export interface Mechanism {
  readonly name: string
  /** What was told to the server of channel binding, and what it said; for testers. */
  readonly said: SaslSaid
  /** Initial response. */
  start(): Buffer
  /** Answer to a challenge. Throws ConnectionFailure when the server misbehaves. */
  answer(challenge: Buffer): Promise<Buffer>
  /** Judges the data of `<success/>`; throws `server-not-proved` when the server has not proved itself. */
  finish(data: Buffer | null): void
}

export type SaslSaid = Pick<LoginFact, 'binding' | 'bindingFlag' | 'iterations' | 'isOfferProved'>

export interface ChannelBinding {
  type: 'tls-exporter' | 'tls-server-end-point'
  data: Buffer
}

/** What the server says it offers; somebody in between may have changed it. */
export interface Advertised {
  mechanisms: readonly string[]
  /** Types of channel binding (XEP-0440); null: it names none. */
  bindings: readonly string[] | null
}

export interface MechanismInput {
  username: string
  password: string
  binding: ChannelBinding | null
  /** We could have bound the channel but the server does not offer it: told to the server, who knows better (RFC 5802 `y`). */
  couldBind: boolean
  advertised: Advertised
}
