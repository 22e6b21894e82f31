/**
 * `npm run gallery -- --check`: every view of the gallery in both languages and both themes before axe and the rules of layout, and
 * whether every component came to be seen. Minutes long, so it is no part of `npm test`.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAccess } from '../e2e/access'
import { layoutProblems } from './layout-rules'
import { settled } from '../e2e/support'
import { openGallery, type Gallery } from './gallery'
import { shots } from './shots'

const renderer = join(process.env.MAGPIE_REPO ?? process.cwd(), 'renderer')
/** Why, and what; where a journey shows it, that is named. */
const WHY_NOT: Record<string, readonly string[]> = {
  'in a window of its own (test/e2e/desktop)': ['views/PopoutView.svelte', 'features/popouts/InOwnWindow.svelte'],
  'needs pictures of the core\'s own scheme (test/e2e/files, people)': ['features/files/Viewer.svelte', 'features/room-facts/RoomPictureDialog.svelte'],
  'a moment between two answers of a server (test/e2e/login)': ['features/accounts/AcceptWeakerDialog.svelte', 'features/accounts/ProblemNotice.svelte'],
  'several steps of work on a room (test/e2e/room-admin, room-settings)': [
    'features/room-admin/ActionDialog.svelte', 'features/room-admin/AddressesDialog.svelte', 'features/room-admin/RecallDialog.svelte', 'features/room-admin/HandOverDialog.svelte',
    'features/room-admin/PlanDialog.svelte', 'features/room-config/ConflictNotice.svelte', 'features/room-config/DiffTable.svelte',
  ],
  'the screen as it is taken (test/e2e/files)': ['views/ShotView.svelte', 'features/screenshot/ShotBar.svelte', 'features/screenshot/ShotEditor.svelte'],
  'live stanzas only (test/e2e/workbench)': ['features/console/ConsoleRow.svelte', 'features/console/ConsoleWriter.svelte', 'features/console/StanzaDetail.svelte'],
  'after something was done, for seconds': ['lib/ui/Tick.svelte'],
  'while a search of rooms goes on, or mentions lie above': ['features/rooms/SearchFoot.svelte', 'features/messages/MentionJump.svelte'],
}
const excused = Object.values(WHY_NOT).flat()
const looks = (['en', 'zh'] as const).flatMap((language) => (['light', 'dark'] as const).map((theme) => ({ language, theme })))
const seen = new Set<string>()
let ran = 0
let gallery: Gallery
beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery?.close())

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
    gallery.noErrors()
    expect(problems).toEqual([])
  })

  it('is of all components: each has its shot (shots.ts), or a reason above', (context) => {
    if (ran < shots.length) context.skip('only when all were shown')
    const components = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.svelte')).sort()
    expect(components.filter((path) => !seen.has(path) && !excused.includes(path))).toEqual([])
    expect(excused.filter((path) => seen.has(path) || !components.includes(path))).toEqual([])
  })
})
