/** The short campaign (test/chaos; the long one is `npm run chaos`): each of these faults once, on one of the two servers. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { serverKinds, type ServerKind } from '../support/servers'
import { tempDir } from '../support/temp'
import { runCampaign } from '../chaos/campaign'
import { faultNames, type FaultName } from '../chaos/faults'

const program = join(process.env.MAGPIE_REPO ?? process.cwd(), 'dist/main/headless.js')
const CAMPAIGN_MS = 240_000
const seed = 20261122

async function expectClean(kind: ServerKind, all: FaultName[]): Promise<void> {
  const dir = tempDir('chaos')
  const { verdict, stuck, queued, faults } = await runCampaign({
    kind, seed, cycles: all.length, faults: all, isOneWay: false, dir, program, say: (line) => console.log(line),
  })
  const { sent, findings, ...counts } = verdict
  expect({ seed, counts, findings: findings.slice(0, 20), stuck, queued }).toEqual({
    seed, counts: { lost: 0, duplicated: 0, reordered: 0, wrongSender: 0, altered: 0 }, findings: [], stuck: [], queued: 0,
  })
  expect(sent).toBeGreaterThan(all.length * 5)
  expect(Object.keys(faults).sort()).toEqual(all.toSorted())
}

const isRoot = process.getuid?.() === 0
/** Only root may mount the small disk. */
const possible = faultNames.filter((name) => name !== 'disk-full' || isRoot)

describe('nothing is lost, doubled or out of order', () => {
  test.concurrent.each(serverKinds.map((kind, i) => [kind, possible.filter((_, at) => at % serverKinds.length === i)] as const))(
    '%s: %j', (kind, faults) => expectClean(kind, faults), CAMPAIGN_MS)
})
