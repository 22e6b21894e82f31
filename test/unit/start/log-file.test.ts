import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { openLogFile } from '../../../electron/start/log-file'
import { parseRequest } from '../../../electron/start/json-lines'
import { tempDir } from '../../support/temp'

describe('the log file', () => {
  test('holds every line, in order, for its owner only', () => {
    const dir = join(tempDir('log'), 'logs')
    const write = openLogFile(dir)
    write('one\n')
    write('二\n')
    expect(readFileSync(join(dir, 'magpie.log'), 'utf8')).toBe('one\n二\n')
    expect(statSync(dir).mode & 0o777).toBe(0o700)
    expect(statSync(join(dir, 'magpie.log')).mode & 0o777).toBe(0o600)
  })

  test('goes on where the last start ended, and keeps two files of the given size', () => {
    const dir = tempDir('log')
    for (let start = 0; start < 3; start++) {
      const write = openLogFile(dir, 100)
      for (let i = 0; i < 5; i++) write(`${start}${i} ${'x'.repeat(20)}\n`)
    }
    expect(readdirSync(dir).sort()).toEqual(['magpie.1.log', 'magpie.log'])
    const sizes = readdirSync(dir).map((name) => statSync(join(dir, name)).size)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100)
    const text = readFileSync(join(dir, 'magpie.1.log'), 'utf8') + readFileSync(join(dir, 'magpie.log'), 'utf8')
    expect(text.trim().split('\n').at(-1)).toMatch(/^24 /)
  })

  test('that cannot be written is said once and harms nobody', () => {
    const dir = tempDir('log')
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const file = join(dir, 'file')
    writeFileSync(file, '')
    const write = openLogFile(join(file, 'logs'))
    write('a\n')
    write('b\n')
    expect(stderr).toHaveBeenCalledOnce()
    rmSync(dir, { recursive: true })
  })
})

describe('a line for the headless core', () => {
  test('is a call', () => {
    expect(parseRequest('{"id":1,"call":"a.b","input":{"x":1}}')).toEqual({ id: 1, call: 'a.b', input: { x: 1 } })
    expect(parseRequest('{"id":"k","call":"a.b"}')).toEqual({ id: 'k', call: 'a.b', input: {} })
  })

  test('with an id but no call keeps its id for the refusal', () => {
    expect(parseRequest('{"id":7}')).toMatchObject({ id: 7, call: null })
    expect(parseRequest('{"id":7,"call":9}')).toMatchObject({ id: 7, call: null })
  })

  test.each(['', 'x', '1', 'null', '[]', '"id"', '{}', '{"call":"a"}', '{"id":{},"call":"a"}', '{"id":null,"call":"a"}', `{"id":"${'x'.repeat(201)}","call":"a"}`])(
    'is refused: %j', (line) => {
      expect(parseRequest(line)).toEqual({ id: null, call: null, input: null })
    },
  )
})
