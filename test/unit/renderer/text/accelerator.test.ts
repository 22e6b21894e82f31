import { expect, test } from 'vitest'
import { acceleratorOf, acceleratorText } from '../../../../renderer/lib/text/accelerator'

const press = (code: string, ...held: ('ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey')[]) => ({
  code, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...Object.fromEntries(held.map((name) => [name, true])),
})

test('keys are whole with a modifier that writes nothing', () => {
  expect(acceleratorOf(press('KeyH', 'ctrlKey', 'altKey'), 'linux')).toBe('Control+Alt+H')
  expect(acceleratorOf(press('F9', 'altKey', 'shiftKey'), 'win32')).toBe('Alt+Shift+F9')
  expect([acceleratorOf(press('Digit1', 'metaKey'), 'darwin'), acceleratorOf(press('Digit1', 'metaKey'), 'linux')]).toEqual(['Command+1', 'Super+1'])
  for (const keys of [press('KeyH'), press('KeyH', 'shiftKey'), press('ControlLeft', 'ctrlKey'), press('Delete', 'ctrlKey', 'altKey'), press('F25', 'ctrlKey')]) {
    expect(acceleratorOf(keys, 'linux')).toBeNull()
  }
})

test('read as the system writes them', () => {
  expect(acceleratorText('Control+Alt+H', 'linux')).toBe('Ctrl+Alt+H')
  expect(acceleratorText('Super+F9', 'win32')).toBe('Win+F9')
  expect(acceleratorText('Control+Alt+Command+H', 'darwin')).toBe('⌃⌥⌘H')
})
