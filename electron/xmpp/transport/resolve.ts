/**
 * Where an account's server is: SRV with both kinds mixed (RFC 6120 §3.2, RFC 2782, XEP-0368 version 1.1.0), or what the
 * user gave. Never needs an address record of the domain itself (SAFETY.md P7).
 */
import { promises as dns, type SrvRecord } from 'node:dns'
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import type { CandidateSource, SrvFact } from '#shared/model/link-facts'
import { failure } from '../errors'
import type { ConnectionConfig } from '../types'

export interface Candidate {
  kind: 'starttls' | 'tls'
  host: string
  port: number
}

export interface Resolver {
  srv(name: string): Promise<SrvRecord[]>
  /** All addresses of a host. */
  addresses(host: string): Promise<string[]>
}

export const systemResolver: Resolver = {
  // At most 2 × 3 s: behind a broken resolver the fall-back must still come. Made anew, since the network may have changed.
  srv: (name) => new dns.Resolver({ timeout: 3000, tries: 2 }).resolveSrv(name),
  addresses: async (host) => (await dns.lookup(host, { all: true, verbatim: true })).map((found) => found.address),
}

interface Weighted extends Candidate {
  priority: number
  weight: number
}

/** RFC 2782: by priority, within one priority drawn by weight. */
export function orderByWeight(records: Weighted[], random: () => number): Candidate[] {
  const left = [...records].sort((a, b) => a.priority - b.priority || (a.weight === 0 ? -1 : 0) - (b.weight === 0 ? -1 : 0))
  const out: Candidate[] = []
  while (left.length > 0) {
    const group = left.filter((one) => one.priority === left[0]!.priority)
    let draw = random() * (group.reduce((sum, one) => sum + one.weight, 0) + 1)
    const chosen = group.find((one) => (draw -= one.weight) < 1) ?? group[0]!
    left.splice(left.indexOf(chosen), 1)
    out.push({ kind: chosen.kind, host: chosen.host, port: chosen.port })
  }
  return out
}

export interface Candidates {
  source: CandidateSource
  candidates: Candidate[]
}

/** Of one answer. */
const MAX_RECORDS = 20

/** null: no such records (or no DNS); 'none': the domain says that it offers no such service (target "."). */
async function lookUp(
  resolver: Resolver, service: string, kind: Candidate['kind'], domain: string, onAsked: (fact: SrvFact) => void,
): Promise<Weighted[] | 'none' | null> {
  const name = `${service}._tcp.${domain}`
  let found: SrvRecord[]
  try {
    found = (await resolver.srv(name)).slice(0, MAX_RECORDS)
    onAsked({ name, error: null, records: found.map(({ name: host, port, priority, weight }) => ({ host: host || '.', port, priority, weight })) })
  } catch (error) {
    onAsked({ name, error: (error as NodeJS.ErrnoException).code ?? (error as Error).message, records: [] })
    return null // no record, or no working resolver: either way the domain itself is tried (RFC 6120 §3.2.2)
  }
  if (found.length === 0) return null
  if (found.length === 1 && (found[0]!.name === '' || found[0]!.name === '.')) return 'none'
  return found.map(({ name, port, priority, weight }) => ({ kind, host: name.replace(/\.$/, ''), port, priority, weight }))
}

const fixed = (kind: Candidate['kind'], host: string, port?: number): Candidate => ({
  kind, host, port: port ?? (kind === 'tls' ? 5223 : 5222),
})

/** The addresses to try, in order, and where they are from. Throws `no-service` when the domain says it has none. */
export async function resolveCandidates(
  config: Pick<ConnectionConfig, 'transport' | 'host' | 'port'>, domain: string, resolver: Resolver, random: () => number,
  onAsked: (fact: SrvFact) => void = () => undefined,
): Promise<Candidates> {
  const { transport, port } = config
  const ascii = domainToASCII(domain) || domain
  const host = config.host ? domainToASCII(config.host) || config.host : ascii
  const kinds: Candidate['kind'][] = transport === 'starttls' ? ['starttls'] : transport === 'tls' ? ['tls'] : ['starttls', 'tls']
  if (port && kinds.length > 1) {
    return { source: 'settings', candidates: [fixed(port === 5223 || port === 443 ? 'tls' : 'starttls', host, port)] }
  }
  const itself = kinds.map((kind) => fixed(kind, host, port))
  if (config.host || port) return { source: 'settings', candidates: itself }
  if (isIP(domain) || domain === 'localhost' || domain.endsWith('.localhost')) return { source: 'domain', candidates: itself }
  const found = await Promise.all(
    kinds.map((kind) => lookUp(resolver, kind === 'tls' ? '_xmpps-client' : '_xmpp-client', kind, ascii, onAsked)),
  )
  const records = found.flatMap((one) => (Array.isArray(one) ? one : []))
  if (records.length > 0) return { source: 'srv', candidates: orderByWeight(records, random) }
  if (found.includes('none')) throw failure('no-service', `SRV of ${domain}`)
  return { source: 'domain', candidates: itself }
}
