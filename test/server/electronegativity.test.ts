/**
 * SAFETY E3: electronegativity over our sources and over what is shipped (so here, where dist/ is built). All that it finds stands, with a
 * reason, in build/electronegativity/allowed.json, and all that stands there is still found: a tool that has read nothing finds nothing.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'

interface Finding {
  check: string
  severity: string
  where: string
  sample: string
}
interface Allowed extends Finding {
  why: string
}
type Audit = Record<'sources' | 'bundle', { findings: Finding[]; unread: string[] }>
interface Tool {
  audit(): Promise<Audit>
  allowed(): Allowed[]
  isAllowed(finding: Finding, list: Allowed[]): boolean
}
/** The first time it is installed. */
const LIMIT_MS = 240_000

it('finds nothing beyond what is allowed and why', async (context) => {
  const { audit, allowed, isAllowed } = (await import(pathToFileURL(join(process.env.MAGPIE_REPO!, 'build/scripts/lib/electronegativity.mjs')).href)) as Tool
  const list = allowed()
  for (const { why } of list) expect(why.length).toBeGreaterThan(30)
  let found: Audit
  try {
    found = await audit()
  } catch (error) {
    if (/could not be installed/.test(String(error))) return context.skip('electronegativity is not to be had here')
    throw error
  }
  for (const [what, { findings, unread }] of Object.entries(found)) {
    expect(unread, what).toEqual([])
    expect(findings.filter((finding) => !isAllowed(finding, list)), what).toEqual([])
    expect(list.filter((one) => !findings.some((finding) => isAllowed(finding, [one]))), `of ${what}, not found any more`).toEqual([])
  }
}, LIMIT_MS)
