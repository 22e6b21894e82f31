/** A small report with everything in it that a hostile server can say. */
import type { CheckLine, CheckReport } from '#shared/check-up/report'
import type { EpochMs } from '#shared/time'

/** Would be mark-up in each of the formats, ends tables, fences and CDATA, turns the direction of text. */
export const HOSTILE = '<script>alert(1)</script> | `x` **b** [l](http://evil.example) ]]> \u202e~~~\u0007\n# h &amp; "q"'

export const line = (id: string, more: Partial<CheckLine> = {}): CheckLine => ({
  id, area: id.split('.')[0] as CheckLine['area'], spec: 'RFC 6120', section: '§6', verdict: 'pass', reason: null, facts: {}, tookMs: 12, evidence: [], ...more,
})

export const sample = (more: Partial<CheckReport> = {}): CheckReport => ({
  format: 'magpie-check-up/1', magpie: '0.1.0', startedAtMs: Date.UTC(2026, 10, 23, 8, 30) as EpochMs, tookMs: 4321,
  server: { domain: 'example.org', brand: 'prosody', name: 'Prosody', version: '0.12.3', os: null },
  accounts: ['lina@example.org', 'wei@example.org'],
  lines: [
    line('connection.mechanisms', { facts: { mechanisms: 'SCRAM-SHA-256' } }),
    line('connection.tls-of-tomorrow', { verdict: 'missing' }),
    line('archive.of-tomorrow', { verdict: 'broken', reason: 'late', spec: HOSTILE, evidence: [{ session: '1', direction: 'out', xml: '<iq id="1"/>' }, { session: '1', direction: 'in', xml: HOSTILE }] }),
    line('rooms.of-tomorrow', { verdict: 'untested', reason: 'after', facts: { check: 'connection.mechanisms' } }),
    line('rooms.pair-of-tomorrow', { verdict: 'untested', reason: 'pair' }),
  ],
  isAborted: false, leftBehind: [], ...more,
})

export const hostile = (): CheckReport => sample({
  server: { domain: HOSTILE, brand: 'other', name: HOSTILE, version: HOSTILE, os: HOSTILE },
  lines: [line('connection.mechanisms', { facts: { mechanisms: HOSTILE } }), ...sample().lines.slice(1)], leftBehind: [`room ${HOSTILE}`],
})
