/** Reports of check-ups: a short one, with long names, and an older one to compare it with. */
import type { CheckLine, CheckReport } from '#shared/check-up/report'
import { areaTexts } from '#shared/check-up/texts'
import { AREAS } from '#shared/check-up/words'
import { countsOf } from '#shared/check-up/view'
import type { CheckUpState, CheckUpSummary, EvidenceView } from '#shared/model/check-up'
import type { EpochMs } from '#shared/time'

const VERDICTS = ['pass', 'pass', 'missing', 'pass', 'broken', 'untested', 'pass'] as const

/** All checks that there are words for. */
const lines = (shift: number): CheckLine[] =>
  AREAS.flatMap((area) => Object.keys(areaTexts[area]?.en ?? {}).map((id) => ({ id, area })))
    .map(({ id, area }, i) => {
      const verdict = VERDICTS[(i + (i % 11 === 0 ? shift : 0)) % VERDICTS.length]!
      const facts = { mechanisms: 'SCRAM-SHA-256', server: 'a-server-with-a-rather-long-name.departments.subsidiary.example.com' }
      const evidence = [{ session: '1', direction: 'out' as const, xml: '<iq id="a1"/>' }]
      return { id, area, spec: 'XEP-0313', section: '§7', verdict, reason: verdict === 'untested' ? 'pair' : null, facts, tookMs: 40, evidence }
    })

const report = (shift: number, more: Partial<CheckReport> = {}): CheckReport => ({
  format: 'magpie-check-up/1', magpie: '0.1.0', startedAtMs: (Date.UTC(2026, 10, 22, 12 + shift, 5) as EpochMs), tookMs: 31_400,
  server: { domain: 'example.org', brand: 'prosody', name: 'Prosody', version: '0.12.3', os: 'Linux' }, accounts: ['li.na@example.org', 'work@example.org'],
  lines: lines(shift), isAborted: false, leftBehind: [], ...more,
})

const reports = new Map<number, CheckReport>([
  [3, report(0, { leftBehind: ['file https://upload.example.org/magpie-check-0a1b2c3d/note.txt', 'messages 23 of li.na@example.org', 'messages ? of work@example.org'] })],
  [2, report(2, { server: { domain: 'a-server-with-a-rather-long-name.departments.subsidiary.example.com', brand: 'other', name: null, version: null, os: null } })],
  [1, report(1, { isAborted: true, leftBehind: ['room magpie-check-0a1b2c3d@conference.example.org'] })],
])

const summaries: CheckUpSummary[] = [...reports].map(([id, { startedAtMs, tookMs, server, accounts, isAborted, lines: all }]) => ({
  id, startedAtMs, tookMs, server, accounts, isAborted, counts: countsOf(all), isImported: id === 2,
}))

export const noCheckUp = { progress: null, failure: null, reports: [] }

/** `kind`: `running`, `stopping`, `failed`, else at rest. */
export function checkUpSlice(kind: string | null): CheckUpState & { reports: CheckUpSummary[] } {
  const running = {
    accountIds: [1 as never, 2 as never], startedAtMs: Date.UTC(2026, 10, 22) as EpochMs, total: 90, counts: { pass: 21, missing: 3, broken: 1, untested: 2 }, isStopping: kind === 'stopping',
    current: kind === 'stopping' ? null : { id: 'connection.mechanisms', area: 'connection' as const },
  }
  return {
    progress: kind === 'running' || kind === 'stopping' ? running : null,
    failure: kind === 'failed' ? { accountId: 1 as never, problem: { code: 'temporary-failure', detail: null, certificate: null } } : null,
    reports: summaries,
  }
}

const evidence: EvidenceView[] = [
  { session: '1', direction: 'out', lines: [{ depth: 0, parts: [{ kind: 'mark', text: '<' }, { kind: 'name', text: 'iq' }, { kind: 'mark', text: '/>' }] }] },
  { session: '1b', direction: 'in', lines: [{ depth: 0, parts: [{ kind: 'text', text: 'a long answer '.repeat(40) }] }] },
]

export const checkUpAnswers = {
  'checkUp.report': ({ reportId }: { reportId: number }) => reports.get(reportId),
  'checkUp.evidence': () => ({ evidence }),
}
