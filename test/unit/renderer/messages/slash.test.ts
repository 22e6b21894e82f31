import { describe, expect, it } from 'vitest'
import { completions, readInput } from '../../../../renderer/features/composer/slash'

describe('slash commands', () => {
  it.each([
    ['', { kind: 'nothing' }],
    [' \n ', { kind: 'nothing' }],
    ['hello \n', { kind: 'text', body: 'hello' }],
    ['  indented', { kind: 'text', body: '  indented' }],
    ['/me waves', { kind: 'text', body: '/me waves' }],
    ['/ME waves', { kind: 'text', body: '/me waves' }],
    ['/me', { kind: 'incomplete', name: 'me' }],
    ['/topic 明天 10 点评审', { kind: 'command', name: 'topic', argument: '明天 10 点评审' }],
    ['/topic', { kind: 'command', name: 'topic', argument: '' }],
    ['/nick  小李 ', { kind: 'command', name: 'nick', argument: '小李' }],
    ['/nick', { kind: 'incomplete', name: 'nick' }],
    ['/kick wang', { kind: 'unknown', name: 'kick' }],
    ['/命令', { kind: 'unknown', name: '命令' }],
    ['//kick wang', { kind: 'text', body: '/kick wang' }],
    ['/usr/bin/env', { kind: 'text', body: '/usr/bin/env' }],
    ['/ alone', { kind: 'text', body: '/ alone' }],
  ])('%j in a room', (text, input) => expect(readInput(text, 'room')).toEqual(input))

  it('knows no room commands in a chat', () => {
    expect(readInput('/topic x', 'chat')).toEqual({ kind: 'unknown', name: 'topic' })
    expect(completions('/', 'chat')).toEqual(['me'])
  })

  it('completes', () => {
    expect(completions('/', 'room')).toEqual(['me', 'nick', 'topic'])
    expect(completions('/T', 'room')).toEqual(['topic'])
    expect(completions('/topic x', 'room')).toEqual([])
    expect(completions('x /t', 'room')).toEqual([])
  })
})
