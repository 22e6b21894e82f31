import { describe, expect, test } from 'vitest'
import { inBoth } from '../page'

// The pages look at their window, which is none here.
Object.assign(globalThis, { ResizeObserver: class { observe() { /* nothing to see */ } } })
const { findSettings } = await import('../../../../renderer/views/settings-search')
const { keysText, SHORTCUTS, shortcutTexts } = await import('../../../../renderer/views/shortcuts')

describe('settings are found', () => {
  test('by their words in either language, whatever is shown', async () => {
    const found = await inBoth(() => [findSettings('老板键'), findSettings('boss KEY')].map((all) => all[0]))
    expect(found.zh).toEqual(Array.from({ length: 2 }, () => ({ page: 'general', group: '窗口与启动', label: '老板键' })))
    expect(found.en).toEqual(Array.from({ length: 2 }, () => ({ page: 'general', group: 'Window and start', label: 'Boss key' })))
  })

  test('by the words of their hint and of their group, those of their own first', async () => {
    const { en } = await inBoth(() => ({ hint: findSettings('@all'), group: findSettings('sounds').map(({ label }) => label), none: findSettings('zzz') }))
    expect(en.hint).toEqual([{ page: 'notifications', group: 'What counts as a mention', label: 'Calls to everybody' }])
    expect(en.group).toEqual(expect.arrayContaining(['Messages from people', 'Contact requests']))
    expect(en.group.indexOf('Quiet hours')).toBeLessThan(en.group.indexOf('Messages from people'))
    expect(en.none).toEqual([])
  })

  test('by what people call them, before what only mentions that', async () => {
    const { en } = await inBoth(() => (['proxy', '代理', '证书', 'dark', '字体', 'avatar', '黑名单', '下载', 'bold', 'password', '按键', 'weekday'] as const).map((words) => findSettings(words)[0]?.label))
    expect(en).toEqual([
      'Connection settings…', 'Connection settings…', 'Connection settings…', 'Theme', 'Text size', 'My profile…', 'Blocked people', 'Fetch pictures and sounds unasked',
      'Show text styles', 'Change password…', 'Keyboard shortcuts', undefined,
    ])
  })

  test('each has its words in both languages', async () => {
    const { zh, en } = await inBoth(() => findSettings(' ').map(({ group, label }) => [group, label]))
    for (const all of [zh, en]) expect(all.flat().filter((text) => text === '')).toEqual([])
    expect(zh.length).toBe(en.length)
    expect(zh.length).toBeGreaterThan(30)
  })
})

test('every key is named in both languages, and written as on this keyboard', async () => {
  const names = await inBoth(() => SHORTCUTS.flatMap(({ title, keys }) => [shortcutTexts[title], ...keys.map(([what]) => shortcutTexts[what])]))
  for (const all of Object.values(names)) expect(all.filter((text) => !text)).toEqual([])
  expect([keysText('Ctrl+K', 'darwin'), keysText('Ctrl+K', 'linux'), keysText('=doubleClick', 'linux')]).toEqual(['⌘K', 'Ctrl+K', 'Double click'])
})
