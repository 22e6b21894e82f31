/**
 * `node build/scripts/emoji.mjs [FOLDER]`: writes renderer/lib/emoji/emoji-data.json from the Unicode Consortium's files: which
 * emoji there are, their groups, their names and keywords in English and Chinese. FOLDER has `emoji/emoji-test.txt` and
 * `cldr/common/annotations{,Derived}/{en,zh}.xml`, as Debian's unicode-data and unicode-cldr-core install them.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Stop, main, say } from './lib/log.mjs'
import { inRepo } from './lib/paths.mjs'

const GROUPS = {
  'Smileys & Emotion': 'smileys', 'People & Body': 'people', 'Animals & Nature': 'nature', 'Food & Drink': 'food', 'Travel & Places': 'places',
  Activities: 'activities', Objects: 'objects', Symbols: 'symbols', Flags: 'flags',
}
const LANGUAGES = ['en', 'zh']
const TONES = ['🏻', '🏼', '🏽', '🏾', '🏿']
/** U+FE0F asks for the coloured form; the annotations leave it out. */
const bare = (emoji) => emoji.replaceAll('\uFE0F', '')

/** Name and keywords by emoji: `{ name, words }`. */
function annotations(folder, language) {
  const known = new Map()
  for (const kind of ['annotations', 'annotationsDerived']) {
    const text = readFileSync(join(folder, 'cldr/common', kind, `${language}.xml`), 'utf8')
    for (const [, emoji, attributes, content] of text.matchAll(/<annotation cp="([^"]+)"([^>]*)>([^<]*)</g)) {
      const one = known.get(emoji) ?? { name: '', words: [] }
      const said = content.replaceAll('&amp;', '&')
      if (/type="tts"/.test(attributes)) one.name = said.trim()
      else one.words = said.split('|').map((word) => word.trim())
      known.set(emoji, one)
    }
  }
  return known
}

function fullyQualified(folder) {
  const all = []
  let group = ''
  for (const line of readFileSync(join(folder, 'emoji/emoji-test.txt'), 'utf8').split('\n')) {
    group = /^# group: (.+)$/.exec(line)?.[1] ?? group
    const codes = /^([0-9A-F ]+?)\s*; fully-qualified/.exec(line)?.[1]
    if (codes && GROUPS[group]) all.push({ group: GROUPS[group], emoji: String.fromCodePoint(...codes.split(' ').map((code) => parseInt(code, 16))) })
  }
  return all
}

/** As renderer/lib/emoji/tones.ts does it. */
const toned = (emoji, tone) => emoji.replace(/(\p{Emoji_Modifier_Base})\uFE0F?/gu, `$1${tone}`)

await main(async () => {
  const folder = process.argv[2] ?? '/usr/share/unicode'
  const notice = readFileSync(inRepo('build/scripts/emoji-notice.txt'), 'utf8').trim()
  const known = LANGUAGES.map((language) => annotations(folder, language))
  const all = fullyQualified(folder)
  const exists = new Set(all.map(({ emoji }) => emoji))
  const groups = new Map()
  for (const { group, emoji } of all) {
    if (TONES.some((tone) => emoji.includes(tone))) continue
    const told = known.map((of) => of.get(bare(emoji)))
    if (told.some((one) => !one?.name)) continue // newer than the annotations
    const hasTones = TONES.every((tone) => toned(emoji, tone) !== emoji && exists.has(toned(emoji, tone)))
    // The name first; keywords that only repeat it are left out.
    const texts = told.map(({ name, words }) => [name, ...words.filter((word) => word !== name && word !== '')].join('|'))
    groups.set(group, [...(groups.get(group) ?? []), [emoji, ...texts, ...(hasTones ? [1] : [])]])
  }
  if (groups.size !== Object.keys(GROUPS).length) throw new Stop(`${folder} has not all that is needed`)
  const lines = [...groups].map(([name, list]) => `    {\n      "name": "${name}",\n      "emoji": [\n${list.map((one) => `        ${JSON.stringify(one)}`).join(',\n')}\n      ]\n    }`)
  writeFileSync(inRepo('renderer/lib/emoji/emoji-data.json'), `{\n  "notice": ${JSON.stringify(notice)},\n  "groups": [\n${lines.join(',\n')}\n  ]\n}\n`)
  say(`${[...groups.values()].flat().length} emoji`)
})
