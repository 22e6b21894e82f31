/** The page of SAFETY §6: attack class → rule → test → result, from what came out. */
import { rules, type Rule, type RuleId } from '#shared/rules'
import type { Outcomes } from './attack'
import { hostileAttacks } from './hostile-server'
import { trustRules } from '../mutants/trust'
import { ruleMutants } from './mutants'
import { attacks, type Finding } from './run'

const cell = (text: string) => text.replaceAll('|', '\\|')
const row = (...cells: string[]) => `| ${cells.map(cell).join(' | ')} |`

function resultOf(id: string, { servers }: Outcomes): string {
  return Object.entries(servers)
    .map(([kind, { tried, findings }]) => {
      const mine = tried.filter((one) => one.id === id)
      const bad = findings.filter((one) => one.id === id).length
      return `${kind} ${bad > 0 ? `**${bad} findings**` : `${mine.length} of ${mine.length}`}`
    })
    .join(', ')
}

export function buildPage(outcomes: Outcomes, mutants: Record<string, boolean>): string {
  const table = Object.entries(rules as Record<string, Rule>)
  const named = new Set(attacks.flatMap((one) => one.rules as RuleId[]))
  const attacksOf = (rule: string) => {
    const switched = ruleMutants.find((one) => one.rule === rule)?.attacks ?? []
    return [...new Set([...attacks.filter((one) => one.rules.includes(rule as RuleId)).map(({ id }) => id), ...switched.map((id) => (id === 'M' ? 'M01–M22' : id))])].sort()
  }
  const wordOf = (name: string) => (mutants[name] === undefined ? '' : mutants[name] ? 'found' : '**not found**')
  const off = (rule: string) => {
    const proofs = trustRules.filter(({ name }) => name.split(':')[0] === rule)
    return [wordOf(rule), ...proofs.map(({ name, tests }) => `${wordOf(name)} by ${tests.join(', ')}`)].filter((word) => word !== '').join('; ')
  }
  const hostileFindings = (id: string): Finding[] => outcomes.hostile?.findings.filter((one) => one.id === id) ?? []
  return `# Who may say what: what was tried, and what came of it

Written by \`npm run attack -- --page\`; not by hand. Every attack is sent through a real Prosody and ejabberd by a stranger, a contact, an
occupant (whispering, and in the room) and another device of ours, where that is no right of theirs. It has failed when all tables and all
that is shown are as before, or hold nothing new but words of the sender under his own name, and nothing was answered; and when the log
says so once, by rule. Its legal twin must be taken. The stanzas follow the classes of the 58 that were measured for the design.

## Rules
\`switched off\`: with the rule taken out of the program, its attacks were seen to succeed, or the named test to fail.

${row('rule', 'class', 'what is checked', 'where (electron/)', 'source', 'attacks', 'switched off')}
${row('---', '---', '---', '---', '---', '---', '---')}
${table.map(([id, { class: kind, checks, where, source, shown }]) => row(id, kind, `${checks}${shown ? ' *(shown, not refused)*' : ''}`, where, source, attacksOf(id).join(' ') || '—', off(id))).join('\n')}

## Attacks
${row('no.', 'class', 'what is sent', 'rule', 'by', 'tries without effect')}
${row('---', '---', '---', '---', '---', '---')}
${attacks.map((one) => row(one.id, one.class, one.says, one.rules.join(', ') || '—', Object.entries(one.by).map(([who, what]) => `${who}${what === 'own' ? ' (shown as his)' : ''}`).join(', '), resultOf(one.id, outcomes))).join('\n')}

## A hostile server
${row('no.', 'what is sent', 'result')}
${row('---', '---', '---')}
${hostileAttacks.map(({ id, says }) => row(id, says, hostileFindings(id).length > 0 ? '**had an effect**' : outcomes.hostile ? 'refused' : 'not tried')).join('\n')}

${named.size} rules met their attacks. The others are held by unit tests.
`
}
