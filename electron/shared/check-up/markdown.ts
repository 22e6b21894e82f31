/** A report as Markdown (CommonMark with tables): what servers said stands there as text, never as mark-up. */
import type { CheckReport } from './report'
import type { CheckLanguage } from './texts'
import { verdictSigns, exportWords } from './words'
import { viewOf, type ReportView, type ViewLine } from './view'

/** In a table, too: all is one line already. What would be mark-up stands behind a backslash or as a reference; no address becomes a link. */
const escape = (text: string): string =>
  text.replace(/[&<>@]|[\\`*_{}[\]#|~!]|:(?=\/\/)/g, (c) => (/[&<>@]/.test(c) ? `&#${c.charCodeAt(0)};` : `\\${c}`)).replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}\\.`)

// eslint-disable-next-line no-control-regex
const UNFIT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** Longer than any row of tildes inside. */
function fenced(raw: string): string {
  const text = raw.replace(UNFIT, ' ')
  const longest = Math.max(2, ...[...text.matchAll(/~+/g)].map((match) => match[0].length))
  const fence = '~'.repeat(longest + 1)
  return `${fence}xml\n${text}\n${fence}`
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.map(escape).join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows.map((row) => `| ${row.join(' | ')} |`), '',
]

function evidenceOf({ areas }: ReportView, w: (typeof exportWords)['en']): string[] {
  const bad = areas.flatMap((area) => area.lines).filter((line) => line.verdict === 'broken' && line.evidence.length > 0)
  if (bad.length === 0) return []
  const part = (line: ViewLine) => [
    `### ${escape(line.title)}`, '', ...line.evidence.flatMap((one) => [`${one.direction === 'out' ? w.sent : w.received} (${escape(one.session)})`, '', fenced(one.xml), '']),
  ]
  return [`## ${w.evidence}`, '', ...bad.flatMap(part)]
}

/** `withEvidence`: also what went over the wire where something is broken. */
export function toMarkdown(report: CheckReport, language: CheckLanguage, options: { compareWith?: CheckReport | null; withEvidence?: boolean } = {}): string {
  const w = exportWords[language]
  const view = viewOf(report, language, options.compareWith)
  const { comparison } = view
  const out = [
    `# ${escape(view.title)}`, '',
    ...view.facts.map(([label, text]) => `- ${escape(label)}${w.colon}${escape(text)}`), '',
    view.counts.map(([, word, count]) => `**${count}** ${escape(word)}`).join(' · '), '',
    ...(view.isAborted ? [`**${escape(w.stopped)}**`, ''] : []),
    ...(view.leftBehind.length > 0 ? [`## ${w.leftBehind}`, '', ...view.leftBehind.flatMap(({ text, lines }) => [text, '', ...lines.map((one) => `- ${escape(one)}`), ''])] : []),
  ]
  if (comparison) {
    out.push(`## ${w.compared}`, '', `${w.comparedWith}${w.colon}${escape(comparison.with)}`, '')
    for (const group of comparison.groups) {
      out.push(`### ${escape(group.name)}`, '', ...table([w.check, w.was, w.is], group.lines.map((one) => [one.title, one.before ?? '', one.after ?? ''].map(escape))))
    }
    out.push(comparison.groups.length === 0 ? w.nothing : `${w.same}${w.colon}${comparison.same}`, '')
  }
  for (const { name, lines } of view.areas) {
    const rows = lines.map((line) => [
      `${verdictSigns[line.verdict]} ${line.word}`, escape(line.title), [line.sentence, line.hint === null ? '' : `${w.hint}${w.colon}${line.hint}`].filter(Boolean).map(escape).join('<br>'), escape(line.spec),
    ])
    out.push(`## ${escape(name)}`, '', ...table(['', w.check, w.meaning, w.spec], rows))
  }
  const levels = view.levels.map((one) => [one.name, one.stateWord, ...[one.lacks, one.untried, one.unseen].map((specs) => specs.join(', '))].map(escape))
  out.push(`## ${w.levels}`, '', escape(view.suite), '', ...table([w.level, w.state, w.lacks, w.untried, w.unseen], levels))
  if (options.withEvidence) out.push(...evidenceOf(view, w))
  return `${out.join('\n').trimEnd()}\n`
}
