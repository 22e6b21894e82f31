import { describe, expect, it } from 'vitest'
import { allChecks, someChecks } from '#features/check-up/checks/index'
import { areaTexts, type CheckWords } from '#shared/check-up/texts'

const gaps = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort()

describe('the catalogue of the check-up', () => {
  it('has every id once, and what a check needs stands before it', () => {
    const seen = new Set<string>()
    for (const { id, area, after = [], needs = [] } of allChecks) {
      expect(seen.has(id), id).toBe(false)
      expect(id.startsWith(`${area}.`), id).toBe(true)
      for (const before of [...after, ...needs]) expect(seen.has(before), `${id} after ${before}`).toBe(true)
      seen.add(id)
    }
  })

  it('brings along what must have passed before, and what prepares it, in the order of the run', () => {
    const ids = (wanted: string) => someChecks(({ id }) => id === wanted).map(({ id }) => id)
    expect(ids('account.presence')).toEqual(['account.contacts', 'account.subscription', 'account.presence'])
    expect(ids('rooms.listed')).toEqual(['rooms.service', 'rooms.create', 'rooms.public', 'rooms.listed'])
    expect(ids('rooms.message')).toEqual(['rooms.service', 'rooms.create', 'rooms.public', 'rooms.join', 'rooms.message'])
    expect(ids('services.ping')).toEqual(['services.ping'])
  })

  it('has words for every check in both languages, with the same gaps, and none for others', () => {
    const words = (language: 'zh' | 'en') => Object.assign({}, ...Object.values(areaTexts).map((area) => area[language])) as Record<string, CheckWords>
    const zh = words('zh')
    const en = words('en')
    const ids = allChecks.map((check) => check.id).sort()
    expect(Object.keys(zh).sort()).toEqual(ids)
    expect(Object.keys(en).sort()).toEqual(ids)
    for (const id of ids) {
      const [one, two] = [zh[id]!, en[id]!]
      expect(Object.keys(one).sort(), id).toEqual(Object.keys(two).sort())
      expect(Object.keys(one.reasons ?? {}).sort(), id).toEqual(Object.keys(two.reasons ?? {}).sort())
      for (const key of ['title', 'pass', 'missing', 'broken'] as const) expect(gaps(one[key] ?? ''), `${id} ${key}`).toEqual(gaps(two[key] ?? ''))
      for (const [reason, text] of Object.entries(one.reasons ?? {})) expect(gaps(text), `${id} ${reason}`).toEqual(gaps(two.reasons![reason]!))
    }
    for (const { hints } of Object.values(areaTexts)) for (const id of Object.keys(hints)) expect(ids).toContain(id)
  })
})
