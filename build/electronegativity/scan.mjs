/**
 * `node scan.mjs TOOL ELECTRON FOLDER…`: what electronegativity finds in each folder, as one line of JSON. Its own command line writes head
 * and rows of a report at once, so that rows get lost, and ends with 0 whatever it found.
 */
import dns from 'node:dns'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

// It would look for newer texts on the web, and wait for them: what it says shall depend on our files alone.
dns.lookup = (_name, ...rest) => process.nextTick(rest.at(-1), Object.assign(new Error('the audit asks nobody'), { code: 'EOFFLINE' }))

const [tool, electronVersion, ...folders] = process.argv.slice(2)
/** Judges the version of Electron by the calendar: our tests must not fail by the date alone. */
const excludeFromScan = ['availablesecurityfixesglobalcheck']

const { log } = console
console.log = () => undefined
const { default: run } = await import(pathToFileURL(join(tool, 'node_modules/@doyensec/electronegativity/dist/runner.js')).href)
const found = []
for (const input of folders) {
  const { issues, errors } = await run({ input, isRelative: true, customScan: [], excludeFromScan, electronVersionOverride: electronVersion })
  const findings = issues.map(({ id, severity, file, sample }) => ({ check: id, severity: severity.name, where: file, sample: String(sample ?? '') }))
  found.push({ findings, unread: errors.filter((one) => !one.tolerable).map(({ file, message }) => `${file}: ${message}`) })
}
console.log = log
console.log(JSON.stringify(found))
