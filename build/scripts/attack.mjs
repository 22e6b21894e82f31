/** `npm run attack -- …`: builds the attacks, and one program more for each rule that is switched off (test/attack/attack.ts). */
import { readFileSync } from 'node:fs'
import { runtimeEnv, setup } from './setup.mjs'
import { ensureProgram } from './lib/build.mjs'
import { main } from './lib/log.mjs'
import { inRepo, repo } from './lib/paths.mjs'
import { start, stopAll, stopChildrenOnSignal } from './lib/proc.mjs'

/** As they stand in the list: the bundle that knows them is only now to be built. */
const mutantRules = () => [...readFileSync(inRepo('test/attack/mutants.ts'), 'utf8').matchAll(/\brule: '(R-[A-Z-]+)'/g)].map((found) => found[1])

await main(async () => {
  stopChildrenOnSignal()
  const args = process.argv.slice(2)
  const runtime = await setup('test')
  const program = await ensureProgram('attack', 'test/attack/attack.ts')
  const named = mutantRules().filter((rule) => args.includes(rule))
  const wanted = args.includes('--mutants') || args.includes('--page') ? (named.length > 0 ? named : mutantRules()) : []
  for (const rule of wanted) await ensureProgram(`attack-${rule.toLowerCase()}`, 'test/attack/attack.ts', { MAGPIE_MUTANT: rule })
  try {
    const attacks = start(process.execPath, ['--enable-source-maps', program, ...args], {
      stdio: 'inherit', cwd: repo, env: { ...runtimeEnv(runtime), MAGPIE_REPO: repo },
    })
    return await new Promise((resolve, reject) => attacks.once('error', reject).once('exit', (code) => resolve(code ?? 1)))
  } finally {
    await stopAll()
  }
})
