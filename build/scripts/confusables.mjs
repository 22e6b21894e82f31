/**
 * `node build/scripts/confusables.mjs [FILE]`: writes electron/shared/confusables.json, what UTS 39 takes for each other, from the ICU within
 * this Node, or within FILE (lib/confusables.mjs); the versions written down are this Node's. Left out is what decomposition gives anyway
 * (wide and styled letters, forms of Arabic letters, radicals): electron/shared/look-alike.ts decomposes what it finds no entry for.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { readConfusables } from './lib/confusables.mjs'
import { Stop, main, say } from './lib/log.mjs'
import { inRepo } from './lib/paths.mjs'

/** What an editor would not show, or would show elsewhere, is written as a number. */
const escaped = (json) => json.replace(/(?! )[\p{C}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}]|[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/gu, (char) =>
  [...Array(char.length).keys()].map((i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''))

await main(async () => {
  const file = process.argv[2] ?? process.execPath
  const all = readConfusables(readFileSync(file))
  if (!all) throw new Stop(`${file} has no table of confusables in it`)
  const isGiven = (char, prototype) => {
    const parts = [...char.normalize('NFKD')]
    return char !== char.normalize('NFD') || (parts.join('') !== char && parts.map((one) => all.get(one) ?? one).join('').normalize('NFD') === prototype.normalize('NFD'))
  }
  const alike = new Map()
  for (const [char, prototype] of all) if (!isGiven(char, prototype)) alike.set(prototype, (alike.get(prototype) ?? '') + char)
  const { icu, unicode } = process.versions
  const notice = readFileSync(inRepo('build/scripts/confusables-notice.txt'), 'utf8').trim()
  const lines = [...alike].sort(([a], [b]) => (a < b ? -1 : 1)).map((pair) => `    ${escaped(JSON.stringify(pair))}`)
  writeFileSync(inRepo('electron/shared/confusables.json'), `{\n  "notice": ${JSON.stringify(notice)},\n  "unicode": "${unicode}",\n  "icu": "${icu}",\n  "prototypes": [\n${lines.join(',\n')}\n  ]\n}\n`)
  say(`${all.size} characters, of them ${[...alike.values()].reduce((sum, chars) => sum + [...chars].length, 0)} written; Unicode ${unicode}`)
})
