/** A new version on a feed: found, loaded and offered only by the user's word; one that is not what it should be is thrown away. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tempDir } from '../support/temp'
import { launchApp, type LaunchedApp } from './support'

const program = Buffer.alloc(300_000, 'new version ')
let published = program
const requests: string[] = []
const feed = createServer((request, response) => {
  requests.push(request.url ?? '')
  if (request.url?.startsWith('/latest-linux')) {
    const sha512 = createHash('sha512').update(program).digest('base64')
    const file = 'Magpie-9.9.9.AppImage'
    return response.end(`version: 9.9.9\nfiles:\n  - url: ${file}\n    sha512: ${sha512}\n    size: ${program.length}\npath: ${file}\nsha512: ${sha512}\nreleaseDate: '2026-11-23T00:00:00.000Z'\n`)
  }
  if (request.url?.startsWith('/Magpie-9.9.9.AppImage')) return response.end(published)
  response.writeHead(404).end()
})
let app: LaunchedApp

beforeAll(async () => {
  await once(feed.listen(0, '127.0.0.1'), 'listening')
  const dir = tempDir('updates')
  const accountFile = join(dir, 'account.json')
  writeFileSync(accountFile, JSON.stringify({ address: 'lina@localhost', password: 'x', host: '127.0.0.1', port: 9 }))
  const appImage = join(dir, 'Magpie.AppImage')
  writeFileSync(appImage, 'old version')
  const { port } = feed.address() as AddressInfo
  app = await launchApp({ accountFile, env: { MAGPIE_UPDATE_FEED: `http://127.0.0.1:${port}/`, APPIMAGE: appImage, XDG_CACHE_HOME: dir } })
})
afterAll(async () => {
  await app?.close()
  feed.close()
})

it('is told, loaded and offered when asked; a changed one is refused in words', async () => {
  const { page } = app
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'About' }).click()
  expect(requests).toEqual([]) // nothing by itself at the start
  await page.getByRole('button', { name: 'Look for updates' }).click()
  await page.getByText('Version 9.9.9 is there').first().waitFor()
  expect(requests.some((url) => url.endsWith('.AppImage'))).toBe(false)
  await app.screenshot('update-available')

  published = Buffer.alloc(program.length, 'something else ')
  await page.getByRole('button', { name: 'Download' }).click()
  await page.getByText('not what was published').first().waitFor()
  await app.screenshot('update-refused')

  published = program
  await page.getByRole('button', { name: 'Look for updates' }).click()
  await page.getByRole('button', { name: 'Download' }).click()
  await page.getByRole('button', { name: 'Restart and update' }).waitFor()
  await app.screenshot('update-ready')
})
