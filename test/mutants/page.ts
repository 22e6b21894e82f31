/**
 * Writes test/mutants/README.md from what came out (`npm run fuzz -- --mutants --page`): attack class → rule → test → result. Where only some
 * rules were tried, what stands there of the others stays.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { shellRules } from './shell'
import { streamRules } from './stream'
import { workbenchRules } from './workbench'

/** By name; null: a test of the whole window, which is tried by hand. */
const judged = JSON.parse(process.env['MAGPIE_RULES_JUDGED'] ?? '{}') as Record<string, boolean | null>
const row = (...cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
const file = join(process.env['MAGPIE_REPO'] ?? process.cwd(), 'test/mutants/README.md')
const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
const words = (name: string) => name.replaceAll('-', ' ')
const stood = (name: string) => before.split('\n').find((line) => line.split(' | ')[1] === words(name))?.split(' | ')[3]?.replace(/ \|$/, '') ?? 'not tried'
const result = (name: string) => (judged[name] === undefined ? stood(name) : judged[name] === null ? 'by hand' : judged[name] ? 'found' : '**not found**')
/** The last time that each of those was taken out, the app built and its test seen to fail. */
const TRIED_BY_HAND = '2026-11-23'

const rules = [...streamRules, ...shellRules, ...workbenchRules]
const page = `# Stream, login, files, links, windows, workbench: which test holds which rule

Written by \`npm run fuzz -- --mutants --page\`; not by hand. Each rule was taken out of the program (\`stream.ts\`, \`shell.ts\`, \`workbench.ts\` beside this say
how); the tests named with it, which \`npm test\` runs and which hold the attack and its legal twin, must then fail: \`found\`. \`by hand\`: a test of
the whole window, in \`npm test\` like the others, tried with the rule out by building the app so: last ${TRIED_BY_HAND}, all found. Rules of who may say what:
\`../attack/README.md\`.

${row('attack class', 'without its rule', 'test (of test/)', 'switched off')}
${row('---', '---', '---', '---')}
${rules.map(({ name, class: kind = '', tests }) => row(kind, words(name), tests.join(', '), result(name))).join('\n')}

${rules.length} rules.
`
writeFileSync(file, page)
