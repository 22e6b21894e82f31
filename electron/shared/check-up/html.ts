/** A report as one page of HTML: nothing is loaded, nothing runs, all that came from outside is text. */
import type { CheckReport } from './report'
import type { CheckLanguage } from './texts'
import { exportWords, verdictSigns } from './words'
import { viewOf, type ReportView, type ViewLine } from './view'

// Control characters but tab and line ends are no text of HTML.
// eslint-disable-next-line no-control-regex
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(UNFIT, '\ufffd').replace(/[&<>"']/g, (c) => ESCAPES[c]!)
/** Its own direction, whatever stands around it. */
const bdi = (text: string): string => `<bdi>${escape(text)}</bdi>`

const STYLE = `
:root { color-scheme: light dark; --text: light-dark(#1d2430, #e6e9ef); --quiet: light-dark(#586174, #a3adbf); --ground: light-dark(#f6f7f9, #15181e);
  --surface: light-dark(#fff, #1e222b); --line: light-dark(#dde1e8, #343b48); --good: light-dark(#186a3b, #7ed6a2); --bad: light-dark(#a61b1b, #ff9d97); --warm: light-dark(#7a4d00, #f0c070) }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; font: 16px/1.5 system-ui, 'Noto Sans CJK SC', sans-serif; color: var(--text); background: var(--ground); overflow-wrap: anywhere }
h1 { font-size: 1.6rem } h2 { margin-top: 2rem; font-size: 1.15rem } h3 { margin: 0; font-size: 1rem }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .2rem 1rem } dt { color: var(--quiet) } dd { margin: 0 }
.counts { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; padding: 0; list-style: none } .counts b { font-size: 1.4rem }
.lines { padding: 0; list-style: none } .lines > li { margin: .5rem 0; padding: .7rem 1rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--surface) }
.lines p { margin: .2rem 0 } .verdict { font-weight: 600 } .pass { color: var(--good) } .broken, .notReached { color: var(--bad) } .missing { color: var(--warm) } .untested, .spec, .unknown { color: var(--quiet) } .reached { color: var(--good) }
table { width: 100%; border-collapse: collapse; background: var(--surface) } th, td { padding: .4rem .6rem; border: 1px solid var(--line); text-align: start; vertical-align: top }
summary { color: var(--quiet); cursor: pointer } pre { padding: .6rem; border-radius: .4rem; background: var(--ground); font: .85rem/1.45 ui-monospace, monospace; white-space: pre-wrap }
.note { padding: .7rem 1rem; border: 1px solid var(--warm); border-radius: .6rem }
`

type Words = (typeof exportWords)['en']

const evidence = (line: ViewLine, w: Words): string =>
  line.evidence.length === 0
    ? ''
    : `<details><summary>${w.evidence} (${line.evidence.length})</summary>${line.evidence
        .map((one) => `<p>${one.direction === 'out' ? w.sent : w.received} (${bdi(one.session)})</p><pre dir="ltr">${escape(one.xml)}</pre>`).join('')}</details>`

const lineOf = (line: ViewLine, w: Words): string => `<li>
<h3><span class="verdict ${line.verdict}">${verdictSigns[line.verdict]} ${escape(line.word)}</span> ${escape(line.title)}</h3>
<p>${bdi(line.sentence)}</p>
${line.hint === null ? '' : `<p>${w.hint}${w.colon}<code>${escape(line.hint)}</code></p>`}
<p class="spec">${w.spec}${w.colon}${bdi(line.spec)}</p>
${evidence(line, w)}</li>`

const row = (cells: readonly string[], tag: 'td' | 'th' = 'td'): string => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead>${row(head.map(escape), 'th')}</thead><tbody>${rows.map((cells) => row(cells)).join('\n')}</tbody></table>`

function comparisonOf({ comparison }: ReportView, w: Words): string {
  if (!comparison) return ''
  const groups = comparison.groups.map(({ name, lines }) => `<h3>${escape(name)}</h3>${table([w.check, w.was, w.is], lines.map((one) => [one.title, one.before ?? '', one.after ?? ''].map(bdi)))}`)
  return `<h2>${w.compared}</h2><p>${w.comparedWith}${w.colon}${bdi(comparison.with)}</p>${groups.join('')}<p>${groups.length === 0 ? w.nothing : `${w.same}${w.colon}${comparison.same}`}</p>`
}

export function toHtml(report: CheckReport, language: CheckLanguage, compareWith: CheckReport | null = null): string {
  const w = exportWords[language]
  const view = viewOf(report, language, compareWith)
  const levels = view.levels.map((one) => [escape(one.name), `<span class="${one.state}">${escape(one.stateWord)}</span>`, ...[one.lacks, one.untried, one.unseen].map((specs) => escape(specs.join(', ')))])
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escape(view.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${bdi(view.title)}</h1>
<dl>${view.facts.map(([label, text]) => `<dt>${escape(label)}</dt><dd>${bdi(text)}</dd>`).join('\n')}</dl>
<ul class="counts">${view.counts.map(([verdict, word, count]) => `<li class="${verdict}"><b>${count}</b> ${verdictSigns[verdict]} ${escape(word)}</li>`).join('')}</ul>
${view.isAborted ? `<p class="note">${w.stopped}</p>` : ''}
${view.leftBehind.length === 0 ? '' : `<div class="note"><h2>${w.leftBehind}</h2>${view.leftBehind.map(({ text, lines }) => `<p>${text}</p><ul>${lines.map((one) => `<li>${bdi(one)}</li>`).join('')}</ul>`).join('')}</div>`}
${comparisonOf(view, w)}
${view.areas.map(({ name, lines }) => `<h2>${escape(name)}</h2>\n<ul class="lines">${lines.map((line) => lineOf(line, w)).join('\n')}</ul>`).join('\n')}
<h2>${w.levels}</h2>
<p>${escape(view.suite)}</p>
${table([w.level, w.state, w.lacks, w.untried, w.unseen], levels)}
</body>
</html>
`
}
