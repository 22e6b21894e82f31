/** The XEP table of the README and the DOAP file, made from what the features say of themselves. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { XepSupport } from '#core/feature'
import { features } from '#features/index'
import { connectionXeps } from '#core/connection-xeps'

const repo = join(import.meta.dirname, '../..')

/** One row per specification; where several features share one, the most cautious statement counts. */
export function supportedXeps(): (XepSupport & { features: string[] })[] {
  const rows = new Map<string, XepSupport & { features: string[] }>()
  for (const [feature, xeps] of [['connection', connectionXeps] as const, ...features.map((f) => [f.name, f.xeps] as const)]) {
    for (const xep of xeps) {
      const row = rows.get(xep.id)
      if (!row) rows.set(xep.id, { ...xep, features: [feature] })
      else {
        row.features.push(feature)
        row.note = [row.note, xep.note].filter(Boolean).join('; ')
        if (xep.support === 'partial') row.support = 'partial'
      }
    }
  }
  return [...rows.values()].sort((a, b) => a.id.localeCompare(b.id))
}

export function xepTable(): string {
  const rows = supportedXeps().map(
    (xep) => `| ${xep.id} | ${xep.version} | ${xep.support === 'complete' ? 'yes' : `partly${xep.note ? `: ${xep.note}` : ''}`} | ${xep.features.join(', ')} |`,
  )
  return ['| specification | version | supported | where |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

export function doap(): string {
  const supports = supportedXeps()
    .filter((xep) => /^\d+$/.test(xep.id))
    .map(
      (xep) => `    <implements><xmpp:SupportedXep>
      <xmpp:xep rdf:resource="https://xmpp.org/extensions/xep-${xep.id}.html"/>
      <xmpp:status>${xep.support}</xmpp:status><xmpp:version>${xep.version}</xmpp:version>
    </xmpp:SupportedXep></implements>`,
    )
  return `<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://usefulinc.com/ns/doap#" xmlns:xmpp="https://linkmauve.fr/ns/xmpp-doap#">
  <Project>
    <name>Magpie</name>
    <shortdesc xml:lang="en">A desktop messenger for XMPP</shortdesc>
    <shortdesc xml:lang="zh">XMPP 桌面即时通讯</shortdesc>
    <programming-language>TypeScript</programming-language>
    <license rdf:resource="https://spdx.org/licenses/GPL-3.0-or-later.html"/>
${supports.join('\n')}
  </Project>
</rdf:RDF>
`
}

export const doapFile = join(repo, 'build/magpie.doap')
export const readmeFile = join(repo, 'README.md')
const BEGIN = '<!-- xeps: made by `npm run xeps` -->'
const END = '<!-- /xeps -->'

/** The README with the table of today. */
export function readmeWithTable(readme = readFileSync(readmeFile, 'utf8')): string {
  const begin = readme.indexOf(BEGIN)
  const end = readme.indexOf(END)
  if (begin < 0 || end < begin) throw new Error('the README has lost its place for the XEP table')
  return `${readme.slice(0, begin + BEGIN.length)}\n${xepTable()}\n${readme.slice(end)}`
}
