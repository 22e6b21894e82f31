import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Verdict } from '#shared/check-up/report'
import { parseArgv, parseCheckUp } from '../../../electron/start/argv'
import { exitCodeOf } from '../../../electron/start/check-up-command'
import { profileDirOf } from '../../../electron/start/profile-dir'
import { line } from '../shared/check-up/sample'

const options = (...args: string[]) => {
  const parsed = parseArgv(args)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return parsed
}

describe('the command line', () => {
  test('without anything: the default profile', () => {
    expect(options()).toEqual({ profile: 'default', profileDir: null, accountFile: null })
  })

  test('both spellings, among switches of others and their values', () => {
    const args = ['--no-sandbox', '/app', '--inspect=0', '--profile', 'bob', '--profile-dir=/tmp/a b', '--lang', 'zh', '--account-file', 'x.json']
    expect(options(...args)).toEqual({ profile: 'bob', profileDir: '/tmp/a b', accountFile: 'x.json' })
  })

  test('the last one counts; an address of the system is no option', () => {
    expect(options('--profile', 'a', 'xmpp:room@example.org?join', '--profile=b').profile).toBe('b')
    expect(options('--profiler', 'x', '-profile', 'y')).toEqual(options())
  })

  test.each(['', '../evil', 'a/b', 'a\\b', '.hidden', '-x', '..', 'con', 'NUL', 'com1', 'a b', '名字', 'a\0b', 'x'.repeat(33)])(
    'a profile is not called %j', (name) => {
      expect(parseArgv([`--profile=${name}`])).toHaveProperty('problem')
    },
  )

  test.each([['--profile'], ['--profile-dir', '--account-file', 'x'], ['--account-file=']])('a missing value is said: %j', (...args) => {
    expect(parseArgv(args)).toHaveProperty('problem')
  })
})

describe('a check-up by command line', () => {
  const none = { markdown: null, html: null, junit: null, compare: null, only: null }
  test('is asked for or not', () => {
    expect(parseCheckUp(['/app', '--profile', 'x', '--check-upx', 'y'], {})).toBeNull()
    expect(parseCheckUp(['/app', '--check-up', 'a.json'], { LANG: 'de_DE.UTF-8' })).toEqual({ file: 'a.json', isJson: false, ...none, language: 'en' })
    expect(parseCheckUp(['--check-up=a.json', '--json', '--junit', 'j.xml', '--compare=old.json'], { LC_ALL: 'zh_CN.UTF-8' }))
      .toEqual({ file: 'a.json', isJson: true, ...none, junit: 'j.xml', compare: 'old.json', language: 'zh' })
    expect(parseCheckUp(['--check-up', 'a.json', '--language', 'en', '--html', 'h'], { LANG: 'zh_TW' })).toMatchObject({ language: 'en', html: 'h' })
    expect(parseCheckUp(['--check-up', 'a', '--only=rooms,files'], {})).toMatchObject({ only: ['rooms', 'files'] })
  })

  test.each([['--check-up'], ['--check-up='], ['--check-up', '--json'], ['--check-up', 'a', '--html'], ['--check-up', 'a', '--language', 'fr'], ['--check-up', 'a', '--only', 'rooms,cellar']])('a wrong value is said: %j', (...args) => {
    expect(parseCheckUp(args, {})).toHaveProperty('problem')
  })

  test('ends with 0, 1 where something is broken, 2 where it was not what was asked for', () => {
    const fine = { isAlone: false, isWritten: true }
    const report = (isAborted: boolean, ...verdicts: Verdict[]) => ({ isAborted, lines: verdicts.map((verdict, i) => line(`rooms.n${i}`, { verdict })) })
    expect(exitCodeOf(report(false, 'pass', 'missing', 'untested'), fine)).toBe(0)
    expect(exitCodeOf(report(false, 'pass', 'broken'), fine)).toBe(1)
    for (const verdict of ['pass', 'broken'] as const) {
      expect(exitCodeOf(report(true, verdict), fine)).toBe(2)
      expect(exitCodeOf(report(false, verdict), { ...fine, isAlone: true })).toBe(2)
      expect(exitCodeOf(report(false, verdict), { ...fine, isWritten: false })).toBe(2)
    }
  })
})

describe('the place of a profile', () => {
  const bob = options('--profile', 'bob')

  test('follows the system', () => {
    expect(profileDirOf(bob, {}, 'linux')).toBe(join(homedir(), '.config/Magpie/profiles/bob'))
    expect(profileDirOf(bob, { XDG_CONFIG_HOME: '/x' }, 'linux')).toBe('/x/Magpie/profiles/bob')
    expect(profileDirOf(bob, { APPDATA: '/roaming' }, 'win32')).toBe('/roaming/Magpie/profiles/bob')
    expect(profileDirOf(bob, {}, 'darwin')).toBe(join(homedir(), 'Library/Application Support/Magpie/profiles/bob'))
  })

  test('or is where the user says', () => {
    expect(profileDirOf(options('--profile-dir', '/tmp/p', '--profile', 'bob'))).toBe('/tmp/p')
  })
})
