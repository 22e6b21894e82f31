import { describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { bossKey, defaultSettings, type Settings } from '#shared/model/settings'
import { autostartEntry, isEntryOn } from '../../../electron/desktop/autostart-entry'
import { createGlobalKey } from '../../../electron/desktop/global-key'
import { createClosing } from '../../../electron/desktop/closing'

function settingsOf(more: Partial<Settings> = {}) {
  let current = { ...defaultSettings, ...more }
  return { get: () => current, set: (change: Partial<Settings>) => void (current = { ...current, ...change }) }
}

describe('started with the computer', () => {
  test('the entry runs exactly what it names, whatever is in it', () => {
    const entry = autostartEntry(['/opt/Magpie 100%/magpie', '--profile-dir', 'a"b`c$d\\e', '--background'])
    expect(entry).toContain(`Exec="/opt/Magpie 100%%/magpie" "--profile-dir" "a\\\\"b\\\\\`c\\\\$d\\\\\\\\e" "--background"\n`)
    expect(isEntryOn(entry)).toBe(true)
  })

  test.each(['', 'Hidden=true', 'X-GNOME-Autostart-enabled=false'])('switched off elsewhere: %j', (line) => {
    expect(isEntryOn(line && `${autostartEntry(['magpie'])}${line}\n`)).toBe(false)
  })
})

describe('the boss key', () => {
  function shortcuts(taken: string[] = []) {
    const held = new Map<string, () => void>()
    return {
      held,
      register: (key: string, act: () => void) => !taken.includes(key) && held.set(key, act) && true,
      unregister: (key: string) => void held.delete(key),
    }
  }

  test('none at first; one that is taken leaves the old one as it was', () => {
    const system = shortcuts(['Control+Alt+X'])
    const settings = settingsOf()
    let pressed = 0
    const key = createGlobalKey({ shortcuts: system, settings, name: 'bossKey', log: () => undefined }, () => pressed++)
    expect(key.standing()).toEqual({ key: null, works: false })
    key.choose('Control+Alt+H')
    system.held.get('Control+Alt+H')!()
    expect(pressed).toBe(1)
    key.choose('Control+Alt+X')
    expect([key.standing(), [...system.held.keys()], settings.get().bossKey]).toEqual([{ key: 'Control+Alt+H', works: true }, ['Control+Alt+H'], 'Control+Alt+H'])
    key.choose('Alt+Shift+F9')
    expect([...system.held.keys()]).toEqual(['Alt+Shift+F9'])
    key.choose(null)
    expect([key.standing(), system.held.size, settings.get().bossKey]).toEqual([{ key: null, works: false }, 0, ''])
  })

  test('kept over a start; another program may have it by then', () => {
    const settings = settingsOf({ bossKey: 'Control+Alt+H' })
    expect(createGlobalKey({ shortcuts: shortcuts(), settings, name: 'bossKey', log: () => undefined }, () => undefined).standing()).toEqual({ key: 'Control+Alt+H', works: true })
    expect(createGlobalKey({ shortcuts: shortcuts(['Control+Alt+H']), settings, name: 'bossKey', log: () => undefined }, () => undefined).standing()).toEqual({ key: 'Control+Alt+H', works: false })
  })

  test.each([['', true], ['Control+Alt+H', true], ['Super+F12', true], ['Shift+H', false], ['H', false], ['Control+', false], ['Control+Alt+Delete', false]])('%j may be one: %s', (key, may) => {
    expect(v.safeParse(bossKey, key).success).toBe(may)
  })
})

describe('closing the window', () => {
  function closing(answer: boolean, more: Partial<Settings> = {}) {
    const settings = settingsOf(more)
    const done: string[] = []
    const close = createClosing({ settings, ask: () => (done.push('ask'), Promise.resolve(answer)), hide: () => done.push('hide'), quit: () => done.push('quit') })
    return { close, done, settings }
  }

  test('the first time he is told, then it goes to the tray', async () => {
    const { close, done, settings } = closing(true)
    await Promise.all([close(), close()])
    await close()
    expect(done).toEqual(['ask', 'hide', 'hide'])
    expect(settings.get().closeToTray).toBe(true)
  })

  test('who does not want that ends it, and is not asked again', async () => {
    const { close, done, settings } = closing(false)
    await close()
    expect(done).toEqual(['ask', 'quit'])
    expect(settings.get()).toMatchObject({ closeToTray: false, toldOfTray: true })
  })
})
