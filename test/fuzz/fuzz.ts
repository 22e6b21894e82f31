/**
 * `npm run fuzz -- [--stanzas N] [--documents N] [--seed S] [--json]`: X1 and X2 of SAFETY.md §6.
 * The last line is JSON; exit code 0 only when nothing was thrown, lost, stalled, or read otherwise than expat reads it.
 */
import { parseArgs } from 'node:util'
import { fuzzPipeline, isClean } from './campaign'
import { compareReaders } from './differential'

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
const { words, ...streamed } = await fuzzPipeline({ stanzas, seed, repo, say })
const { words: readings, ...read } = await compareReaders({ documents, seed, repo, say })
const isGreen = isClean({ ...streamed, words }) && readings.length === 0
if (!isGreen) say(`RED. Again: npm run fuzz -- --stanzas ${stanzas} --documents ${documents} --seed ${seed}`)
process.stdout.write(`${JSON.stringify({ ...streamed, ...read, seed })}\n`)
process.exit(isGreen ? 0 : 1)
