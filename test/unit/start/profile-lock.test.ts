import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockProfile } from '#store/profile-lock'
import { StoreError } from '#store/database'
import { tempDir } from '../../support/temp'

const binding = process.env.MAGPIE_SQLITE_BINDING
const codeOf = (work: () => unknown) => {
  try {
    work()
    return 'none'
  } catch (error) {
    return error instanceof StoreError ? error.code : String(error)
  }
}

test('one program at a time; released, the next one has it', () => {
  const dir = tempDir('lock')
  const release = lockProfile(dir, binding)
  expect(codeOf(() => lockProfile(dir, binding))).toBe('locked')
  release()
  expect(codeOf(() => lockProfile(dir, binding)())).toBe('none')
})

test('the lock of a killed program is gone with it', async () => {
  const dir = tempDir('lock')
  const script = `
    const Database = require('better-sqlite3')
    const db = new Database(${JSON.stringify(join(dir, 'profile.lock'))}, ${JSON.stringify(binding ? { nativeBinding: binding } : {})})
    db.exec('BEGIN EXCLUSIVE'); console.log('held'); setInterval(() => db.open, 1000)`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  expect(codeOf(() => lockProfile(dir, binding))).toBe('locked')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(codeOf(() => lockProfile(dir, binding)())).toBe('none')
})
