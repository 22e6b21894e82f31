import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { slices } from '#contract'
import { features } from '#features/index'
import { doap, doapFile, readmeFile, readmeWithTable, supportedXeps } from '../support/xep-table'

/** `npm run xeps` writes; the test compares. */
if (process.env.UPDATE_XEPS) {
  writeFileSync(readmeFile, readmeWithTable())
  writeFileSync(doapFile, doap())
}


describe('what we say we support', () => {
  it('stands in the README as the features say it (npm run xeps)', () => {
    expect(readFileSync(readmeFile, 'utf8')).toBe(readmeWithTable())
    expect(readFileSync(doapFile, 'utf8')).toBe(doap())
  })

  it('names XEPs by number and with a version', () => {
    for (const xep of supportedXeps()) {
      expect(xep.id).toMatch(/^(\d{4}|RFC \d{4})$/)
      expect(xep.version).toMatch(/^\d[\d.-]*$/)
      if (xep.support === 'partial') expect(xep.note, `${xep.id} is partial: what is left out?`).toBeTruthy()
    }
  })

  it('has every feature in both lists, the contract and the core, under one name', () => {
    expect(features.map((feature) => feature.name).sort()).toEqual(Object.keys(slices).sort())
  })
})
