/** X1: generated stanzas through the whole program; after each batch a good one must be in the store. */
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandom } from '../chaos/random'
import type { FuzzApp, Report, Task } from './app'
import { readCorpus } from './corpus'
import { createGrammar } from './grammar'
import type { FarEnd } from './pipeline'
import { startFuzzServer } from './server'
import { readVocabulary } from './vocabulary'

const BATCH = 50
/** Then the program is started on a fresh profile, and once more on the one it leaves. */
const EPOCH = 25_000
/** Of the batches: one stanza of them is broken XML. */
const BROKEN = 0.15

export interface FuzzOptions {
  stanzas: number
  seed: number
  repo: string
  say: (line: string) => void
  /** Where the program runs: `appHere`, or `appElsewhere`. */
  open: (server: FarEnd, seed: number) => FuzzApp
}

export interface FuzzResult {
  stanzas: number
  uncaught: number
  hangs: number
  markersLost: number
  maxStallMs: number
  /** Of the process that the program runs in. */
  peakMemoryMb: number
  reconnects: number
  badOutput: number
  seed: number
  words: string[]
}

export async function fuzzPipeline({ stanzas, seed, repo, say, open }: FuzzOptions): Promise<FuzzResult> {
  const random = createRandom(seed)
  const grammar = createGrammar(random, readCorpus(repo), readVocabulary(repo))
  const answering = createGrammar(createRandom(seed + 1), readCorpus(repo), readVocabulary(repo))
  const server = await startFuzzServer((payload) => answering.answer(payload))
  const app = open(server, seed + 2)
  const words: string[] = []
  const carryOut = async (task: Task): Promise<Report> => {
    const report = await app.carryOut(task)
    for (const one of report.words) if (words.push(one) <= 20) say(one)
    return report
  }
  const makeBatch = (size: number) => {
    const batch = Array.from({ length: size }, () => grammar.stanza())
    const isBroken = random.chance(BROKEN)
    if (isBroken) batch[batch.length - 1] = grammar.broken()
    return { stanzas: batch, isBroken }
  }
  let done = 0
  let last: Report
  const startedAt = performance.now()
  try {
    do {
      await carryOut({ do: 'start' })
      for (let canGoOn = true, end = Math.min(stanzas, done + EPOCH); canGoOn && done < end; ) {
        const batch = makeBatch(Math.min(BATCH, end - done))
        const report = await carryOut({ do: 'feed', ...batch })
        done += batch.stanzas.length
        canGoOn = report.canGoOn
        if (report.words.length > 0 && words.length <= 20) {
          const file = join(tmpdir(), `magpie-fuzz-${seed}-${done}.xml`)
          writeFileSync(file, batch.stanzas.join('\n'))
          say(`  in the batch that is kept in ${file} (after ${done} stanzas)`)
        }
      }
      last = await carryOut({ do: 'stop' })
      say(`${done} stanzas, ${Math.round((performance.now() - startedAt) / 1000)} s, ${last.uncaught} uncaught, ${last.markersLost} lost, ` +
        `longest stall ${Math.round(last.maxStallMs)} ms, ${last.peakMemoryMb} MB at most`)
    } while (done < stanzas)
  } finally {
    app.close()
    await server.close()
  }
  for (const line of server.badOutput.slice(0, 10)) say(`what we sent cannot be read: ${line}`)
  const { uncaught, hangs, markersLost, maxStallMs, reconnects, peakMemoryMb } = last
  return { stanzas: done, uncaught, hangs, markersLost, maxStallMs: Math.round(maxStallMs), peakMemoryMb, reconnects, badOutput: server.badOutput.length, seed, words }
}

export const isClean = (result: FuzzResult): boolean =>
  result.uncaught === 0 && result.hangs === 0 && result.markersLost === 0 && result.badOutput === 0
