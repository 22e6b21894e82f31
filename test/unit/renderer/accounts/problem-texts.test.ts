import { inBoth } from '../page'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ConnectionErrorCode } from '#shared/model/connection'
import { certificateProblemText, problemText, stepNumber, STEP_COUNT, stepText } from '../../../../renderer/features/accounts/problem-texts'

const source = readFileSync(join(import.meta.dirname, '../../../../electron/shared/model/connection.ts'), 'utf8')
const union = /ConnectionErrorCode =([\s\S]*?)\n\n/.exec(source)![1]!
const codes = [...union.matchAll(/'([a-z-]+)'/g)].map((match) => match[1] as ConnectionErrorCode)
const CHINESE = /\p{Script=Han}/u

describe('problem texts', () => {
  it('knows all codes', () => expect(codes.length).toBeGreaterThanOrEqual(26))

  it.each(codes)('%s: what happened and what to do, in both languages, never the code', async (code) => {
    const { zh, en } = await inBoth(() => problemText(code))
    for (const text of [zh.title, zh.advice]) expect(text).toMatch(CHINESE)
    for (const text of [en.title, en.advice]) expect(text).not.toMatch(CHINESE)
    expect(zh.advice.length).toBeGreaterThan(6)
    expect(en.advice.length).toBeGreaterThan(20)
    expect(en.title + en.advice).not.toContain(code.includes('-') ? code : `'${code}'`)
  })

  it('all differ', async () => {
    const titles = await inBoth(() => codes.map((code) => problemText(code).title))
    expect(new Set(titles.zh).size).toBe(codes.length)
    expect(new Set(titles.en).size).toBe(codes.length)
  })

  it('tells one certificate problem from another', async () => {
    const problems = ['none', 'unknown-authority', 'self-signed', 'wrong-host', 'expired', 'not-yet-valid', 'other'] as const
    const texts = await inBoth(() => problems.map(certificateProblemText))
    expect(new Set(texts.zh).size).toBe(problems.length)
    expect(new Set(texts.en).size).toBe(problems.length)
  })

  it('counts the steps', () => {
    expect(stepNumber('resolve')).toBe(1)
    expect(stepNumber('bind')).toBe(STEP_COUNT)
    expect(stepText('tls')).not.toBe('')
  })
})
