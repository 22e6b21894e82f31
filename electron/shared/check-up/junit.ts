/**
 * A report as JUnit XML, for continuous integration: a suite per area, a case per check. Broken is a failure; missing and not tried are skipped,
 * as a server need not offer everything. There are several schemas of this format: only what all of them allow.
 */
import type { CheckReport } from './report'
import { hintOf, sentenceOf, tame, titleOf } from './sentences'
import type { CheckLanguage } from './texts'
import { areasOf, countsOf, softwareOf } from './view'
import { areaWords, exportWords, verdictWords } from './words'

// What XML 1.0 has no place for (§2.2), escaped or not.
// eslint-disable-next-line no-control-regex
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' }
const inText = (text: string): string => text.replace(UNFIT, '\ufffd').replace(/[&<>]/g, (c) => ESCAPES[c]!)
const inAttribute = (text: string): string => text.replace(UNFIT, '\ufffd').replace(/[&<>"\t\n\r]/g, (c) => ESCAPES[c]!)

const attributes = (of: Record<string, string | number>): string => Object.entries(of).map(([name, value]) => ` ${name}="${inAttribute(String(value))}"`).join('')
const seconds = (ms: number): string => (ms / 1000).toFixed(3)

export function toJunit(report: CheckReport, language: CheckLanguage): string {
  const { server, lines } = report
  const counted = (of: typeof lines) => {
    const { broken, missing, untested } = countsOf(of)
    return { tests: of.length, failures: broken, errors: 0, skipped: missing + untested, time: seconds(of.reduce((sum, line) => sum + line.tookMs, 0)) }
  }
  const caseOf = (line: (typeof lines)[number]): string => {
    const head = `    <testcase${attributes({ classname: `${tame(server.domain)}.${line.area}`, name: `${line.id}: ${titleOf(line, language)}`, time: seconds(line.tookMs) })}`
    if (line.verdict === 'pass') return `${head}/>`
    const sentence = sentenceOf(line, language)
    const message = `${verdictWords[language][line.verdict]}${exportWords[language].colon}${sentence}`
    if (line.verdict !== 'broken') return `${head}>\n      <skipped${attributes({ message })}/>\n    </testcase>`
    const more = [sentence, hintOf(line, server.brand), tame(`${line.spec} ${line.section}`), ...line.evidence.map((one) => `${one.direction === 'out' ? '>' : '<'} ${one.session}: ${one.xml}`)]
    return `${head}>\n      <failure${attributes({ message, type: line.reason ?? line.verdict })}>${inText(more.filter((part) => part !== null).join('\n'))}</failure>\n    </testcase>`
  }
  // The schemas want a time without zone.
  const timestamp = new Date(report.startedAtMs).toISOString().slice(0, 19)
  const suites = areasOf(lines).map(({ area, lines: of }, id) => {
    const head = attributes({ id, package: tame(server.domain), name: areaWords[language][area], timestamp, hostname: tame(server.domain), ...counted(of) })
    return `  <testsuite${head}>\n    <properties>\n      <property${attributes({ name: 'software', value: softwareOf(server) ?? '' })}/>\n    </properties>\n${of.map(caseOf).join('\n')}\n    <system-out/>\n    <system-err/>\n  </testsuite>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`
}
