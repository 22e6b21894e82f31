/** A report in words, before any format: what page and exports have in common. Everything is plain text. */
import { compare, type Change, type Difference } from './compare'
import { categoryNames, levelsOf, SUITE, type LevelResult } from './levels'
import type { AreaKey, CheckLine, CheckReport, Verdict } from './report'
import { hintOf, isForGood, remainderText, sentenceOf, tame, titleOf } from './sentences'
import type { CheckLanguage } from './texts'
import { AREAS, areaWords, exportWords, verdictWords } from './words'

export const VERDICTS: readonly Verdict[] = ['broken', 'missing', 'untested', 'pass']

export const countsOf = (lines: readonly Pick<CheckLine, 'verdict'>[]): Record<Verdict, number> =>
  Object.fromEntries(VERDICTS.map((verdict) => [verdict, lines.filter((line) => line.verdict === verdict).length])) as Record<Verdict, number>

export const areasOf = <T extends Pick<CheckLine, 'area'>>(lines: readonly T[]): { area: AreaKey; lines: T[] }[] =>
  AREAS.map((area) => ({ area, lines: lines.filter((line) => line.area === area) })).filter((one) => one.lines.length > 0)

/** What the server says of itself, in one line. */
export const softwareOf = ({ name, version, os }: CheckReport['server']): string | null =>
  name === null ? null : tame([name, version, os === null ? null : `(${os})`].filter((part) => part !== null && part !== '').join(' '))

/** `2026-11-23 08:30 UTC`: the same wherever it is read. */
export const timeText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`

export const levelText = ({ category, level }: Pick<LevelResult, 'category' | 'level'>, language: CheckLanguage): string =>
  `${categoryNames[category]}${exportWords[language].colon}${exportWords[language][level]}`

/** What the run has left, first what it could not remove, then what nobody but the server can. */
export function remainsOf({ leftBehind }: Pick<CheckReport, 'leftBehind'>, language: CheckLanguage): { text: string; isForGood: boolean; lines: string[] }[] {
  const w = exportWords[language]
  return [false, true]
    .map((wanted) => ({ text: wanted ? w.keptText : w.leftBehindText, isForGood: wanted, lines: leftBehind.filter((one) => isForGood(one) === wanted).map((one) => remainderText(one, language)) }))
    .filter(({ lines }) => lines.length > 0)
}

export interface ViewLine {
  verdict: Verdict
  word: string
  title: string
  sentence: string
  spec: string
  hint: string | null
  evidence: CheckLine['evidence']
}

export interface ReportView {
  title: string
  facts: [label: string, text: string][]
  counts: [verdict: Verdict, word: string, count: number][]
  isAborted: boolean
  leftBehind: ReturnType<typeof remainsOf>
  suite: string
  levels: { name: string; state: LevelResult['state']; stateWord: string; lacks: string[]; untried: string[]; unseen: string[] }[]
  areas: { name: string; lines: ViewLine[] }[]
  comparison: { with: string; groups: { change: Change; name: string; lines: { title: string; before: string | null; after: string | null }[] }[]; same: number } | null
}

const said = (line: CheckLine | null, language: CheckLanguage) => line && `${verdictWords[language][line.verdict]}${exportWords[language].colon}${sentenceOf(line, language)}`
const rowOf = ({ before, after }: Difference, language: CheckLanguage) => ({
  title: titleOf((after ?? before)!, language), before: said(before, language), after: said(after, language),
})

export function viewOf(report: CheckReport, language: CheckLanguage, other: CheckReport | null = null): ReportView {
  const w = exportWords[language]
  const { server } = report
  const found = other && compare(other, report)
  const changes = found ? [...new Set(found.differences.map((one) => one.change))] : []
  return {
    title: `${w.title}${w.colon}${tame(server.domain)}`,
    facts: [
      [w.server, tame(server.domain)],
      [w.software, softwareOf(server) ?? w.unnamed],
      [w.accounts, report.accounts.map(tame).join(', ')],
      [w.at, timeText(report.startedAtMs)],
      [w.took, `${(report.tookMs / 1000).toFixed(1)} ${w.seconds}`],
      [w.program, `Magpie ${tame(report.magpie)}`],
    ],
    counts: VERDICTS.map((verdict) => [verdict, verdictWords[language][verdict], countsOf(report.lines)[verdict]]),
    isAborted: report.isAborted,
    leftBehind: remainsOf(report, language),
    suite: w.levelsText.replace('{version}', SUITE),
    levels: levelsOf(report).map(({ state, heldByCore, unseen, ...one }) => {
      const core = (held: LevelResult['heldByCore']) => (heldByCore === held ? [categoryNames.core] : [])
      return { name: levelText(one, language), state, stateWord: w[state], lacks: [...core('notReached'), ...one.lacks], untried: [...core('unknown'), ...one.untried], unseen }
    }),
    areas: areasOf(report.lines).map(({ area, lines }) => ({
      name: areaWords[language][area],
      lines: lines.map((line) => ({
        verdict: line.verdict, word: verdictWords[language][line.verdict], title: titleOf(line, language), sentence: sentenceOf(line, language),
        spec: tame(`${line.spec} ${line.section}`), hint: hintOf(line, server.brand), evidence: line.evidence,
      })),
    })),
    comparison: found && {
      with: [tame(found.before.server.domain), softwareOf(found.before.server), timeText(found.before.startedAtMs)].filter((part) => part !== null).join(', '),
      groups: changes.map((change) => ({ change, name: w[change], lines: found.differences.filter((one) => one.change === change).map((one) => rowOf(one, language)) })),
      same: found.same,
    },
  }
}
