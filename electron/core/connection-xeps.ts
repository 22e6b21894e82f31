/** What the connection and the shared readers implement; features name their own. */
import type { XepSupport } from '#core/feature'

export const connectionXeps: readonly XepSupport[] = [
  { id: 'RFC 1928', version: '1996-03', support: 'partial', note: 'CONNECT; no GSSAPI' },
  { id: 'RFC 1929', version: '1996-03', support: 'complete' },
  { id: 'RFC 6120', version: '2011-03', support: 'partial', note: 'SASL: SCRAM (-PLUS) and PLAIN; no anonymous login' },
  { id: 'RFC 7395', version: '2014-10', support: 'complete' },
  { id: 'RFC 7590', version: '2015-06', support: 'complete' },
  { id: 'RFC 7622', version: '2015-09', support: 'partial', note: 'PRECIS without its tables of unassigned code points' },
  { id: '0004', version: '2.13.2', support: 'partial', note: 'no media elements' },
  { id: '0059', version: '1.0', support: 'complete' },
  { id: '0082', version: '1.1.1', support: 'complete' },
  { id: '0147', version: '1.2', support: 'partial', note: 'links to a message, a contact, a room (the page); what they ask for is shown, never done at once' },
  { id: '0156', version: '1.4.0', support: 'complete' },
  { id: '0198', version: '1.6.3', support: 'complete' },
  { id: '0203', version: '2.0', support: 'complete' },
  { id: '0368', version: '1.1.0', support: 'complete' },
  { id: '0392', version: '1.0.1', support: 'partial', note: 'no corrections for colour-blindness' },
  { id: '0440', version: '1.0.0', support: 'partial', note: 'tls-exporter and tls-server-end-point; no tls-unique' },
  { id: '0474', version: '0.5.0', support: 'complete' },
  { id: '0478', version: '0.2.0', support: 'complete' },
]
