/**
 * `npm run gallery -- --check`: every view of the gallery in both languages and both themes before axe, and which components came
 * to be seen. Minutes long, so it is no part of `npm test`; build/gallery.json keeps what was seen, and a unit test compares.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAccess } from '../e2e/access'
import { layoutProblems } from './layout-rules'
import { settled } from '../e2e/support'
import { openGallery, type Gallery } from './gallery'
import { shots } from './shots'

const file = join(process.env.MAGPIE_REPO ?? process.cwd(), 'build/gallery.json')
const looks = (['en', 'zh'] as const).flatMap((language) => (['light', 'dark'] as const).map((theme) => ({ language, theme })))
const seen = new Set<string>()
let ran = 0
let gallery: Gallery
beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(async () => {
  await gallery?.close()
  if (ran < shots.length) for (const one of JSON.parse(readFileSync(file, 'utf8')) as string[]) seen.add(one)
  if (ran > 0) writeFileSync(file, `${JSON.stringify([...seen].sort(), null, 1)}\n`)
})

describe('every view', () => {
  it.each(shots.map((shot, i) => [`${shot.query} (${i})`, shot] as const))('%s', async (_name, shot) => {
    const problems: string[] = []
    ran++
    await gallery.show(`${shot.query}&lang=en&theme=light`)
    try {
      await shot.then?.(gallery.page)
      for (const look of looks) {
        await gallery.wear(look)
        await settled(gallery.page)
        const where = `${look.language} ${look.theme}`
        await checkAccess(gallery.page).catch((error: Error) => problems.push(`${where}: ${error.message}`))
        problems.push(...(await layoutProblems(gallery.page)).map((problem) => `${where}: ${problem}`))
      }
    } finally {
      for (const one of await gallery.seen()) seen.add(one)
    }
    expect(problems).toEqual([])
  })
})
