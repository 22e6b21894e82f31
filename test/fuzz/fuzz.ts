/**
 * `npm run fuzz -- [--stanzas N] [--documents N] [--seed S] [--json]`: X1 and X2 of SAFETY.md §6.
 * The last line is JSON; exit code 0 only when nothing was thrown, lost, stalled, or read otherwise than expat reads it, and the program, in a
 * process of its own, stayed within its memory.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { APP_ROLE, appElsewhere, runFuzzedSide } from './app'
import { fuzzPipeline, isClean } from './campaign'
import { compareReaders } from './differential'

/** SAFETY.md §6, X1. */
const MOST_MEMORY_MB = 300

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      stanzas: { type: 'string', default: '50000' },
      documents: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const repo = process.env.MAGPIE_REPO ?? process.cwd()
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
  const stanzas = Number(values.stanzas)
  const documents = values.documents === undefined ? stanzas : Number(values.documents)
  const say = (line: string) => (values.json ? process.stderr : process.stdout).write(`${line}\n`)

  say(`seed ${seed}`)
  const program = fileURLToPath(import.meta.url)
  const { words, ...streamed } = await fuzzPipeline({ stanzas, seed, repo, say, open: (server, own) => appElsewhere(server, own, program) })
  const { words: readings, ...read } = await compareReaders({ documents, seed, repo, say })
  const isGreen = isClean({ ...streamed, words }) && streamed.peakMemoryMb < MOST_MEMORY_MB && readings.length === 0
  if (!isGreen) say(`RED. Again: npm run fuzz -- --stanzas ${stanzas} --documents ${documents} --seed ${seed}`)
  /** As `npm run attack` says it: what came out wrong succeeded, a sound word that is missing was refused. */
  const verdict = { tried: streamed.stanzas + read.documents, succeeded: streamed.badOutput + read.different, legalTwinsRefused: streamed.markersLost }
  process.stdout.write(`${JSON.stringify({ ...verdict, ...streamed, ...read, seed })}\n`)
  return isGreen ? 0 : 1
}

if (process.argv[2] === APP_ROLE) runFuzzedSide()
else process.exit(await main())
