import { inBoth, remember, root } from '../page'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultSettings } from '#shared/model/settings'
import { errorText } from '../../../../renderer/lib/text/error-texts'
import { matches } from '../../../../renderer/lib/text/matches'
import { Preference } from '../../../../renderer/lib/state/preference.svelte'
import { initialsOf } from '../../../../renderer/lib/ui/Avatar.svelte'

describe('matches', () => {
  it.each<[string, string[], boolean]>([
    ['', ['anything'], true],
    ['李娜', ['设计 李娜'], true],
    ['LINA', ['lina@example.org'], true],
    ['ｌｉｎａ', ['lina@example.org'], true],
    ['wang exam', ['王伟', 'wang@example.org'], true],
    ['wang 李', ['王伟', 'wang@example.org'], false],
    ['.*', ['abc'], false],
  ])('%s in %j', (filter, texts, expected) => expect(matches(filter, ...texts)).toBe(expected))
})

describe('initials', () => {
  it.each([
    ['王伟', '王'], ['Anna Kowalska', 'AK'], ['anna', 'A'], ['li.lei', 'LL'], ['Anna 王', 'A'], ['', '?'], ['   ', '?'], ['🦜 bird', '🦜'], ['👩🏽‍🚀 Ada', '👩🏽‍🚀'], ['@@@', '?'],
  ])('of %s', (name, expected) => expect(initialsOf(name)).toBe(expected))
})

describe('preference', () => {
  const isNumber = (value: unknown): value is number => typeof value === 'number'
  it('comes back, and falls back when what was kept is broken or of another kind', () => {
    new Preference('a', 1, isNumber).value = 7
    expect(new Preference('a', 1, isNumber).value).toBe(7)
    remember('magpie.b', '{broken')
    remember('magpie.c', '"text"')
    expect([new Preference('b', 1, isNumber).value, new Preference('c', 1, isNumber).value]).toEqual([1, 1])
  })
})

describe('settings', () => {
  it('put theme, language and text size on the page at once', async () => {
    const { settings } = await import('../../../../renderer/lib/state/settings.svelte')
    settings.apply({ revision: 1, name: 'settings.changed', payload: { settings: { ...defaultSettings, theme: 'dark', language: 'zh', fontPercent: 130 } } })
    expect([root.dataset.theme, root.lang, root.properties.get('--font-percent')]).toEqual(['dark', 'zh-CN', '130'])
  })
})

describe('error texts', () => {
  it('quote the server, in the language of the user', async () => {
    const texts = await inBoth(() => errorText({ code: 'forbidden', message: 'for the log', text: 'No way' }))
    expect(texts.zh).toContain('“No way”')
    expect(texts.en).toContain('The server says')
    expect(texts.en).not.toContain('for the log')
  })
})

describe('the content security policy', () => {
  const renderer = join(import.meta.dirname, '../../../../renderer')
  const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(svelte|html)$/.test(file))
  it('is kept: no style attribute in any template', () => {
    const offenders = files.filter((file) => /\sstyle=["{]/.test(readFileSync(join(renderer, file), 'utf8')))
    expect(files.length).toBeGreaterThan(50)
    expect(offenders).toEqual([])
  })
})
