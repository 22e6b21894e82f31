/** Writes test/mutants/README.md from what came out (`npm run fuzz -- --mutants --page`): attack class → rule → test → result. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { shellRules } from './shell'
import { streamRules } from './stream'

/** By name; null: a test of the whole window, which is tried by hand. */
const judged = JSON.parse(process.env['MAGPIE_RULES_JUDGED'] ?? '{}') as Record<string, boolean | null>
const row = (...cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
const result = (name: string) => (judged[name] === undefined ? 'not tried' : judged[name] === null ? 'by hand' : judged[name] ? 'found' : '**not found**')

const rules = [...streamRules, ...shellRules]
const page = `# Stream, login, files, links, windows: which test holds which rule

Written by \`npm run fuzz -- --mutants --page\`; not by hand. Each rule was taken out of the program (\`stream.ts\`, \`shell.ts\` beside this say
how); the tests named with it, which \`npm test\` runs and which hold the attack and its legal twin, must then fail: \`found\`. \`by hand\`: a test of
the whole window, in \`npm test\` like the others, but tried with the rule out only when one of the two is changed. Rules of who may say what:
\`../attack/README.md\`.

${row('attack class', 'without its rule', 'test (of test/)', 'switched off')}
${row('---', '---', '---', '---')}
${rules.map(({ name, class: kind = '', tests }) => row(kind, name.replaceAll('-', ' '), tests.join(', '), result(name))).join('\n')}

${rules.length} rules.
`
writeFileSync(join(process.env['MAGPIE_REPO'] ?? process.cwd(), 'test/mutants/README.md'), page)
