import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { docFile, docWithTable, readResults, REAL, rowsFor, tagsOf, testsInTree, USE_CASES } from '../support/room-table'

/** `npm run room-table` runs the tests and writes; this test compares. */
if (process.env.UPDATE_ROOM_TABLE) writeFileSync(docFile, docWithTable(readFileSync(docFile, 'utf8'), readResults()))

const results = readResults()

describe('the table of use cases (npm run room-table)', () => {
  it('stands in ROOMS.md as the last run has left it', () => {
    const doc = readFileSync(docFile, 'utf8')
    expect(doc).toBe(docWithTable(doc, results))
  })

  it('names the tests of the tree, each run on all its servers', () => {
    const inTree = testsInTree().map(({ file, title, servers }) => `${file}: ${title} [${[...servers].sort().join(' ')}]`)
    const ran = results.tests.map(({ file, title, on }) => `${file}: ${title} [${Object.keys(on).sort().join(' ')}]`)
    expect(ran).toEqual(inTree)
  })

  it('holds no failure', () => {
    expect(results.tests.filter((row) => Object.values(row.on).includes('FAIL'))).toEqual([])
  })

  it.each(Object.keys(USE_CASES))('%s was tried on both real servers', (tag) => {
    const tried = rowsFor(results, tag).flatMap((row) => Object.keys(row.on))
    for (const server of REAL) expect(tried, tag).toContain(server)
  })

  it('knows a § from a number, and puts §7.10 behind §7.2', () => {
    expect(tagsOf('§7.13 ask, §8.6 answer; XEP-0045 and 0249 (§7.13)')).toEqual(['§7.13', '§8.6', 'XEP-0045'])
  })
})
