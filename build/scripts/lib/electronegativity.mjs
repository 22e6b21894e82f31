import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { Stop, progress } from './log.mjs'
import { npm } from './npm.mjs'
import { cacheDir, inRepo } from './paths.mjs'
import { run } from './proc.mjs'

const HOME = inRepo('build/electronegativity')
const LIMIT_MS = 120_000
/**
 * electronegativity with its 400 packages, by a lock of its own, outside of ours.
 * @returns {Promise<string>} the folder it is in
 */
async function ensureTool() {
  const lock = readFileSync(join(HOME, 'package-lock.json'))
  const dir = join(cacheDir(), `electronegativity-${createHash('sha256').update(lock).digest('hex').slice(0, 10)}`)
  if (existsSync(dir)) return dir
  return withLock('electronegativity', async () => {
    if (existsSync(dir)) return dir
    const made = `${dir}.new`
    rmSync(made, { recursive: true, force: true })
    mkdirSync(made)
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(HOME, name), join(made, name))
    const done = progress('Installing electronegativity (about 150 MB on disk)')
    const { code, err, out } = await npm(['ci', '--ignore-scripts', '--prefer-offline'], { cwd: made })
    done()
    if (code !== 0) throw new Stop(`electronegativity could not be installed.\n${(err || out).trim()}`)
    renameSync(made, dir)
    return dir
  })
}

/** It knows files by their endings, and neither `.cts` nor `.cjs`; and private fields of JavaScript only in TypeScript. */
function copyFor(what, to) {
  const isWanted = (from) => !/\.map$|README\.md$/.test(from)
  if (what === 'sources') {
    cpSync(inRepo('electron'), to, { recursive: true, filter: isWanted })
    renameSync(join(to, 'preload.cts'), join(to, 'preload.ts'))
  } else {
    for (const part of ['main', 'preload', 'renderer']) cpSync(inRepo('dist', part), join(to, part), { recursive: true, filter: isWanted })
    renameSync(join(to, 'preload/preload.cjs'), join(to, 'preload/preload.js'))
    for (const name of readdirSync(to, { recursive: true })) {
      const file = join(to, name)
      if (name.endsWith('.js')) writeFileSync(file, readFileSync(file, 'utf8').replace(/#(?=[A-Za-z_]|\$(?!\{))/g, ' private_'))
    }
  }
}

/**
 * What electronegativity finds in electron/ and in dist/.
 * @returns {Promise<Record<'sources'|'bundle', {findings: {check: string, severity: string, where: string, sample: string}[], unread: string[]}>>}
 *   `unread`: files that it could not make sense of
 */
export async function audit() {
  const tool = await ensureTool()
  const work = mkdtempSync(join(tmpdir(), 'magpie-audit-'))
  try {
    for (const what of ['sources', 'bundle']) copyFor(what, join(work, what))
    const { devDependencies } = JSON.parse(readFileSync(inRepo('package.json'), 'utf8'))
    const args = [join(HOME, 'scan.mjs'), tool, devDependencies.electron, join(work, 'sources'), join(work, 'bundle')]
    const { code, out, err } = await run(process.execPath, args, { timeoutMs: LIMIT_MS })
    if (code !== 0) throw new Stop(`electronegativity failed.\n${err || out}`)
    const [sources, bundle] = JSON.parse(out)
    return { sources, bundle }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** With their reasons. */
export const allowed = () => JSON.parse(readFileSync(join(HOME, 'allowed.json'), 'utf8'))

const oneLine = (text) => text.replace(/\s+/g, ' ').replace(/'/g, '"')
/** Is this finding on the list? */
export const isAllowed = (finding, list) =>
  list.some(({ check, where, sample }) => check === finding.check && new RegExp(`(?:${where})$`).test(finding.where) && oneLine(finding.sample).includes(oneLine(sample)))
