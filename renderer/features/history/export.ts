/** A conversation as a file to keep: a web page without scripts, JSON, or plain text. Pure. */
import type { Message } from '#shared/model/message'
import type { EpochMs } from '#shared/time'

export type ExportFormat = 'html' | 'json' | 'txt'
export interface ExportedConversation {
  title: string
  /** Address of the other side, and of the own account. */
  peer: string
  own: string
  exportedAtMs: EpochMs
  /** Language of the page, BCP 47. */
  tag: string
}
export interface ExportTexts {
  who: (message: Message) => string
  notice: (message: Message) => string
  day: (ms: EpochMs) => string
  clock: (ms: EpochMs) => string
  full: (ms: EpochMs) => string
  edited: string
  recalled: string
  exported: (when: string, count: number) => string
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string) => text.replace(/[&<>"']/g, (char) => ESCAPES[char]!)
const dayKey = (ms: number) => new Date(ms).toDateString()
const wordsOf = (message: Message, texts: ExportTexts) =>
  message.kind === 'notice' ? texts.notice(message) : message.isRetracted ? texts.recalled : message.body

function groupedByDay<T>(messages: readonly Message[], onDay: (ms: EpochMs) => T, onMessage: (message: Message) => T): T[] {
  const list: T[] = []
  let day = ''
  for (const message of messages) {
    if (dayKey(message.orderMs) !== day) list.push(onDay(message.orderMs))
    day = dayKey(message.orderMs)
    list.push(onMessage(message))
  }
  return list
}

const STYLE = `body{font:15px/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1d2330;background:#fff}
h1{font-size:1.4rem}h2{font-size:.95rem;color:#5a6372;border-top:1px solid #dde1e8;padding-top:.8rem;margin-top:1.6rem}.m{margin:.5rem 0}.m p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
b{font-weight:600}b.own{color:#1f5fbf}time,small,.n{color:#5a6372;font-size:.85rem}@media(prefers-color-scheme:dark){body{background:#14171d;color:#e6e9ef}b.own{color:#8ab8ff}h2,time,small,.n{color:#9aa4b2}h2{border-color:#333a46}}`

function toHtml(about: ExportedConversation, messages: readonly Message[], texts: ExportTexts): string {
  const rows = groupedByDay(
    messages,
    (ms) => `<h2>${escape(texts.day(ms))}</h2>`,
    (message) => {
      const time = `<time datetime="${new Date(message.sentAtMs).toISOString()}" title="${escape(texts.full(message.sentAtMs))}">${escape(texts.clock(message.sentAtMs))}</time>`
      if (message.kind === 'notice') return `<div class="m n">${time} ${escape(wordsOf(message, texts))}</div>`
      const edited = message.isEdited ? ` <small>${escape(texts.edited)}</small>` : ''
      return `<div class="m"><b${message.direction === 'out' ? ' class="own"' : ''}><bdi>${escape(texts.who(message))}</bdi></b> ${time}${edited}<p dir="auto">${escape(wordsOf(message, texts))}</p></div>`
    },
  )
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escape(about.title)}</title><style>${STYLE}</style>`
  return `<!doctype html>\n<html lang="${escape(about.tag)}"><head>${head}</head><body>
<h1><bdi>${escape(about.title)}</bdi></h1><p><small><bdi>${escape(about.peer)}</bdi> · ${escape(texts.exported(texts.full(about.exportedAtMs), messages.length))}</small></p>
${rows.join('\n')}\n</body></html>\n`
}

/** For programs: nothing is put into words. */
function toJson(about: ExportedConversation, messages: readonly Message[], texts: ExportTexts): string {
  const list = messages.map((message) => ({
    time: new Date(message.sentAtMs).toISOString(), direction: message.direction, kind: message.kind, sender: message.sender, name: texts.who(message),
    body: message.body, ...(message.notice && { notice: message.notice }), ...(message.isEdited && { edited: true }), ...(message.isRetracted && { retracted: true }),
  }))
  const { title, peer, own, exportedAtMs } = about
  return `${JSON.stringify({ format: 'magpie-conversation', version: 1, account: own, peer, title, exportedAt: new Date(exportedAtMs).toISOString(), messages: list }, null, 1)}\n`
}

function toText(about: ExportedConversation, messages: readonly Message[], texts: ExportTexts): string {
  const lines = groupedByDay(
    messages,
    (ms) => `\n—— ${texts.day(ms)} ——`,
    (message) => {
      const mark = message.isEdited ? ` (${texts.edited})` : ''
      const words = wordsOf(message, texts).replace(/\n/g, '\n    ')
      return message.kind === 'notice' ? `${texts.clock(message.sentAtMs)}  * ${words}` : `${texts.clock(message.sentAtMs)}  ${texts.who(message)}${mark}: ${words}`
    },
  )
  return `${about.title} (${about.peer})\n${texts.exported(texts.full(about.exportedAtMs), messages.length)}\n${lines.join('\n')}\n`
}

export const exportText = (format: ExportFormat, about: ExportedConversation, messages: readonly Message[], texts: ExportTexts): string =>
  ({ html: toHtml, json: toJson, txt: toText })[format](about, messages, texts)
