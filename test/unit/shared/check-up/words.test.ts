/** What servers answer is told in words; names of errors, fields and settings stand behind them at most. */
import { describe, expect, it } from 'vitest'
import { allChecks } from '#features/check-up/checks/index'
import { remainderText, sentenceOf } from '#shared/check-up/sentences'
import { areaTexts } from '#shared/check-up/texts'
import { toHtml } from '#shared/check-up/html'
import { toMarkdown } from '#shared/check-up/markdown'
import { remainsOf } from '#shared/check-up/view'
import { line, sample } from './sample'

const told = (id: string, reason: string, facts: Record<string, string>) =>
  (['zh', 'en'] as const).map((language) => sentenceOf(line(id, { verdict: 'broken', reason, facts }), language))

describe('facts of a line', () => {
  it('gives an error condition in words, with its name for testers', () => {
    expect(told('rooms.create', 'refused', { condition: 'forbidden' })).toEqual(['这个账号没有获准建群（没有权限，错误代号 forbidden）。', 'This account may not create rooms (no permission; error “forbidden”).'])
    expect(told('rooms.create', 'refused', { condition: 'unheard-of' })[1]).toBe('This account may not create rooms (error “unheard-of”).')
    expect(told('rooms.create', 'refused', { condition: 'timeout' })).toEqual(['这个账号没有获准建群（没有回答）。', 'This account may not create rooms (no answer).'])
    expect(told('rooms.create', 'refused', { condition: 'constructor' })[1]).toContain('error “constructor”')
  })

  it('gives what a room says, who may read and which settings are lacking in words', () => {
    expect(told('rooms.info', 'contradicts', { said: 'muc_hidden' })[0]).toContain('群自称“隐藏”')
    expect(told('publishing.options', 'ignored', { access: 'open' })[1]).toContain('everybody may read')
    const form = line('rooms.form', { verdict: 'pass', facts: { count: 9, lacking: 'description, maxUsers' } })
    expect(sentenceOf(form, 'zh')).toContain('缺少的：简介、人数上限。')
    expect(sentenceOf({ ...form, facts: { count: 12, lacking: '–' } }, 'en')).toContain('missing: none.')
  })

  it('names what was left behind in the language of the user', () => {
    expect(remainderText('lina@a.test on the blocked list of wei@a.test', 'zh')).toBe('屏蔽名单里的 lina@a.test · wei@a.test')
    expect(remainderText('contact x@a.test of wei@a.test', 'en')).toBe('contact x@a.test · wei@a.test')
    expect(remainderText('a@x and b@x as contacts of each other', 'zh')).toBe('仍互为联系人：a@x · b@x')
    expect(remainderText('private storage of a@x: https://n', 'zh')).toContain('私有存储')
    expect(remainderText('something of tomorrow', 'zh')).toBe('something of tomorrow')
    expect(remainderText('messages 23 of wei@a.test', 'zh')).toBe('wei@a.test 的消息存档里：体检发的消息 23 条（客户端无法删除）')
    expect(remainderText('messages 1 of wei@a.test', 'en')).toBe('messages of the check-up in the archive of wei@a.test: 1 (no client can delete them)')
    expect(remainderText('messages ? of wei@a.test', 'en')).toContain('how many is not known')
    expect(remainderText('file https://up.a.test/x', 'zh')).toBe('文件 https://up.a.test/x（很小，客户端无法删除）')
  })
})

describe('what a run leaves', () => {
  it('tells what it failed to remove from what nobody but the server can', () => {
    const left = { leftBehind: ['messages 2 of a@x', 'room r@x', 'file https://x/f'] }
    expect(remainsOf(left, 'en').map(({ isForGood, lines }) => [isForGood, lines.length])).toEqual([[false, 1], [true, 2]])
    expect(remainsOf({ leftBehind: ['messages ? of a@x'] }, 'zh').map(({ text }) => text)).toEqual(['体检留下了这些内容，只有服务器能删除：'])
    expect(remainsOf({ leftBehind: [] }, 'en')).toEqual([])
    for (const text of [toMarkdown(sample(left), 'en'), toHtml(sample(left), 'en')]) {
      const places = ['could not remove them', 'room r', 'only the server can delete', 'archive of a'].map((words) => text.indexOf(words))
      expect(places).toEqual([...places].sort((a, b) => a - b))
      expect(places).not.toContain(-1)
    }
  })
})

describe('the words of all checks', () => {
  const all = (language: 'zh' | 'en') => Object.values(areaTexts).flatMap((area) => Object.entries(area[language]))

  it('has one spelling for each thing', () => {
    for (const [id, words] of all('zh')) expect(JSON.stringify(words), id).not.toMatch(/帐|聊天室|房间|程序|没有试[。，]/)
    for (const [id, words] of all('en')) expect(JSON.stringify(words), id).not.toMatch(/\bprogram|\bWho is\b|XEP-|muc#|pubsub#/)
  })

  it('is made of whole sentences', () => {
    expect(allChecks.length).toBeGreaterThan(170)
    for (const [id, words] of all('en')) for (const text of [words.pass, words.missing, words.broken, ...Object.values(words.reasons ?? {})]) if (text !== undefined) expect(text, id).toMatch(/[.)]$/)
  })
})
