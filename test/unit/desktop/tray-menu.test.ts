import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import type { AccountId, ConversationId } from '#shared/ids'
import type { Conversation } from '#shared/model/conversation'
import { defaultSettings, type Settings } from '#shared/model/settings'
import type { EpochMs } from '#shared/time'
import { dotBitmap } from '../../../electron/desktop/dot'
import { createQuiet } from '../../../electron/desktop/quiet'
import { stringsFor } from '../../../electron/desktop/strings'
import { trayMenu } from '../../../electron/desktop/tray-menu'

const one = (id: number): Conversation => ({
  id: id as ConversationId, accountId: 1 as AccountId, kind: 'chat', peer: `p&${id}@example.org`, draft: '', unreadCount: id, mentionCount: 0,
  lastMessage: null, activityMs: id as EpochMs, isPinned: false, notify: 'always', isHidden: false, isRequest: false,
})

function menu(unread: Conversation[], more: Partial<Settings> = {}) {
  let settings = { ...defaultSettings, ...more }
  const done: string[] = []
  const quiet = createQuiet({ get: () => settings, set: (change) => void (settings = { ...settings, ...change }) }, { nowMs: () => 1000 as EpochMs, monotonicMs: () => 0 })
  const make = () =>
    trayMenu(
      {
        unread: () => unread, online: () => [1 as AccountId], accountName: () => null, nameOf: ({ peer }) => peer, showsOf: () => null,
        status: () => ({ availability: 'away', signature: '', canBeInvisible: false }),
      },
      quiet, stringsFor('en', 'en'), (ms) => `at ${ms}`,
      { onShow: () => done.push('show'), onOpen: ({ id }) => done.push(`open ${id}`), onStatus: (availability) => done.push(availability), onQuit: () => done.push('quit') },
    )
  const press = (label: string | RegExp, items: MenuItemConstructorOptions[] = make()) => {
    const item = items.find((entry) => (typeof label === 'string' ? entry.label === label : label.test(entry.label ?? '')))
    if (!item?.click) throw new Error(`nothing to press: ${label}`)
    ;(item.click as () => void)()
  }
  return { make, press, done, labels: () => make().map(({ label, type }) => label ?? type), settings: () => settings }
}

describe('the menu of the tray', () => {
  test('unread conversations first, at most five; each opens', () => {
    const { labels, press, done } = menu([1, 2, 3, 4, 5, 6].map(one))
    expect(labels()).toEqual([
      'p&&1@example.org  1 unread', 'p&&2@example.org  2 unread', 'p&&3@example.org  3 unread', 'p&&4@example.org  4 unread', 'p&&5@example.org  5 unread',
      'separator', 'Status', 'Do not disturb for an hour', 'separator', 'Show Magpie', 'Quit',
    ])
    press(/^p&&2/)
    press('Show Magpie')
    press('Quit')
    expect(done).toEqual(['open 2', 'show', 'quit'])
  })

  test('the own status', () => {
    const { make, press, done } = menu([])
    const status = make().find(({ label }) => label === 'Status')!.submenu as MenuItemConstructorOptions[]
    expect(status.filter(({ checked }) => checked).map(({ label }) => label)).toEqual(['Away'])
    press('Invisible', status)
    expect(done).toEqual(['invisible'])
  })

  test('quiet for an hour, and its end', () => {
    const { labels, press, settings } = menu([])
    press('Do not disturb for an hour')
    expect(settings().quietUntilMs).toBe(3_601_000)
    expect(labels()).toContain('Quiet until at 3601000')
    press('End the quiet')
    expect(settings().quietUntilMs).toBe(0)
    expect(labels().filter((label) => /uiet/.test(String(label)))).toEqual([])
  })
})

test('the dot of the taskbar is round: full in the middle, nothing in the corners', () => {
  const pixels = dotBitmap(16)
  const alpha = (x: number, y: number) => pixels[(y * 16 + x) * 4 + 3]
  expect([alpha(8, 8), alpha(0, 0), alpha(15, 15), alpha(0, 8)! > 0]).toEqual([255, 0, 0, true])
})
