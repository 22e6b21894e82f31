import { expect, test } from 'vitest'
import { defaultSettings, type Settings } from '#shared/model/settings'
import { checkSpelling } from '../../../electron/desktop/spelling'

function start(spellLanguages: string[], isMac = false) {
  let settings = { ...defaultSettings, spellLanguages }
  let listener: (settings: Settings) => void = () => undefined
  const done: string[] = []
  const session = {
    availableSpellCheckerLanguages: ['en-US', 'de'],
    setSpellCheckerLanguages: (languages: string[]) => void done.push(`languages ${languages.join()}`),
    setSpellCheckerEnabled: (isOn: boolean) => void done.push(isOn ? 'on' : 'off'),
  }
  checkSpelling(session, { get: () => settings, onChange: (tell) => ((listener = tell), () => undefined) }, isMac)
  return { done, choose: (chosen: string[]) => listener((settings = { ...settings, spellLanguages: chosen })) }
}

test('nothing is switched on, and so nothing fetched, before the user has chosen a language', () => {
  const { done, choose } = start([])
  expect(done).toEqual([])
  choose([])
  expect(done).toEqual([])
  choose(['de', 'xx'])
  expect(done).toEqual(['languages de', 'on'])
  choose([])
  expect(done.slice(2)).toEqual(['languages ', 'off'])
})

test('what was chosen holds at the next start; what there is no dictionary for does not', () => {
  expect(start(['en-US']).done).toEqual(['languages en-US', 'on'])
  expect(start(['xx']).done).toEqual(['languages ', 'off'])
})

test('macOS has its own languages', () => {
  expect(start(['en-US'], true).done).toEqual(['on'])
})
