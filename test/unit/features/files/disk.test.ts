/** SAFETY S4: names that others give, into the real folder. Whatever they are, one file comes of each, inside, and nothing else changes. */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addToFile, beginFile, findFile, finishFile, newKey, removeFile } from '../../../../electron/features/files/disk'
import { macQuarantine, markFromOutside } from '../../../../electron/features/files/quarantine'
import type { EpochMs } from '#shared/time'
import { tempDir } from '../../../support/temp'

/** `PLACE/files`, with something beside it that must stay as it is. */
function place() {
  const outside = tempDir('names')
  writeFileSync(join(outside, 'kept'), 'as it was')
  return { outside, dir: join(outside, 'files') }
}
const treeOf = (dir: string) => readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort()

const NAMES = [
  '..', '.', '', '/', '../kept', '../../kept', '/etc/passwd', 'a/b', 'a\\b', '..\\..\\kept', 'C:\\Windows\\x.exe', '\\\\server\\share\\x',
  'CON', 'nul', 'AUX.txt', 'com1.tar.gz', 'LPT¹', 'x\0.png', 'x\n.png', 'x'.repeat(300), '长'.repeat(300), `${'👋🏽'.repeat(100)}.png`, '.bashrc',
  'name. . .', 'name ', '%2e%2e%2fkept', '..%c0%af..%c0%afkept', 'photo\u202egpj.exe', 'a\u2044b', '\uff0e\uff0e\uff0fkept', 'x:stream', '~', '-rf', '*', '\ud800.png', '"><img src=x>',
]

describe('a file of somebody else', () => {
  test.each(NAMES.map((name) => [name]))('called %j lies in its own folder, and nowhere else', async (name) => {
    const { outside, dir } = place()
    const key = newKey()
    await beginFile(dir, key)
    await addToFile(dir, key, Buffer.from('hello'))
    await finishFile(dir, key, name)
    const found = await findFile(dir, key)
    expect(found).toMatchObject({ size: 5, path: join(dir, key, found!.name) })
    expect(treeOf(outside)).toEqual(['files', `files/${key}`, `files/${key}/${found!.name}`, 'kept'])
    expect(readFileSync(join(outside, 'kept'), 'utf8')).toBe('as it was')
    expect(statSync(found!.path).mode & 0o777).toBe(0o600) // nobody else's to read, nobody's to run
    await removeFile(dir, key)
    expect(treeOf(outside)).toEqual(['files', 'kept'])
  })

  test('takes the place of nothing that is there', async () => {
    const { dir } = place()
    const key = newKey()
    await beginFile(dir, key)
    await addToFile(dir, key, Buffer.from('first'))
    await expect(beginFile(dir, key)).rejects.toThrow('EEXIST')
    await finishFile(dir, key, 'a.txt')
    await beginFile(dir, key)
    await expect(finishFile(dir, key, 'a.txt')).rejects.toThrow('EEXIST')
    expect(readFileSync(join(dir, key, 'a.txt'), 'utf8')).toBe('first')
  })

  test('follows no link that somebody has laid: not where it comes in, not where it is read, not where it is deleted', async () => {
    const { outside, dir } = place()
    mkdirSync(dir)
    const kept = join(outside, 'kept')
    const [coming, folder, read] = [newKey(), newKey(), newKey()]
    symlinkSync(kept, join(dir, `${coming}.part`))
    await expect(beginFile(dir, coming)).rejects.toThrow('EEXIST')
    symlinkSync(outside, join(dir, folder))
    writeFileSync(join(dir, `${folder}.part`), 'x')
    await expect(finishFile(dir, folder, 'kept')).rejects.toThrow('EEXIST')
    await removeFile(dir, folder)
    mkdirSync(join(dir, read))
    symlinkSync(kept, join(dir, read, 'a.txt'))
    expect(await findFile(dir, read)).toBeNull()
    await removeFile(dir, read)
    expect(readFileSync(kept, 'utf8')).toBe('as it was')
    expect(lstatSync(kept).isFile()).toBe(true)
  })

  test.each(['..', '../kept', '', 'A'.repeat(32), '0'.repeat(31), `${'0'.repeat(32)}/..`])('is found by its key and by nothing like %j', async (key) => {
    const { dir } = place()
    mkdirSync(dir)
    expect(await findFile(dir, key)).toBeNull()
  })

  test('bears the mark of the system, where it has one', async () => {
    const { dir } = place()
    mkdirSync(dir)
    const path = join(dir, 'a.exe')
    writeFileSync(path, 'MZ')
    const nowMs = Date.UTC(2026, 10, 23) as EpochMs
    await markFromOutside(path, nowMs, 'linux')
    expect(readdirSync(dir)).toEqual(['a.exe'])
    // On NTFS this name is a stream of the file; here it shows what would be in it.
    await markFromOutside(path, nowMs, 'win32')
    expect(readFileSync(`${path}:Zone.Identifier`, 'latin1')).toBe('[ZoneTransfer]\r\nZoneId=3\r\n')
    expect(macQuarantine(nowMs)).toMatch(/^0081;[0-9a-f]{8};Magpie;$/)
    expect(existsSync(path)).toBe(true)
  })
})
