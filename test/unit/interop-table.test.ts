import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { interopTable, readmeWithInterop, readResults } from '../support/interop-table'
import { readmeFile } from '../support/xep-table'

/** `npm run interop` writes; this test compares. */
if (process.env.UPDATE_INTEROP) writeFileSync(readmeFile, readmeWithInterop(readFileSync(readmeFile, 'utf8'), readResults()))

describe('the table of foreign clients (npm run interop)', () => {
  it('stands in the README as the last run has left it', () => {
    const readme = readFileSync(readmeFile, 'utf8')
    expect(readme).toBe(readmeWithInterop(readme, readResults()))
  })

  it('holds no failure', () => {
    expect(interopTable(readResults())).not.toContain('FAILED')
  })

  it('says what goes which way, and once why something was not tried', () => {
    const table = interopTable({
      a: { version: '1', on: '2026-11-23', tried: { message: { to: 'yes', from: 'yes' }, file: { to: 'yes', from: 'no: it cannot' }, room: { to: 'no: it cannot', from: 'no: it cannot' }, answer: { to: 'FAIL: lost' } } },
    })
    expect(table).toContain('| words | both ways |')
    expect(table).toContain('| files (0363) | to it |')
    expect(table).toContain('| answers (0461) | FAILED |')
    expect(table).toContain('| styles (0393) | not tried |')
    expect(table).toContain('| tried on | 2026-11-23 |')
    expect(table.endsWith('A 1: files (0363), talk in a room (0045): it cannot.')).toBe(true)
  })
})
