/** What a section of the connection page is made of: drawn by FactSection, written by report.ts. */
import { certificateProblems } from '#shared/model/connection'
import type { XmlLine } from '#shared/model/console'
import type { ProblemFact } from '#shared/model/link-facts'
import type { EpochMs } from '#shared/time'
import { locale } from '../../lib/i18n/locale.svelte'
import { strings } from '../../lib/i18n/strings'
import { clockTime, dateText, isSameDay } from '../../lib/text/times'
import { certificateProblemText, problemText } from '../accounts/problem-texts'

export type Mark = 'good' | 'bad' | 'warn'

export interface Fact {
  label: string
  value: string
  note?: string
  mark?: Mark
  isMono?: boolean
  /** Stays out of what is copied. */
  isSecret?: boolean
}

export interface Cell {
  text: string
  note?: string
  mark?: Mark
  isMono?: boolean
}

export interface FactTable {
  title: string
  head: string[]
  rows: Cell[][]
}

export interface FactSection {
  key: string
  title: string
  notices?: { tone: 'info' | 'warning' | 'problem'; text: string }[]
  facts?: Fact[]
  /** Facts under a heading of their own. */
  groups?: { title: string; facts: Fact[] }[]
  tables?: FactTable[]
  xml?: { label: string; lines: XmlLine[] }[]
}

const s = strings({
  zh: {
    seconds: (n: string) => `${n} 秒`, minutes: (n: string) => `${n} 分钟`, hours: (n: string) => `${n} 小时`, yes: '是', no: '否', because: (what: string, detail: string) => `${what}（${detail}）`,
  },
  en: {
    seconds: (n: string) => `${n} s`, minutes: (n: string) => `${n} min`, hours: (n: string) => `${n} h`, yes: 'Yes', no: 'No', because: (what: string, detail: string) => `${what} (${detail})`,
  },
})
export const words = s

export const cell = (text: string, more: Omit<Cell, 'text'> = {}): Cell => ({ text, ...more })
export const mono = (text: string): Cell => ({ text, isMono: true })

const number = (value: number) => value.toLocaleString(locale.tag, { maximumFractionDigits: 1 })
export const count = (value: number) => value.toLocaleString(locale.tag)
/** 412 ms · 12.3 s · 4 min · 2.5 h. */
export function lengthText(ms: number): string {
  if (ms < 1000) return `${number(ms)} ms`
  if (ms < 120_000) return s.seconds(number(ms / 1000))
  return ms < 7_200_000 ? s.minutes(number(ms / 60_000)) : s.hours(number(ms / 3_600_000))
}

const two = (value: number) => String(value).padStart(2, '0')
/** To the second, with the day when it is another one. */
export function exactTime(ms: EpochMs, nowMs: EpochMs): string {
  const time = `${clockTime(ms, locale.tag)}:${two(new Date(ms).getSeconds())}`
  return isSameDay(ms, nowMs) ? time : `${dateText(ms, locale.tag)} ${time}`
}

/** What happened, and the words of whoever said so. */
export function problemWords({ code, detail }: ProblemFact): string {
  const { title } = problemText(code)
  if (!detail) return title
  const known = code === 'certificate' ? certificateProblems.find((one) => one === detail) : undefined
  return s.because(title, known ? certificateProblemText(known).replace(/[.。]$/, '') : detail)
}

export const familyOf = (address: string): string | null => (address.includes(':') ? 'IPv6' : /^\d+\.\d+\.\d+\.\d+$/.test(address) ? 'IPv4' : null)
export const hostAndPort = (host: string, port: number): string => `${host.includes(':') ? `[${host}]` : host}:${port}`
