/**
 * Search in 1,000,000 messages, half of them Chinese: time to the first page (50, newest first) through the same code as in the app,
 * beside LIKE and beside a plain FTS5 trigram index on the same rows in the same run; what the index costs in space and when
 * messages come; and whether anything is missed, against a full scan. `--messages N`, `--queries N` per kind, `--json`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findMessages, type Page } from '#features/search/find'
import { createSlices } from '#features/search/slices'
import type { AccountId, ConversationId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { systemClock, type EpochMs } from '#shared/time'
import { putAccount } from '#store/accounts'
import { putConversation } from '#store/conversations'
import { withoutSync, type Db } from '#store/database'
import { insertMessage } from '#store/messages'
import { openStore } from '../support/store'
import { createCorpus } from './search/corpus'
import { QUERY_KINDS, queriesOf, scanOf, type QueryKind } from './search/queries'

const option = (name: string, fallback: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
const MESSAGES = option('messages', 1_000_000)
const QUERIES = option('queries', 150)
/** A query by LIKE may take a fifth of a second. */
const LIKE_QUERIES = Math.min(QUERIES, 40)
const CHECKED = Math.min(QUERIES, 12)
const PAGE = 50
/** As a page out of an archive is stored. */
const BATCH = 200
const FIRST_MS = 1_700_000_000_000
const STEP_MS = 90_000

const say = (text: string) => process.stderr.write(`${text}\n`)
const seconds = (began: number) => (performance.now() - began) / 1000
const quantile = (sorted: number[], q: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]!
const rounded = (n: number, digits = 2) => Number(n.toFixed(digits))

function placeIn(db: Db): { accountId: AccountId; conversations: ConversationId[] } {
  const accountId = putAccount(db, 'li.na@example.org' as BareJid, 'magpie').id
  const conversations = Array.from({ length: 60 }, (_, i) => putConversation(db, accountId, i % 3 ? 'chat' : 'room', `peer${i}@example.org`, 1 as EpochMs).id)
  return { accountId, conversations }
}

/** The same rows in every store; `after` runs inside the transaction of a batch. */
function fillStore(db: Db, count: number, after: (first: number, bodies: string[]) => void = () => undefined): number {
  const { accountId, conversations } = placeIn(db)
  const corpus = createCorpus(1)
  let spent = 0
  for (let at = 0; at < count; at += BATCH) {
    const bodies = Array.from({ length: Math.min(BATCH, count - at) }, corpus.next) // not counted
    const began = performance.now()
    withoutSync(db, () => db.transaction(() => {
      bodies.forEach((body, i) => {
        const n = at + i
        const atMs = (FIRST_MS + n * STEP_MS) as EpochMs
        insertMessage(db, {
          accountId, conversationId: conversations[(n * 7) % 60]!, direction: n % 5 === 0 ? 'out' : 'in', kind: 'text', body,
          sender: `peer${n % 97}@example.org`, stanzaId: `id-${n}`, archiveId: `archive-id-${n}`,
          sentAtMs: atMs, receivedAtMs: atMs, state: n % 5 === 0 ? 'sent' : 'received',
        }, false)
      })
      after(at, bodies)
    })())
    spent += performance.now() - began
  }
  return spent / 1000
}

const sizeMb = (db: Db, names: string) =>
  (db.prepare(`SELECT coalesce(sum(pgsize), 0) AS bytes FROM dbstat WHERE name GLOB '${names}'`).get() as { bytes: number }).bytes / 1e6

const inDir = mkdtempSync(join(tmpdir(), 'magpie-bench-search-'))
try {
  // Ours: rows first, with nothing but the triggers; then the index in slices, as it is built in the app.
  const ours = openStore(mkdtempSync(join(inDir, 'ours-')))
  const rowSeconds = fillStore(ours, MESSAGES)
  say(`rows: ${Math.round(MESSAGES / rowSeconds)}/s`)
  const indexBegan = performance.now()
  ours.pragma('wal_autocheckpoint = 0')
  const took: number[] = []
  /** What others on the machine do does not count here. */
  const tookCpu: number[] = []
  const slices = createSlices(ours, systemClock, (act) => {
    const began = performance.now()
    const cpu = process.cpuUsage()
    const value = withoutSync(ours, () => ours.transaction(act)())
    const { user, system } = process.cpuUsage(cpu)
    took.push(performance.now() - began)
    tookCpu.push((user + system) / 1000)
    return value
  })
  for (let count = 1; slices.index(); count++) {
    slices.merge()
    if (count % 20 === 0) ours.pragma('wal_checkpoint(PASSIVE)') // in the app a thread does it
  }
  while (slices.merge());
  for (const list of [took, tookCpu]) list.sort((a, b) => a - b)
  const longestSliceMs = took.at(-1)!
  const slicesOver50Ms = took.filter((ms) => ms > 50).length
  const indexSeconds = seconds(indexBegan)
  ours.pragma('wal_checkpoint(TRUNCATE)')
  say(`index: ${Math.round(MESSAGES / indexSeconds)}/s, ${took.length} slices, longest ${Math.round(longestSliceMs)} ms`)

  // The other: a plain trigram index over the same rows, without ours.
  const openWithout = (name: string) => {
    const db = openStore(mkdtempSync(join(inDir, name)))
    for (const trigger of ['added', 'changed', 'removed']) db.exec(`DROP TRIGGER search_${trigger}`)
    return db
  }
  const bare = openWithout('bare-')
  const bareCount = Math.ceil(MESSAGES / 4)
  const barePerSecond = bareCount / fillStore(bare, bareCount)
  bare.close()
  const other = openWithout('other-')
  other.exec("CREATE VIRTUAL TABLE trigram USING fts5(body, content='message', content_rowid='id', tokenize='trigram')")
  const addTrigram = other.prepare('INSERT INTO trigram (rowid, body) VALUES (?, ?)')
  const trigramSeconds = fillStore(other, MESSAGES, (first, bodies) => bodies.forEach((body, i) => addTrigram.run(first + i + 1, body)))
  other.pragma('wal_checkpoint(TRUNCATE)')
  say(`trigram: ${Math.round(MESSAGES / trigramSeconds)}/s, without: ${Math.round(barePerSecond)}/s`)

  const sample = ours.prepare('SELECT body FROM message WHERE id % ? = 3 LIMIT 5000').pluck().all(Math.max(1, Math.floor(MESSAGES / 5000))) as string[]
  const queries = queriesOf(sample, QUERIES)
  const find = (text: string, before?: number, limit = PAGE): Promise<Page> =>
    findMessages(ours, systemClock, { text, accountIds: [1 as AccountId], limit, before })
  const like = other.prepare(`SELECT id, body FROM message WHERE body LIKE ? ORDER BY id DESC LIMIT ${PAGE}`)
  const trigram = other.prepare(`SELECT m.id, m.body FROM trigram t CROSS JOIN message m ON m.id = t.rowid WHERE trigram MATCH ? ORDER BY t.rowid DESC LIMIT ${PAGE}`)
  const byLike = (text: string) => like.all(`%${text.replace(' ', '%')}%`)
  const byTrigram = (text: string) => {
    const words = text.split(' ')
    return words.every((word) => [...word].length >= 3) ? trigram.all(words.map((word) => `"${word}"`).join(' AND ')) : byLike(text)
  }
  const timed = async (list: string[], run: (text: string) => unknown) => {
    const times: number[] = []
    for (const text of list) {
      const began = performance.now()
      await run(text)
      times.push(performance.now() - began)
    }
    return times.sort((a, b) => a - b)
  }

  await timed(QUERY_KINDS.map((kind) => queries[kind][0]!), find) // the code is warm, as after the first key
  const all: number[] = []
  const byKind = {} as Record<QueryKind, Record<string, number>>
  for (const kind of QUERY_KINDS) {
    const mine = await timed(queries[kind], (text) => find(text))
    const likes = await timed(queries[kind].slice(0, LIKE_QUERIES), byLike)
    const trigrams = await timed(queries[kind].slice(0, LIKE_QUERIES), byTrigram)
    all.push(...mine)
    byKind[kind] = {
      p50Ms: rounded(quantile(mine, 0.5)), p99Ms: rounded(quantile(mine, 0.99)), maxMs: rounded(mine.at(-1)!),
      likeP50Ms: rounded(quantile(likes, 0.5)), likeP99Ms: rounded(quantile(likes, 0.99)),
      trigramP50Ms: rounded(quantile(trigrams, 0.5)), trigramP99Ms: rounded(quantile(trigrams, 0.99)),
    }
    say(`${kind}: ${JSON.stringify(byKind[kind])}`)
  }
  all.sort((a, b) => a - b)

  // Every match of some queries of each kind, page by page, against the scan.
  let missed = 0
  let wrong = 0
  let checked = 0
  const bodies = ours.prepare('SELECT body FROM message ORDER BY id').pluck().all() as string[]
  const lower = bodies.map((body) => body.toLowerCase())
  for (const kind of QUERY_KINDS) {
    for (const text of queries[kind].slice(0, CHECKED)) {
      const isThere = scanOf(text)
      const expected: number[] = []
      // Of what is everywhere the newest 3000: they fill sixty pages.
      for (let n = lower.length - 1; n >= 0 && expected.length < 3000; n--) if (isThere(lower[n]!)) expected.push(n + 1)
      const found: number[] = []
      for (let before: number | null | undefined = undefined; before !== null && found.length < expected.length + 1;) {
        const page: Page = await find(text, before, 100)
        found.push(...page.hits.map((hit) => hit.id))
        before = page.next
      }
      const set = new Set(found)
      missed += expected.filter((id) => !set.has(id)).length
      wrong += found.slice(0, expected.length).filter((id, i) => id !== expected[i]).length
      if (expected.length < 3000) wrong += Math.max(0, found.length - expected.length)
      checked++
    }
  }

  const result = {
    messages: MESSAGES,
    p50Ms: rounded(quantile(all, 0.5)), p99Ms: rounded(quantile(all, 0.99)),
    worstKindP99Ms: Math.max(...QUERY_KINDS.map((kind) => byKind[kind].p99Ms!)),
    indexMb: rounded(sizeMb(ours, 'search_*') + sizeMb(ours, 'sqlite_autoindex_search_*'), 1),
    trigramMb: rounded(sizeMb(other, 'trigram*'), 1),
    rowsMb: rounded(sizeMb(other, 'message*'), 1),
    insertsPerSecond: Math.round(MESSAGES / (rowSeconds + indexSeconds)),
    insertsPerSecondBeforeIndex: Math.round(MESSAGES / rowSeconds),
    insertsPerSecondWithoutSearch: Math.round(barePerSecond),
    insertsPerSecondTrigram: Math.round(MESSAGES / trigramSeconds),
    indexedPerSecond: Math.round(MESSAGES / indexSeconds),
    sliceP50Ms: rounded(quantile(took, 0.5)), sliceP99Ms: rounded(quantile(took, 0.99)), longestSliceMs: Math.round(longestSliceMs), slicesOver50Ms,
    sliceCpuP99Ms: rounded(quantile(tookCpu, 0.99)), longestSliceCpuMs: rounded(tookCpu.at(-1)!), slices: took.length,
    missed, wrong, checkedQueries: checked,
    byKind,
  }
  ours.close()
  other.close()
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result)}\n`)
  else console.log(result)
  process.exitCode = missed + wrong > 0 ? 1 : 0
} finally {
  rmSync(inDir, { recursive: true, force: true })
}
