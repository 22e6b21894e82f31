/**
 * `npm run chaos -- --cycles N --seed S [--server prosody|ejabberd|both] [--faults a,b] [--one-way] [--json]`
 * `npm run chaos -- --mutants [NAME…]`: the harness judged: each planted fault must be found.
 * The last line is JSON; exit code 0 only when nothing was lost, doubled, reordered, altered, or stuck.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { serverKinds } from '../support/servers'
import { runCampaign, type CampaignOptions, type Outcome } from './campaign'
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
  const startedAt = performance.now()
  const share = (i: number) => Math.floor(cycles / servers.length) + (i < cycles % servers.length ? 1 : 0)
  // Side by side: each mostly waits for its own outages.
  const lanes = await Promise.all(servers.map(async (kind, i) => {
    if (share(i) === 0) return null
    const dir = join(baseDir, kind)
    mkdirSync(dir, { recursive: true })
    const options = { kind, cycles: share(i), seed: seed + i, faults: chosen(values.faults, faultNames), isOneWay: values['one-way'], dir, program: programOf('none'), say }
    const outcome = await runCampaign(options)
    for (const words of outcome.resent) say(`${kind}: written twice, shown once: ${words}`)
    for (const { message } of outcome.lostByServer) say(`${kind}: lost by the server when it was killed: ${message}`)
    if (!isGood(outcome)) report(options, outcome)
    return outcome
  }))
  const total: Record<string, unknown> & { faults: Record<string, number> } = { cycles, seed, sent: 0, faults: {} }
  const add = (key: string, count: number) => (total[key] = Number(total[key] ?? 0) + count)
  const outcomes = lanes.filter((lane) => lane !== null)
  for (const { verdict, queued, resent, lostByServer, stuck, faults } of outcomes) {
    for (const key of ['sent', ...kinds] as ('sent' | Kind)[]) add(key, verdict[key])
    add('queued', queued)
    add('resent', resent.length)
    add('lostByServer', lostByServer.length)
    add('stuck', stuck.length)
    for (const [name, count] of Object.entries(faults)) total.faults[name] = (total.faults[name] ?? 0) + count
  }
  total['seconds'] = Math.round((performance.now() - startedAt) / 1000)
  total['cyclesPerMinute'] = Math.round((600 * cycles) / Math.max(1, Number(total['seconds']))) / 10
  const isClean = outcomes.every(isGood)
  if (isClean && !values.keep) rmSync(baseDir, { recursive: true, force: true })
  process.stdout.write(`${JSON.stringify(total)}\n`)
  return isClean ? 0 : 1
}

/** What a red run leaves to look at, and how to have it again. */
function report({ kind, cycles, seed: used, dir, faults }: CampaignOptions, { verdict, stuck, queued, plans }: Outcome): void {
  const planOf = (cycle: number | null) => {
    const plan = cycle === null ? undefined : plans[cycle]
    return plan ? `${cycle} (${plan.name}, ${plan.target})` : '?'
  }
  const lines = verdict.findings.map((one) => `${one.kind} cycle ${planOf(one.cycle)} at ${one.owner}: ${one.message}`)
  const all = [...stuck, ...(queued > 0 ? [`${queued} messages still wait to leave`] : []), ...lines]
  writeFileSync(join(dir, 'findings.txt'), all.join('\n'))
  for (const line of all.slice(0, 30)) say(`  ${line}`)
  const narrowed = faults.length < faultNames.length ? ` --faults ${faults.join(',')}` : ''
  say(`${kind}: RED. Again: npm run chaos -- --server ${kind} --cycles ${cycles} --seed ${used}${narrowed}`)
  say(`${kind}: profiles, wire logs (*.wire.log), what the server said (server.log) and all findings (findings.txt) are kept in ${dir}`)
}

/** How many are judged at a time: each mostly waits. */
const JUDGES = 3

/** Each mutant where it must show; and the same campaign without the mutant, or a red harness would find everything. */
async function judge(): Promise<number> {
  const wanted = positionals.length > 0 ? mutants.filter(({ name }) => positionals.includes(name)) : mutants
  const found: Record<string, string> = {}
  const healthyOnes = new Map<string, Promise<Outcome>>()
  const waiting = [...wanted]
  const judgeOne = async (mutant: Mutant) => {
    for (const [trial, options] of trialsOf(mutant).entries()) {
      const { verdict, resent } = await runCampaign(optionsOf(mutant.name, options))
      const counts = { ...verdict, resent: resent.length }
      const seen = ([...kinds, 'resent'] as const).filter((kind) => counts[kind] > 0).map((kind) => `${kind} ${counts[kind]}`)
      const isFound = mutant.shows.some((kind) => counts[kind] > 0)
      if (!isFound && trial === 0) continue
      const where = JSON.stringify(options)
      const healthyOptions = optionsOf('none', options)
      let healthy = healthyOnes.get(where)
      if (!healthy) healthyOnes.set(where, (healthy = runCampaign(healthyOptions)))
      const isSilent = isGood(await healthy) && (!mutant.shows.includes('resent') || (await healthy).resent.length === 0)
      found[mutant.name] = isFound ? (isSilent ? 'found' : 'found, but also without it') : 'NOT FOUND'
      say(`${mutant.name}: ${found[mutant.name]}${seen.length > 0 ? ` (${seen.join(', ')})` : ''}${trial === 0 ? '' : ', second trial'}`)
      if (!isSilent) report(healthyOptions, await healthy)
      return
    }
  }
  const lane = async () => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) await judgeOne(mutant)
  }
  await Promise.all(Array.from({ length: JUDGES }, lane))
  const right = Object.values(found).filter((one) => one === 'found').length
  const isRight = right === wanted.length
  if (isRight && !values.keep) rmSync(baseDir, { recursive: true, force: true })
  process.stdout.write(`${JSON.stringify({ seed, mutants: wanted.length, found: right, results: found })}\n`)
  return isRight && wanted.length > 0 ? 0 : 1
}

type Trial = Pick<CampaignOptions, 'kind' | 'cycles' | 'seed' | 'faults' | 'isOneWay'>

/** Whether a fault hits a message at the right moment is chance: one that was not seen is given another, longer run. */
const trialsOf = ({ server, cycles, faults, isOneWay = false }: Mutant): Trial[] =>
  [1, 3].map((times, i) => ({ kind: server, cycles: cycles * times, seed: seed + i, faults, isOneWay }))

let runs = 0
function optionsOf(program: string, trial: Trial): CampaignOptions {
  const dir = join(baseDir, `${program}-${++runs}`)
  mkdirSync(dir, { recursive: true })
  return { ...trial, dir, program: programOf(program), say: () => undefined, quietMs: program === 'none' ? 45_000 : 8000 }
}

say(`seed ${seed}`)
// The exit ends the servers, too (test/support/temp.ts).
process.exit(await (values.mutants ? judge() : campaign()))
