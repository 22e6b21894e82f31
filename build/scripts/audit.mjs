/** `npm run audit`: electronegativity over the sources and the bundle. What it finds beyond build/electronegativity/allowed.json is printed; exit code 1. */
import { setup } from './setup.mjs'
import { ensureBuilt } from './lib/build.mjs'
import { allowed, audit, isAllowed } from './lib/electronegativity.mjs'
import { main, say } from './lib/log.mjs'
import { stopChildrenOnSignal } from './lib/proc.mjs'

stopChildrenOnSignal()
await main(async () => {
  await setup('app')
  await ensureBuilt()
  const list = allowed()
  const { sources, bundle } = await audit()
  const all = [...sources.findings, ...bundle.findings]
  const unread = [...sources.unread, ...bundle.unread]
  const beyond = all.filter((finding) => !isAllowed(finding, list))
  for (const { check, severity, where, sample } of beyond) say(`${severity} ${check} ${where}: ${sample.slice(0, 200)}`)
  for (const file of unread) say(`not read: ${file}`)
  say(`${all.length} findings, ${beyond.length} beyond the allowed ones`)
  return beyond.length + unread.length > 0 ? 1 : 0
})
