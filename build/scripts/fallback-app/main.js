// Stands in for Electron's default app, which the fallback runtime lacks: `electron [--flags] [-r FILE] DIR [args]`.
// An ES module with top-level await: Electron fires `ready` only after it, so the app can still do what must come first.
import { app } from 'electron'
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)
const args = process.argv.slice(1)
let target
for (let i = 0; i < args.length && target === undefined; i += 1) {
  if (args[i] === '-r' || args[i] === '--require') require(resolve(args[(i += 1)]))
  else if (!args[i].startsWith('-')) target = resolve(args[i])
}
if (target === undefined) {
  process.stderr.write('electron: no app given\n')
  process.exit(1)
}
let main = target
if (statSync(target).isDirectory()) {
  const meta = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'))
  app.setAppPath(target)
  app.setName(meta.productName ?? meta.name)
  app.setVersion(meta.version)
  if (meta.desktopName) app.setDesktopName(meta.desktopName)
  main = join(target, meta.main ?? 'index.js')
}
try {
  await import(pathToFileURL(main).href)
} catch (error) {
  process.stderr.write(`${error?.stack ?? error}\n`)
  process.exit(1)
}
