/** `npm run check`: types, lint and house rules. */
import { pathToFileURL } from 'node:url'
import { setup } from './setup.mjs'
import { main, say } from './lib/log.mjs'
import { inRepo, repo } from './lib/paths.mjs'
import { run, stopChildrenOnSignal } from './lib/proc.mjs'

const bin = (path) => inRepo('node_modules', path)
const steps = [
  ['types of electron/', [bin('typescript/bin/tsc'), '-p', 'electron']],
  ['types of test/', [bin('typescript/bin/tsc'), '-p', 'test']],
  ['types of renderer/', [bin('svelte-check/bin/svelte-check'), '--tsconfig', './renderer/tsconfig.json', '--output', 'human', '--fail-on-warnings']],
  ['lint', [bin('eslint/bin/eslint.js'), '--cache', '--cache-location', 'node_modules/.cache/magpie/eslint', '--max-warnings', '0', '.']],
]
const house = ['house rules', [bin('vitest/vitest.mjs'), 'run', '--project', 'unit', 'test/unit/house.test.ts']]

/** Runs the checks two at a time; gives the names of those that failed, their findings printed. */
export async function check({ withHouse = true } = {}) {
  const queue = withHouse ? [...steps, house] : [...steps]
  const failed = []
  const worker = async () => {
    for (let step = queue.shift(); step; step = queue.shift()) {
      const [name, args] = step
      const { code, out, err } = await run(process.execPath, args, { cwd: repo, env: { NO_COLOR: '1' } })
      if (code === 0) say(`✓ ${name}`)
      else {
        failed.push(name)
        say(`✗ ${name}\n${out}${err}`)
      }
    }
  }
  await Promise.all([worker(), worker()])
  return failed
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  stopChildrenOnSignal()
  await main(async () => {
    await setup('headless')
    await setup('app')
    return (await check()).length > 0 ? 1 : 0
  })
}
