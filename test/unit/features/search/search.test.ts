/** The index beside its messages, in the real core: whatever happens to them, a search says the truth. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FoundMessage } from '#shared/model/search'
import { dbFile, nativeBinding } from '../../../support/store'
import { openRaw } from '#store/database'
import type { Replay } from '../rooms/replay'
import { chatMessage, conversationId, EVE, startChat, WANG } from '../support-chat'

let li: Replay
beforeEach(async () => {
  li = await startChat()
})
afterEach(() => li.stop())

const said = (id: string, body: string, more = '', from = WANG) => li.receive(chatMessage(from, id, `<body>${body}</body>${more}`))
const late = (stamp: string) => `<delay xmlns='urn:xmpp:delay' from='x.example' stamp='${stamp}'/>`
type Page = { hits: FoundMessage[]; next: number | null; unread: number }
async function search(text: string, more: Record<string, unknown> = {}): Promise<Page> {
  const result = await li.core.call('search.messages', { text, seat: 'all', limit: 50, ...more })
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value as Page
}
const found = async (text: string, more?: Record<string, unknown>) => (await search(text, more)).hits.map((hit) => hit.excerpt.text)

test('what just came is found, the newest by its time first, page after page', async () => {
  said('1', '今天下雨')
  said('2', '昨天下雪', late('2026-01-02T00:00:00Z'))
  said('3', '前天下雪', late('2026-01-01T00:00:00Z'))
  said('4', 'nothing')
  expect(await found('天下')).toEqual(['今天下雨', '昨天下雪', '前天下雪'])
  const first = await search('下雪', { limit: 1 })
  expect(first.hits.map((hit) => hit.excerpt.text)).toEqual(['昨天下雪'])
  const second = await search('下雪', { limit: 1, before: first.next })
  expect(second.hits.map((hit) => hit.excerpt.text)).toEqual(['前天下雪'])
  expect(await found('下雪', { limit: 1, before: second.next ?? 0 })).toEqual([])
})

test('thousands of the same moment: none is missed, none comes twice', async () => {
  const id = await conversationId(li, WANG)
  const db = openRaw(dbFile(li.profileDir), nativeBinding)
  const add = db.prepare(`INSERT INTO message (account_id, conversation_id, direction, kind, body, sender, sent_at_ms, received_at_ms, order_ms, state)
    VALUES (?, ?, 'in', 'text', ?, ?, 5, 5, 5, 'received')`)
  db.transaction(() => {
    for (let n = 0; n < 1200; n++) add.run(li.accountId, id, `同时 number${n}`, WANG)
  })()
  db.close()
  const all: string[] = []
  for (let before: number | null | undefined = undefined; before !== null;) {
    const page: Page = await search('同', { limit: 100, ...(before !== undefined && { before }) })
    all.push(...page.hits.map((hit) => hit.excerpt.text))
    before = page.next
  }
  expect(all).toHaveLength(1200)
  expect(new Set(all).size).toBe(1200)
})

describe('after a change', () => {
  test('a correction is found by its new words, not by its old ones', async () => {
    said('1', '错字 wrong')
    expect(await found('错字')).toHaveLength(1)
    said('2', '好字 right', "<replace xmlns='urn:xmpp:message-correct:0' id='1'/>")
    expect(await found('错字')).toEqual([])
    expect(await found('好字 rig')).toEqual(['好字 right'])
  })

  test('what was taken back, deleted, or went with its history is not found', async () => {
    said('1', '秘密 one')
    said('2', '秘密 two')
    said('3', '秘密 three')
    expect(await found('秘密')).toHaveLength(3)
    said('4', 'x', "<retract xmlns='urn:xmpp:message-retract:1' id='1'/>")
    expect(await found('秘密')).toEqual(['秘密 three', '秘密 two'])
    const [hit] = (await search('秘密 two')).hits
    await li.call('message.delete', { messageId: hit?.id })
    expect(await found('秘密')).toEqual(['秘密 three'])
    await li.call('conversation.deleteHistory', { conversationId: await conversationId(li, WANG) })
    expect(await found('秘密')).toEqual([])
  })

  test('a new message with the number of a deleted one is found by its own words', async () => {
    said('1', '旧的 old')
    const [hit] = (await search('旧的')).hits
    await li.call('message.delete', { messageId: hit?.id })
    said('2', '新的 new')
    expect((await search('新的')).hits.map(({ id }) => id)).toEqual([hit?.id])
    expect(await found('旧的')).toEqual([])
  })

  test('a removed account leaves nothing behind', async () => {
    said('1', '再见')
    expect(await found('再见')).toHaveLength(1)
    await li.core.accounts.remove(li.accountId)
    await search('再见')
    const db = openRaw(dbFile(li.profileDir), nativeBinding)
    const rows = db.prepare('SELECT (SELECT count(*) FROM search_doc) AS docs, (SELECT count(*) FROM search_index) AS indexed, (SELECT count(*) FROM search_pending) AS waiting').get()
    db.close()
    expect(rows).toEqual({ docs: 0, indexed: 0, waiting: 0 })
  })
})

describe('filters', () => {
  test('conversation, sender, own, time, kind; together and without words', async () => {
    said('1', 'tea 茶', late('2026-01-01T10:00:00Z'))
    said('2', 'tea https://tea.example', late('2026-01-02T10:00:00Z'))
    said('3', 'tea from Eve', '', EVE)
    const id = await conversationId(li, WANG)
    await li.call('message.send', { conversationId: id, body: 'tea of mine' })
    expect(await found('tea', { conversationId: id })).toEqual(['tea of mine', 'tea https://tea.example', 'tea 茶'])
    expect(await found('tea', { sender: EVE })).toEqual(['tea from Eve'])
    expect(await found('tea', { isOwn: true })).toEqual(['tea of mine'])
    expect(await found('tea', { kind: 'link' })).toEqual(['tea https://tea.example'])
    expect(await found('tea', { kind: 'file' })).toEqual([])
    expect(await found('tea', { fromMs: Date.UTC(2026, 0, 1), untilMs: Date.UTC(2026, 0, 2) })).toEqual(['tea 茶'])
    expect(await found('', { kind: 'link', sender: WANG })).toEqual(['tea https://tea.example'])
    expect(await found('', { fromMs: Date.UTC(2026, 0, 2), untilMs: Date.UTC(2026, 0, 3) })).toEqual(['tea https://tea.example'])
    expect(await found('')).toEqual([])
    expect(await found('tea', { accountId: li.accountId + 1 })).toEqual([])
  })

  test('the address of a file is none of its words', async () => {
    const url = 'https://files.example/share/Zebra7o9/%E8%B7%AF.pdf'
    said('zebra-file', url, `<x xmlns='jabber:x:oob'><url>${url}</url></x>`)
    said('zebra', 'a zebra at https://zoo.example/')
    expect((await search('路.pdf', { kind: 'file' })).hits.map(({ excerpt, marks }) => [excerpt.text, marks])).toEqual([['路.pdf', []]])
    expect(await found('zebra')).toEqual(['a zebra at https://zoo.example/'])
    expect(await found('zebra', { kind: 'link' })).toEqual(['a zebra at https://zoo.example/'])
    expect((await search('', { kind: 'link' })).hits.map(({ excerpt }) => excerpt.text)).not.toContain('路.pdf')
  })
  test('names of files count as words of their message', async () => {
    said('1', 'https://x.example/%E6%8A%A5')
    const [hit] = (await search('https')).hits
    const db = openRaw(dbFile(li.profileDir), nativeBinding)
    db.prepare('UPDATE message SET extras = ? WHERE id = ?').run(JSON.stringify({ files: [{ name: '年度报告.pdf' }, { name: 7 }] }), hit?.id)
    db.close()
    const [file] = (await search('报告', { kind: 'file' })).hits
    expect(file?.excerpt.text).toContain('年度报告.pdf')
    expect(file?.marks).toEqual([])
  })

  test('hostile words are only words', async () => {
    said('1', `a' OR "b" NEAR(c) *`)
    for (const text of [`' OR 1=1 --`, '"a" OR NOT', 'NEAR(', '* ^ : -', '\u0000', '\ud800', 'tokens:x', '"'.repeat(300)]) await search(text)
    expect(await found('OR "b')).toHaveLength(1)
    expect((await li.core.call('search.messages', { text: 'x'.repeat(501), seat: 'all', limit: 50 })).ok).toBe(true)
  })
})

describe('links of a conversation', () => {
  const links = async (more: Record<string, unknown> = {}) => {
    const result = await li.core.call('search.links', { accountId: li.accountId, conversationId: await conversationId(li, WANG), limit: 50, ...more })
    if (!result.ok) return result.error.code
    return result.value as { messages: { body: string }[]; next: number | null }
  }
  const bodies = async (more?: Record<string, unknown>) => {
    const page = await links(more)
    return typeof page === 'string' ? page : page.messages.map(({ body }) => body)
  }

  test('newest first, page after page; neither files nor covered words nor those of others', async () => {
    said('1', 'see https://one.example/a')
    said('2', 'nothing')
    said('3', '看www.two.example吧')
    said('4', 'https://files.example/p.png', "<x xmlns='jabber:x:oob'><url>https://files.example/p.png</url></x>")
    said('5', 'https://covered.example', "<spoiler xmlns='urn:xmpp:spoiler:0'/>")
    said('6', 'https://eve.example', '', EVE)
    said('7', 'mailto:li@example.org')
    expect(await bodies()).toEqual(['mailto:li@example.org', '看www.two.example吧', 'see https://one.example/a'])
    const all: string[] = []
    for (let before: number | null | undefined = undefined; before !== null;) {
      const page = await links({ limit: 1, ...(before !== undefined && { before }) })
      if (typeof page === 'string') throw new Error(page)
      all.push(...page.messages.map(({ body }) => body))
      before = page.next
    }
    expect(all).toEqual(['mailto:li@example.org', '看www.two.example吧', 'see https://one.example/a'])
  })

  test('what was taken back is gone; of another account\'s conversation nothing is told', async () => {
    said('1', 'https://one.example/a')
    said('2', 'x', "<retract xmlns='urn:xmpp:message-retract:1' id='1'/>")
    expect(await bodies()).toEqual([])
    expect(await links({ accountId: 99 })).toBe('not-found')
    expect(await links({ conversationId: 99 })).toBe('not-found')
  })
})
