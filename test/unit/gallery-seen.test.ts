/** Every component is seen in the gallery, or it is said here why not. What was seen: `npm run gallery -- --check`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const repo = resolve(import.meta.dirname, '../..')
/** Why, and what; where a journey shows it, that is named. */
const WHY_NOT: Record<string, readonly string[]> = {
  'in a window of its own (test/e2e/desktop, files)': [
    'views/PopoutView.svelte', 'features/popouts/InOwnWindow.svelte', 'views/ShotView.svelte', 'features/screenshot/ShotEditor.svelte', 'features/screenshot/ShotBar.svelte',
  ],
  'needs pictures of the core\'s own scheme (test/e2e/files, people)': ['features/files/Viewer.svelte', 'features/room-facts/RoomPictureDialog.svelte'],
  'a moment between two answers of a server (test/e2e/login)': ['features/accounts/LoginProgress.svelte', 'features/accounts/AcceptWeakerDialog.svelte', 'features/accounts/ProblemNotice.svelte'],
  'several steps of work on a room (test/e2e/room-admin, room-settings)': [
    'features/room-admin/ActionDialog.svelte', 'features/room-admin/AddressesDialog.svelte', 'features/room-admin/RecallDialog.svelte', 'features/room-admin/HandOverDialog.svelte',
    'features/room-admin/PlanDialog.svelte', 'features/room-config/ConflictNotice.svelte', 'features/room-config/DiffTable.svelte',
  ],
  'live stanzas only (test/e2e/workbench)': ['features/console/ConsoleRow.svelte', 'features/console/ConsoleWriter.svelte', 'features/console/XmlLines.svelte', 'features/console/StanzaDetail.svelte'],
  'after something was done, for seconds': ['lib/ui/Toast.svelte', 'lib/ui/Tick.svelte'],
  'while a search of rooms goes on, or mentions lie above': ['features/rooms/SearchFoot.svelte', 'features/messages/MentionJump.svelte'],
}
const excused = Object.values(WHY_NOT).flat()
const components = readdirSync(join(repo, 'renderer'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.svelte')).sort()
const seen = new Set(JSON.parse(readFileSync(join(repo, 'build/gallery.json'), 'utf8')) as string[])

it('every component has its scene in test/gallery/shots.ts (then `npm run gallery -- --check`), or a reason here', () => {
  expect(components.length).toBeGreaterThan(200)
  expect(components.filter((path) => !seen.has(path) && !excused.includes(path))).toEqual([])
})

it('no reason is given for what is seen or gone', () => {
  expect(excused.filter((path) => seen.has(path) || !components.includes(path))).toEqual([])
})
