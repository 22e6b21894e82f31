// `npm run xeps`: writes the XEP table of the README and the DOAP file from what the features say of themselves.
import { spawnSync } from 'node:child_process'

const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', 'test/unit/xeps.test.ts']
process.exit(spawnSync(process.execPath, vitest, { stdio: 'inherit', env: { ...process.env, UPDATE_XEPS: '1' } }).status ?? 1)
