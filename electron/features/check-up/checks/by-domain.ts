/**
 * What others' clients find of a domain, where the account itself goes to an address given by hand (RFC 6120 §3.2). Nobody logs in there: it
 * may be another server than the one under test, and wrong passwords lock accounts.
 */
import { isIP } from 'node:net'
import type { Finding } from '#shared/check-up/report'
import { ConnectionFailure } from '#xmpp/errors'
import { isPrivateName } from '#xmpp/transport/addresses'
import { directRoutes } from '#xmpp/transport/proxy'
import { reach } from '#xmpp/transport/reach'
import { resolveCandidates, type Candidate, type Resolver } from '#xmpp/transport/resolve'
import { broken, found, missing, untested } from '../bench'

/** Of what the domain names; the others would be tried later still. */
const MAX_TRIED = 4
const REACH_MS = 5000
/** No such record, as opposed to nobody to ask. */
const NONE = ['ENOTFOUND', 'ENODATA']
/** RFC 6761: never in the world's DNS. */
const RESERVED = /(^|\.)(test|example|invalid)\.?$/i

async function isReached({ host, port }: Candidate, resolver: Resolver, stop: AbortSignal): Promise<boolean> {
  const silent = () => undefined
  const signal = AbortSignal.any([stop, AbortSignal.timeout(REACH_MS)])
  try {
    for await (const { socket } of reach(host, port, { resolver, routes: directRoutes, signal, onStep: silent, onFailure: silent })) {
      socket.destroy()
      return true
    }
  } catch (error) {
    if (!(error instanceof ConnectionFailure)) throw error // else: not in time
  }
  return false
}

/** Can anybody but us find this domain? */
export const isWorldwide = (domain: string): boolean => !isPrivateName(domain) && !RESERVED.test(domain) && isIP(domain) === 0

/** By the records of the domain, and whether somebody takes connections there. */
export async function byDomain(domain: string, resolver: Resolver, stop: AbortSignal): Promise<Finding> {
  if (!isWorldwide(domain)) return untested('local')
  const errors: string[] = []
  const looked = await resolveCandidates({ transport: 'auto' }, domain, resolver, Math.random, ({ error }) => void (error !== null && errors.push(error))).catch((error: unknown) => {
    if (error instanceof ConnectionFailure) return null // the domain says that it has no such service
    throw error
  })
  if (!looked) return broken('by-hand-closed')
  if (looked.source !== 'srv') return errors.some((code) => !NONE.includes(code)) ? untested('no-dns') : missing('by-hand-none')
  const tried = looked.candidates.slice(0, MAX_TRIED)
  const answers = await Promise.all(tried.map((one) => isReached(one, resolver, stop)))
  const target = (wanted: boolean) => tried.filter((_, i) => answers[i] === wanted).map(({ host, port }) => `${host}:${port}`).join(', ')
  return answers.includes(false) ? broken('by-hand-unreached', { target: target(false) }) : found('pass', 'by-hand', { target: target(true) })
}
