import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { silentLog } from '#core/log'
import { isListMarked, markList, readWindowState, saveWindowState } from '../../../electron/desktop/window-state'
import { tempDir } from '../../support/temp'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const min = { width: 640, height: 480 }
const first = { width: 1080, height: 720, isMaximized: false }

test('the first window has a size and no place', () => {
  expect(readWindowState(tempDir('window'), [screen], min)).toEqual(first)
})

test('what was saved comes back', () => {
  const dir = tempDir('window')
  saveWindowState(dir, { x: 10, y: 20, width: 900, height: 600, isMaximized: true }, silentLog)
  expect(readWindowState(dir, [screen], min)).toEqual({ x: 10, y: 20, width: 900, height: 600, isMaximized: true })
})

test('a place on a screen that is gone is forgotten, the size kept', () => {
  const dir = tempDir('window')
  saveWindowState(dir, { x: 2500, y: 20, width: 900, height: 600, isMaximized: false }, silentLog)
  expect(readWindowState(dir, [screen], min)).toEqual({ width: 900, height: 600, isMaximized: false })
  expect(readWindowState(dir, [screen, { ...screen, x: 1920 }], min)).toMatchObject({ x: 2500 })
})

test('never below the least size', () => {
  const dir = tempDir('window')
  saveWindowState(dir, { x: 0, y: 0, width: 1, height: -5, isMaximized: false }, silentLog)
  expect(readWindowState(dir, [screen], min)).toMatchObject(min)
})

test.each(['', '{', 'null', '[]', '{"width":"a","height":1,"isMaximized":false}', '{"width":1e99,"height":1.5,"isMaximized":0}'])('a bad file is no harm: %j', (text) => {
  const dir = tempDir('window')
  writeFileSync(join(dir, 'window.json'), text)
  expect(readWindowState(dir, [screen], min)).toEqual(first)
})

test('the slim window has a place of its own, and is known before the settings are', () => {
  const dir = tempDir('window')
  saveWindowState(dir, { x: 10, y: 20, width: 900, height: 600, isMaximized: false }, silentLog)
  expect(readWindowState(dir, [screen], { width: 280, height: 420 }, 'list')).toEqual({ width: 340, height: 720, isMaximized: false })
  saveWindowState(dir, { x: 1500, y: 20, width: 300, height: 800, isMaximized: false }, silentLog, 'list')
  expect(readWindowState(dir, [screen], min)).toMatchObject({ x: 10, width: 900 })
  expect(readWindowState(dir, [screen], { width: 280, height: 420 }, 'list')).toMatchObject({ x: 1500, width: 300 })
  expect(isListMarked(dir)).toBe(false)
  for (const isOn of [true, true, false, false]) {
    markList(dir, isOn, silentLog)
    expect(isListMarked(dir)).toBe(isOn)
  }
})
