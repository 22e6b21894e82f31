/**
 * The short campaign (test/chaos; the long one is `npm run chaos`): only faults that the program survives today.
 * Not yet, each seen to fail with `npm run chaos -- --faults …` (22 November 2026):
 * - on Prosody rst, fin, blackhole, cut, down, disk-full: what it sends again after a resume carries a stamp of whole seconds,
 *   and is sorted by it;
 * - down-long, client-gone, server-kill: room messages beyond the 20 that a room replays need its archive; own ones
 *   beyond them are said a second time;
 * - server-kill on Prosody: what was under way to a contact needs the archive;
 * - device: what the other device says, and what was said before it came, needs carbons and the archive.
 */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ServerKind } from '../support/servers'
import { tempDir } from '../support/temp'
import { runCampaign, type CampaignOptions } from '../chaos/campaign'

const program = join(process.env.MAGPIE_REPO ?? process.cwd(), 'dist/main/headless.js')
const CAMPAIGN_MS = 150_000
const seed = 20261122

async function expectClean(kind: ServerKind, options: Pick<CampaignOptions, 'cycles' | 'faults'> & Partial<CampaignOptions>): Promise<void> {
  const dir = tempDir('chaos')
  const { verdict, stuck, queued, faults } = await runCampaign({ kind, seed, isOneWay: false, dir, program, say: (line) => console.log(line), ...options })
  const { sent, findings, ...counts } = verdict
  expect({ seed, counts, findings: findings.slice(0, 20), stuck, queued }).toEqual({
    seed, counts: { lost: 0, duplicated: 0, reordered: 0, wrongSender: 0, altered: 0 }, findings: [], stuck: [], queued: 0,
  })
  expect(sent).toBeGreaterThan(options.cycles * 5)
  expect(Object.values(faults).reduce((sum, count) => sum + count, 0)).toBe(options.cycles)
}

describe('nothing is lost, doubled or out of order', () => {
  test('ejabberd: connections cut, silent and slow', () => expectClean('ejabberd', { cycles: 8, faults: ['rst', 'fin', 'blackhole', 'cut', 'delay'] }), CAMPAIGN_MS)
  test('Prosody: connections silent and slow', () => expectClean('prosody', { cycles: 5, faults: ['stall', 'delay'] }), CAMPAIGN_MS)
  test('Prosody: the writer is killed', () => expectClean('prosody', { cycles: 5, faults: ['client-kill'], isOneWay: true }), CAMPAIGN_MS)
})
