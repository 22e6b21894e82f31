/**
 * Which way to log in: the strongest that both know, never weaker than what this account has seen (SAFETY.md P8).
 * -PLUS is left out of that comparison: a path may not have it (a WebSocket behind a proxy), and its removal by somebody
 * in between is found by the server, since we then say `y` inside the signed exchange. No anonymous login, ever.
 */
import Factory from 'saslmechanisms'
import { failure } from '../errors'
import type { Mechanism, MechanismInput } from './mechanism'
import { Plain } from './plain'
import { Scram, type ScramHash } from './scram'

const BY_STRENGTH: readonly ScramHash[] = ['SHA-512', 'SHA-256', 'SHA-1']

/** Higher is stronger; PLAIN and everything unknown is 0. */
export function strengthOf(mechanism: string): number {
  const at = BY_STRENGTH.findIndex((hash) => mechanism === `SCRAM-${hash}` || mechanism === `SCRAM-${hash}-PLUS`)
  return at < 0 ? 0 : BY_STRENGTH.length - at
}

export interface Choice {
  offered: string[]
  isSecure: boolean
  allowPlain: boolean
  pinned: string | null
}

export function chooseMechanism(choice: Choice, input: MechanismInput): Mechanism {
  const factory = new Factory<Mechanism>()
  const scram = (hash: ScramHash, given: MechanismInput) => class extends Scram {
    constructor() {
      super(hash, given)
    }
  }
  const offersPlus = choice.offered.some((name) => name.endsWith('-PLUS'))
  const unbound = { ...input, binding: null, couldBind: input.couldBind && !offersPlus }
  if (input.binding) for (const hash of BY_STRENGTH) factory.use(`SCRAM-${hash}-PLUS`, scram(hash, input))
  for (const hash of BY_STRENGTH) factory.use(`SCRAM-${hash}`, scram(hash, unbound))
  if (choice.isSecure && choice.allowPlain) factory.use('PLAIN', class extends Plain {
    constructor() {
      super(input)
    }
  })
  const mechanism = factory.create(choice.offered)
  if (!mechanism) throw failure('no-mechanism', choice.offered.join(' ') || 'none offered')
  if (choice.pinned && strengthOf(mechanism.name) < strengthOf(choice.pinned)) {
    throw failure('weaker-mechanism', `${mechanism.name}, before: ${choice.pinned}`)
  }
  return mechanism
}
