// `npm run new:feature -- NAME XEP`: a feature folder with its first files, entered in the two lists.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [name, xep] = process.argv.slice(2)
if (!/^[a-z]+(-[a-z]+)*$/.test(name ?? '') || !/^\d{4}$/.test(xep ?? '')) {
  console.error('usage: npm run new:feature -- reactions 0444')
  process.exit(1)
}
const repo = join(import.meta.dirname, '../..')
const folder = join(repo, 'electron/features', name)
if (existsSync(folder)) {
  console.error(`electron/features/${name} is there already`)
  process.exit(1)
}
const camel = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
const text = join(repo, `../shared/xeps/xep-${xep}.xml`)
const version = existsSync(text) ? /<version>([^<]+)/.exec(readFileSync(text, 'utf8'))?.[1] : undefined

mkdirSync(folder)
writeFileSync(
  join(folder, 'contract.ts'),
  `import { defineContract } from '#shared/contract-kit'\n\nexport const contract = defineContract({})\n`,
)
writeFileSync(
  join(folder, 'feature.ts'),
  `/**
 * What it does for the user: XEP-${xep} version ${version ?? '?'}.
 * Left out: everything so far.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { contract } from './contract'

export const ${camel} = defineFeature({
  name: '${name}',
  xeps: [{ id: '${xep}', version: '${version ?? '?'}', support: 'partial', note: 'begun' }],
  contract,
  start: (_session: Session<typeof contract>) => ({ calls: {}, snapshot: () => null }),
})
`,
)

/** Puts an import behind the last one and an entry before the line that closes the list. */
const enter = (file, importLine, entry, listEnd) => {
  const path = join(repo, file)
  const lines = readFileSync(path, 'utf8').split('\n')
  const lastImport = lines.findLastIndex((line) => line.startsWith('import { contract as') || line.includes("/feature'"))
  lines.splice(lastImport + 1, 0, importLine)
  lines.splice(lines.indexOf(listEnd, lastImport), 0, `  ${entry},`)
  writeFileSync(path, lines.join('\n'))
}
enter('electron/features/index.ts', `import { ${camel} } from '#features/${name}/feature'`, camel, ']')
enter('electron/ipc/contract.ts', `import { contract as ${camel} } from '#features/${name}/contract'`, name === camel ? name : `'${name}': ${camel}`, '}')
console.log(`electron/features/${name} made and listed. Next: electron/features/README.md`)
