import { describe, expect, test } from 'vitest'
import { isRiskyName, safeName } from '#shared/safe-name'

describe('names of files', () => {
  test.each([
    ['假期 照片.png', '假期 照片.png'],
    ['..', 'file'],
    ['', 'file'],
    ['...', 'file'],
    ['../../etc/passwd', '__.._etc_passwd'],
    ['a\\b/c.txt', 'a_b_c.txt'],
    ['a\u2044b\uff0fc.txt', 'a_b_c.txt'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['com1.tar.gz', '_com1.tar.gz'],
    ['.bashrc', '_bashrc'],
    ['name. . .', 'name'],
    ['x\0.png', 'x.png'],
    ['line\nbreak.txt', 'line break.txt'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a\u200b\u2066b\u2069.txt', 'ab.txt'],
    ['photo.jpg                    .exe', 'photo.jpg.exe'],
    ['%2e%2e%2fx', '%2e%2e%2fx'],
    ['file:stream.txt', 'file_stream.txt'],
  ])('%j is stored as %j', (given, stored) => {
    expect(safeName(given)).toBe(stored)
    expect(safeName(stored)).toBe(stored)
  })

  test('a long one keeps its ending and stays within what file systems take', () => {
    for (const long of [`${'长'.repeat(300)}.tar`, 'x'.repeat(400), `${'👋🏽'.repeat(100)}.png`]) {
      const name = safeName(long)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(150)
      expect(name).not.toMatch(/\p{Cs}/u)
    }
    expect(safeName(`${'长'.repeat(300)}.tar`)).toMatch(/\.tar$/)
  })

  test('what runs is known by its last ending, in any case', () => {
    for (const name of ['a.exe', 'photo.jpg.EXE', 'x.desktop', 'x.jar', 'x.sh', 'x.svg', 'x.html', 'report.docm', 'a.lnk', 'a.scr', 'a.bat', 'a.msix', 'a.msc', 'a.webloc', 'feed.xml']) expect(isRiskyName(name), name).toBe(true)
    for (const name of ['a.png', 'exe', 'a.exe.txt', 'report.pdf', 'a.tar.gz']) expect(isRiskyName(name), name).toBe(false)
  })
})
