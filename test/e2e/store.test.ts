/** A killed app, then one whose store was damaged: it starts, checks in a thread of its own, and says what was saved. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { closeDatabase } from '#store/database'
import { bodiesOf, fill, openStore } from '../support/store'
import { tempDir } from '../support/temp'
import { launchApp } from './support'

test('killed, then damaged: checked, saved, said in words', async () => {
  const profileDir = tempDir('profile')
  const db = openStore(profileDir)
  fill(db, 600)
  closeDatabase(db)
  const first = await launchApp({ profileDir })
  expect(existsSync(join(profileDir, 'magpie.db-open'))).toBe(true)
  await first.kill()

  const second = await launchApp({ profileDir })
  const log = readFileSync(join(profileDir, 'logs/magpie.log'), 'utf8')
  expect(log).toMatch(/checked after an unclean exit.*"problem":null/)
  await second.kill()

  const file = join(profileDir, 'magpie.db')
  const bytes = readFileSync(file)
  bytes.fill(0xaa, 20 * 4096, 23 * 4096)
  writeFileSync(file, bytes)
  const third = await launchApp({ profileDir })
  const dialog = third.page.getByRole('alertdialog')
  await dialog.waitFor()
  expect(await dialog.innerText()).toContain(join(profileDir, readdirSync(profileDir).find((name) => name.startsWith('corrupt-'))!))
  await third.screenshot('store-recovered')
  await dialog.getByRole('button').click()
  await dialog.waitFor({ state: 'hidden' })
  await third.close()
  expect(existsSync(join(profileDir, 'magpie.db-open'))).toBe(false)
  const after = openStore(profileDir)
  expect(bodiesOf(after).length).toBeGreaterThan(400)
  closeDatabase(after)
})
