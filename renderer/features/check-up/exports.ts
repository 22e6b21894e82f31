/** A report as a file. */
import { toHtml } from '#shared/check-up/html'
import { toJunit } from '#shared/check-up/junit'
import { toMarkdown } from '#shared/check-up/markdown'
import type { CheckReport } from '#shared/check-up/report'
import type { CheckLanguage } from '#shared/check-up/texts'
import { fileStamp } from '#shared/time'
import { saveText } from '../../lib/save-text'
import { toasts } from '../../lib/state/toasts.svelte'
import type { MenuEntry } from '../../lib/ui/menu'

export function exportsOf(report: CheckReport, language: CheckLanguage, compareWith: CheckReport | null): MenuEntry[] {
  const name = `check-up-${report.server.domain}-${fileStamp(report.startedAtMs)}`.slice(0, 150)
  const entry = (label: string, kind: 'md' | 'html' | 'json' | 'xml', make: () => string): MenuEntry => ({
    label,
    run: () => void saveText(name, kind, make()).then((said) => said && toasts.show(said.text)),
  })
  return [
    entry('HTML', 'html', () => toHtml(report, language, compareWith)),
    entry('Markdown', 'md', () => toMarkdown(report, language, { compareWith, withEvidence: true })),
    entry('JSON', 'json', () => `${JSON.stringify(report)}\n`),
    entry('JUnit XML', 'xml', () => toJunit(report, language)),
  ]
}
