import { describe, expect, it, test } from 'vitest'
import { COMMANDS, commandsFor, durationMs, isBeyondRank, type CommandName } from '../../../../renderer/features/composer/commands'
import { completionAt, tabCompletion, type Mentionable } from '../../../../renderer/features/composer/completion'
import { nextWord, quoted, readInput } from '../../../../renderer/features/composer/slash'

describe('slash commands', () => {
  const command = (name: string, values: object = {}) => ({ kind: 'command', name, values })
  it.each([
    ['', { kind: 'nothing' }],
    [' \n ', { kind: 'nothing' }],
    ['hello \n', { kind: 'text', body: 'hello' }],
    ['  indented', { kind: 'text', body: '  indented' }],
    ['/me waves', { kind: 'text', body: '/me waves' }],
    ['/ME waves', { kind: 'text', body: '/me waves' }],
    ['/me', { kind: 'incomplete', name: 'me' }],
    ['/topic 明天 10 点评审', command('topic', { text: '明天 10 点评审' })],
    ['/topic', command('topic')],
    ['/nick  小李 ', command('nick', { text: '小李' })],
    ['/nick', { kind: 'incomplete', name: 'nick' }],
    ['/kick wang', command('kick', { nick: 'wang' })],
    ['/kick "Wang Wei" too loud', command('kick', { nick: 'Wang Wei', text: 'too loud' })],
    ['/kick', { kind: 'incomplete', name: 'kick' }],
    ['/mute wang', command('mute', { nick: 'wang' })],
    ['/mute wang 10m', command('mute', { nick: 'wang', duration: '10m' })],
    ['/mute wang 10m be quiet', command('mute', { nick: 'wang', duration: '10m', text: 'be quiet' })],
    ['/ban wang spam', command('ban', { who: 'wang', text: 'spam' })],
    ['/ban wang@example.org 1d', command('ban', { who: 'wang@example.org', duration: '1d' })],
    ['/affiliate Admin wang', command('affiliate', { affiliation: 'admin', who: 'wang' })],
    ['/affiliate king wang', { kind: 'wrong', name: 'affiliate', word: 'king' }],
    ['/role visitor', command('role', { role: 'visitor' })],
    ['/role', { kind: 'incomplete', name: 'role' }],
    ['/affiliate admin', command('affiliate', { affiliation: 'admin' })],
    ['/list', command('list')],
    ['/list Outcast', command('list', { list: 'outcast' })],
    ['/list friends', { kind: 'wrong', name: 'list', word: 'friends' }],
    ['/config', command('config')],
    ['/destroy we move', command('destroy', { text: 'we move' })],
    ['/msg wang', { kind: 'incomplete', name: 'msg' }],
    ['/msg "a \\"b" hi there', command('msg', { nick: 'a "b', text: 'hi there' })],
    ['/part', command('part')],
    ['/constructor x', { kind: 'unknown', name: 'constructor' }],
    ['/命令', { kind: 'unknown', name: '命令' }],
    ['//kick wang', { kind: 'text', body: '/kick wang' }],
    ['/usr/bin/env', { kind: 'text', body: '/usr/bin/env' }],
    ['/ alone', { kind: 'text', body: '/ alone' }],
  ])('%j in a room', (text, input) => expect(readInput(text, 'room')).toEqual(input))

  it('knows no room commands in a chat', () => {
    expect(readInput('/topic x', 'chat')).toEqual({ kind: 'unknown', name: 'topic' })
    expect(commandsFor('chat')).toEqual(['me', 'join', 'help'])
  })
  it.each(['a', 'Wang Wei', '', 'a"b', 'back\\slash here'])('quotes %j so that it is read again', (word) => {
    expect(nextWord(`${quoted(word)} rest`)).toEqual({ word, rest: ' rest', isOpen: false })
  })
  it.each([['10m', 600_000], ['1h', 3_600_000], ['2D', 172_800_000], ['0m', null], ['10', null], ['m', null], ['99999d', null]])('%s', (word, ms) =>
    expect(durationMs(word)).toBe(ms))
  it('says each in both languages', () => {
    for (const name of Object.keys(COMMANDS) as CommandName[]) {
      expect(COMMANDS[name].words.zh.help).toMatch(/\p{Script=Han}/u)
      expect(COMMANDS[name].words.en.help.length).toBeGreaterThan(5)
    }
  })
  it('knows what is beyond our rank', () => {
    const facts = { ownerCount: null, isMembersOnly: false, isModerated: false }
    const names = Object.keys(COMMANDS) as CommandName[]
    const beyond = (role: 'participant' | 'moderator', affiliation: 'none' | 'admin' | 'owner') =>
      names.filter((name) => isBeyondRank(name, { role, affiliation, jid: null }, facts))
    expect(beyond('participant', 'none')).toEqual(['kick', 'ban', 'unban', 'mute', 'voice', 'op', 'member', 'admin', 'owner', 'affiliate', 'role'])
    expect(beyond('moderator', 'none')).not.toContain('kick')
    expect(beyond('moderator', 'admin')).toEqual(['admin', 'owner'])
    expect(beyond('moderator', 'owner')).toEqual([])
  })
})

describe('completion', () => {
  const nicks = ['Wang Wei', '王伟', 'lina', 'wanda']
  const labels = (before: string, kind: 'room' | 'chat' = 'room') => completionAt(before, kind, nicks).choices.map((choice) => choice.label)
  const first = (before: string) => {
    const { from, choices } = completionAt(before, 'room', nicks)
    return before.slice(0, from) + (choices[0]?.insert ?? '')
  }
  test('of commands', () => {
    expect(labels('/', 'chat')).toEqual(['me', 'join', 'help'])
    expect(labels('/M')).toEqual(['me', 'msg', 'mute', 'member'])
    expect(labels('x /t')).toEqual([])
    expect(first('/ki')).toBe('/kick ')
    expect(first('/pa')).toBe('/part')
  })
  test('of nicks, quoted where they have spaces', () => {
    expect(labels('/kick ')).toEqual(nicks)
    expect(labels('/kick wan')).toEqual(['Wang Wei', 'wanda'])
    expect(first('/kick wang')).toBe('/kick "Wang Wei" ')
    expect(first('/kick "wang w')).toBe('/kick "Wang Wei" ')
    expect(labels('/kick lina')).toEqual([])
    expect(labels('/kick lina so')).toEqual([])
    expect(labels('/kick 伟')).toEqual(['王伟'])
  })
  test('of ranks, roles and durations', () => {
    expect(labels('/affiliate a')).toEqual(['admin'])
    expect(first('/affiliate admin 王')).toBe('/affiliate admin 王伟 ')
    expect(first('/role vi')).toBe('/role visitor ')
    expect(labels('/mute "Wang Wei" ')).toEqual(['10m', '1h', '1d', '7d'])
    expect(labels('/mute lina 1')).toEqual(['10m', '1h', '1d'])
    expect(labels('/mute lina 10m ')).toEqual([])
    expect(labels('/topic x')).toEqual([])
  })
  test('of somebody mentioned', () => {
    expect(first('hello @wang')).toBe('hello @Wang Wei ')
    expect(labels('@')).toEqual(nicks)
    expect(first('你好@王')).toBe('你好@王伟 ')
    expect(first('你好，@王')).toBe('你好，@王伟 ')
    expect(labels('write to me@li')).toEqual([])
    expect(labels('/me waves at @li')).toEqual(['lina'])
    expect(labels('@li', 'chat')).toEqual([])
  })
  test('of names with spaces, of those who are gone, of everybody', () => {
    const at = (before: string, more: Partial<Mentionable> = {}) =>
      completionAt(before, 'room', ['Li', 'Li Na', 'Li Ning'], { canPeople: true, gone: [], everyone: null, ...more }).choices.map(({ kind, label }) => `${kind} ${label}`)
    expect(at('@Li')).toEqual(['mention Li', 'mention Li Na', 'mention Li Ning'])
    expect(at('@Li N')).toEqual(['mention Li Na', 'mention Li Ning'])
    expect(at('@Li ')).toEqual([])
    expect(at('@Li hello')).toEqual([])
    expect(at('＠li n')).toEqual(['mention Li Na', 'mention Li Ning'])
    expect(at('@', { gone: ['Lin'], everyone: '所有人' })).toEqual(['mention Li', 'mention Li Na', 'mention Li Ning', 'gone Lin', 'everyone 所有人'])
    expect(at('@al', { everyone: '所有人' })).toEqual(['everyone 所有人'])
    expect(at('@所', { everyone: 'all' })).toEqual(['everyone all'])
    expect(at('@li', { canPeople: false, gone: ['Lin'] })).toEqual([])
    expect(completionAt('@', 'room', Array.from({ length: 20 }, (_, i) => `n${i}`), { canPeople: true, gone: [], everyone: 'all' }).choices.at(-1)?.kind).toBe('everyone')
  })
  test('with Tab, as IRC does it', () => {
    expect(tabCompletion('hello wan', ['王伟', 'wanda', 'Wang Wei'])).toEqual({ from: 6, insert: '@wan' })
    expect(tabCompletion('王', ['王伟', 'wanda'])).toEqual({ from: 0, insert: '@王伟 ' })
    for (const before of ['', 'hello ', 'x', '@wa', '/wa', 'a@wa']) expect(tabCompletion(before, ['wanda'])).toBeNull()
  })
})
