/**
 * `npm run chaos -- --cycles N --seed S [--server prosody|ejabberd|both] [--faults a,b] [--one-way] [--json]`
 * `npm run chaos -- --mutants [NAME…]`: the harness judged: each planted fault must be found.
 * The last line is JSON; exit code 0 only when nothing was lost, doubled, reordered, altered, or stuck.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { serverKinds, type ServerKind } from '../support/servers'
import { runCampaign, type Outcome } from './campaign'
import { kinds, type Kind } from './checker'
import { faultNames } from './faults'
import { mutants, type Mutant } from './mutants'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cycles: { type: 'string', default: '20' },
    seed: { type: 'string' },
    server: { type: 'string', default: 'both' },
    faults: { type: 'string', default: faultNames.join(',') },
    'one-way': { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
const say = (line: string) => (values.json ? process.stderr : process.stdout).write(`${line}\n`)
/** Built by build/scripts/chaos.mjs. */
const programOf = (mutant: string) => join(process.env.MAGPIE_REPO ?? process.cwd(), 'dist', `chaos-${mutant}`, `chaos-${mutant}.js`)
const baseDir = join(tmpdir(), `magpie-chaos-${process.pid}`)

function chosen<T extends string>(text: string, all: readonly T[]): T[] {
  const names = text.split(',')
  const unknown = names.filter((name) => !all.includes(name as T))
  if (unknown.length > 0) throw new Error(`not known: ${unknown.join(', ')}; there are ${all.join(', ')}`)
  return names as T[]
}

const isGood = ({ verdict, stuck, queued }: Outcome) => verdict.findings.length === 0 && stuck.length === 0 && queued === 0

async function campaign(): Promise<number> {
  const servers = values.server === 'both' ? serverKinds : chosen(values.server, serverKinds)
  const cycles = Number(values.cycles)
  const total: Record<string, unknown> & { faults: Record<string, number> } = { cycles, seed, sent: 0, faults: {} }
  let isClean = true
  for (const [i, kind] of servers.entries()) {
    const dir = join(baseDir, kind)
    mkdirSync(dir, { recursive: true })
    const share = Math.floor(cycles / servers.length) + (i < cycles % servers.length ? 1 : 0)
    if (share === 0) continue
    const outcome = await runCampaign({
      kind, cycles: share, seed: seed + i, faults: chosen(values.faults, faultNames), isOneWay: values['one-way'], dir, program: programOf('none'), say,
    })
    for (const key of ['sent', ...kinds] as ('sent' | Kind)[]) total[key] = Number(total[key] ?? 0) + outcome.verdict[key]
    for (const key of ['queued', 'resent'] as const) total[key] = Number(total[key] ?? 0) + outcome[key]
    total['stuck'] = Number(total['stuck'] ?? 0) + outcome.stuck.length
    for (const [name, count] of Object.entries(outcome.faults)) total.faults[name] = (total.faults[name] ?? 0) + count
    if (!isGood(outcome)) {
      isClean = false
      report(kind, seed + i, dir, outcome)
    }
  }
  if (isClean && !values.keep) rmSync(baseDir, { recursive: true, force: true })
  process.stdout.write(`${JSON.stringify(total)}\n`)
  return isClean ? 0 : 1
}

function report(kind: ServerKind, usedSeed: number, dir: string, { verdict, stuck }: Outcome): void {
  const lines = verdict.findings.map((one) => `${one.kind} cycle ${one.cycle ?? '?'} at ${one.owner}: ${one.message}`)
  writeFileSync(join(dir, 'findings.txt'), [...stuck, ...lines].join('\n'))
  for (const line of [...stuck, ...lines].slice(0, 30)) say(`  ${line}`)
  say(`${kind}: seed ${usedSeed}; profiles, wire logs (*.wire.log) and all findings are kept in ${dir}`)
}

/** Each mutant where it must show; and the same campaign without the mutant, or a red harness would find everything. */
async function judge(): Promise<number> {
  const wanted = positionals.length > 0 ? mutants.filter(({ name }) => positionals.includes(name)) : mutants
  const found: Record<string, string> = {}
  const healthyOnes = new Map<string, Promise<Outcome>>()
  let isRight = true
  for (const mutant of wanted) {
    const outcome = await mutate(mutant, programOf(mutant.name))
    const seen = kinds.filter((kind) => outcome.verdict[kind] > 0).map((kind) => `${kind} ${outcome.verdict[kind]}`)
    const isFound = mutant.shows.some((kind) => outcome.verdict[kind] > 0)
    const where = JSON.stringify([mutant.server, mutant.faults, mutant.cycles, mutant.isOneWay])
    if (!healthyOnes.has(where)) healthyOnes.set(where, mutate(mutant, programOf('none')))
    const healthy = await healthyOnes.get(where)!
    const isSilent = isGood(healthy)
    if (!isFound || !isSilent) isRight = false
    found[mutant.name] = isFound ? (isSilent ? 'found' : 'found, but also without it') : 'NOT FOUND'
    say(`${mutant.name}: ${found[mutant.name]}${seen.length > 0 ? ` (${seen.join(', ')})` : ''}`)
    if (!isSilent) report(mutant.server, seed, baseDir, healthy)
  }
  if (isRight && !values.keep) rmSync(baseDir, { recursive: true, force: true })
  process.stdout.write(`${JSON.stringify({ mutants: wanted.length, found: Object.values(found).filter((one) => one === 'found').length, results: found })}\n`)
  return isRight && wanted.length > 0 ? 0 : 1
}

function mutate(mutant: Mutant, program: string): Promise<Outcome> {
  const dir = join(baseDir, `${mutant.name}-${program === programOf('none') ? 'healthy' : 'mutant'}`)
  mkdirSync(dir, { recursive: true })
  return runCampaign({
    kind: mutant.server, cycles: mutant.cycles, seed, faults: mutant.faults, isOneWay: mutant.isOneWay ?? false,
    dir, program, say: () => undefined, quietMs: program === programOf('none') ? 45_000 : 8000,
  })
}

say(`seed ${seed}`)
// The exit ends the servers, too (test/support/temp.ts).
process.exit(await (values.mutants ? judge() : campaign()))
