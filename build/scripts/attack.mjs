/** `npm run attack -- …`: builds the attacks, and one program more for each rule that is switched off (test/attack/attack.ts); what unit tests prove is tried there. */
import { runtimeEnv, setup } from './setup.mjs'
import { ensureProgram } from './lib/build.mjs'
import { main } from './lib/log.mjs'
import { judgeRules, mutantNames } from './lib/mutants.mjs'
import { repo } from './lib/paths.mjs'
import { start, stopAll, stopChildrenOnSignal } from './lib/proc.mjs'

await main(async () => {
  stopChildrenOnSignal()
  const args = process.argv.slice(2)
  const runtime = await setup('test')
  const program = await ensureProgram('attack', 'test/attack/attack.ts')
  const isWanted = args.includes('--mutants') || args.includes('--page')
  const wanted = isWanted ? mutantNames('test/attack/mutants.ts', args) : []
  for (const rule of wanted) await ensureProgram(`attack-${rule.toLowerCase()}`, 'test/attack/attack.ts', { MAGPIE_MUTANT: rule })
  const judged = isWanted ? await judgeRules(mutantNames('test/mutants/trust.ts', args), runtimeEnv(runtime)) : {}
  try {
    const attacks = start(process.execPath, ['--enable-source-maps', program, ...args], {
      stdio: 'inherit', cwd: repo, env: { ...runtimeEnv(runtime), MAGPIE_REPO: repo, MAGPIE_RULES_JUDGED: JSON.stringify(judged) },
    })
    return await new Promise((resolve, reject) => attacks.once('error', reject).once('exit', (code) => resolve(code ?? 1)))
  } finally {
    await stopAll()
  }
})
