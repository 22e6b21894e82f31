/** X1: generated stanzas through the whole program; after each batch a good one must be in the store. */
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandom } from '../chaos/random'
import { readCorpus } from './corpus'
import { Findings } from './findings'
import { createGrammar } from './grammar'
import { Pipeline } from './pipeline'
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
}

export interface FuzzResult {
  stanzas: number
  uncaught: number
  hangs: number
  markersLost: number
  maxStallMs: number
  peakMemoryMb: number
  reconnects: number
  badOutput: number
  seed: number
  words: string[]
}

export async function fuzzPipeline({ stanzas, seed, repo, say }: FuzzOptions): Promise<FuzzResult> {
  const random = createRandom(seed)
  const grammar = createGrammar(random, readCorpus(repo), readVocabulary(repo))
  const answering = createGrammar(createRandom(seed + 1), readCorpus(repo), readVocabulary(repo))
  const server = await startFuzzServer((payload) => answering.answer(payload))
  const findings = new Findings(say)
  let [done, reconnects, peak] = [0, 0, 0]
  const startedAt = performance.now()
  try {
    while (done < stanzas) {
      const pipeline = new Pipeline(server, random, findings)
      findings.resume()
      await pipeline.start()
      const endOfEpoch = Math.min(stanzas, done + EPOCH)
      while (done < endOfEpoch) {
        const batch = Array.from({ length: Math.min(BATCH, endOfEpoch - done) }, () => grammar.stanza())
        const isBroken = random.chance(BROKEN)
        if (isBroken) batch[batch.length - 1] = grammar.broken()
        const before = findings.words.length
        findings.resume()
        await pipeline.feed(batch)
        const arrived = isBroken ? await pipeline.recover() : await pipeline.marker()
        done += batch.length
        peak = Math.max(peak, process.memoryUsage.rss())
        if (!arrived) {
          findings.markersLost++
          findings.note(`a good message did not arrive (after ${done} stanzas)\n${pipeline.logs.join('\n')}`)
        }
        if (findings.words.length > before && before < 20) {
          const file = join(tmpdir(), `magpie-fuzz-${seed}-${done}.xml`)
          writeFileSync(file, batch.join('\n'))
          say(`  in the batch that is kept in ${file}`)
        }
        if (!arrived && !(await pipeline.recover())) break
      }
      pipeline.look()
      reconnects += pipeline.reconnects
      await pipeline.stop()
      say(`${done} stanzas, ${Math.round((performance.now() - startedAt) / 1000)} s, ${findings.uncaught} uncaught, ${findings.markersLost} lost, ` +
        `longest stall ${Math.round(findings.maxStallMs)} ms, ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`)
    }
  } finally {
    findings.stop()
    await server.close()
  }
  for (const words of server.badOutput.slice(0, 10)) say(`what we sent cannot be read: ${words}`)
  const { uncaught, hangs, markersLost, maxStallMs, words } = findings
  return {
    stanzas: done, uncaught, hangs, markersLost, maxStallMs: Math.round(maxStallMs), peakMemoryMb: Math.round(peak / 2 ** 20), reconnects,
    badOutput: server.badOutput.length, seed, words,
  }
}

export const isClean = (result: FuzzResult): boolean =>
  result.uncaught === 0 && result.hangs === 0 && result.markersLost === 0 && result.badOutput === 0
