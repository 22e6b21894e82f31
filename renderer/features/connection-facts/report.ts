/** The page as text, for the report of a fault: what is secret stays out. */
import { strings } from '../../lib/i18n/strings'
import type { Cell, Fact, FactSection } from './section'

const s = strings({ zh: { leftOut: '（未复制）' }, en: { leftOut: '(left out)' } })

const flat = (text: string) => text.replace(/\s+/g, ' ').trim()
const factLine = ({ label, value, note, isSecret }: Fact) => `- ${label}: ${isSecret ? s.leftOut : flat(value)}${note && !isSecret ? ` (${flat(note)})` : ''}`
const cellText = ({ text, note }: Cell) => flat(note ? `${text} (${note})` : text).replaceAll('|', '\\|')
const row = (cells: string[]) => `| ${cells.join(' | ')} |`

/** Markdown, as bug trackers read it. */
export function reportOf(title: string, facts: readonly Fact[], sections: readonly FactSection[]): string {
  const lines = [`# ${title}`, '', ...facts.map(factLine)]
  for (const { title: name, notices = [], facts: own = [], groups = [], tables = [], xml = [] } of sections) {
    lines.push('', `## ${name}`, '', ...notices.map(({ text }) => `> ${flat(text)}`), ...own.map(factLine))
    for (const group of groups) lines.push('', `### ${group.title}`, '', ...group.facts.map(factLine))
    for (const table of tables) {
      lines.push('', `### ${table.title}`, '', row(table.head), row(table.head.map(() => '---')), ...table.rows.map((cells) => row(cells.map(cellText))))
    }
    for (const { label, lines: tags } of xml) {
      lines.push('', `### ${label}`, '', '```xml', ...tags.map(({ depth, parts }) => '  '.repeat(depth) + flat(parts.map(({ text }) => text).join('')).replaceAll('```', '` ` `')), '```')
    }
  }
  return `${lines.join('\n').replace(/\n{3,}/g, '\n\n')}\n`
}
