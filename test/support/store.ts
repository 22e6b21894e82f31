/** A profile's store with something in it, without a core around it. */
import { join } from 'node:path'
import { features } from '#features/index'
import type { AccountId, ConversationId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import { putAccount } from '#store/accounts'
import { putConversation, refreshConversation } from '#store/conversations'
import { openDatabase, type Db } from '#store/database'
import { insertMessage } from '#store/messages'

export const nativeBinding = process.env.MAGPIE_SQLITE_BINDING
export const migrations = features.flatMap((feature) => feature.migrations)
export const dbFile = (profileDir: string) => join(profileDir, 'magpie.db')
export const openStore = (profileDir: string): Db => openDatabase({ file: dbFile(profileDir), nativeBinding, migrations })

/** Different for every number, in several scripts, 20 to 400 bytes. */
export const bodyOf = (n: number) => `#${n} 你好 👋🏽 Łódź ${'漢字éß'.repeat(n % 40)}`

export interface Filled {
  accountId: AccountId
  conversations: ConversationId[]
}

/** `count` messages over three conversations; returns where they are. */
export function fill(db: Db, count: number, from = 0): Filled {
  const accountId = putAccount(db, 'li.na@example.org' as BareJid, 'magpie-1').id
  const conversations = ['wang@example.org', 'mum@example.org', 'zhang@example.org'].map(
    (peer) => putConversation(db, accountId, 'chat', peer, 1 as EpochMs).id,
  )
  db.transaction(() => {
    for (let n = from; n < from + count; n++) addMessage(db, { accountId, conversations }, n)
    for (const id of conversations) refreshConversation(db, id, false)
  })()
  return { accountId, conversations }
}

export function addMessage(db: Db, { accountId, conversations }: Filled, n: number): void {
  const atMs = (1_790_000_000_000 + n * 1000) as EpochMs
  insertMessage(db, {
    accountId, conversationId: conversations[n % 3]!, direction: n % 5 === 0 ? 'out' : 'in', kind: 'text', body: bodyOf(n),
    sender: n % 5 === 0 ? 'li.na@example.org' : 'wang@example.org', stanzaId: `id-${n}`, archiveId: `a-${n}`,
    sentAtMs: atMs, receivedAtMs: atMs, state: n % 5 === 0 ? 'sent' : 'received',
  }, false)
}

export const bodiesOf = (db: Db): string[] => db.prepare('SELECT body FROM message ORDER BY id').pluck().all() as string[]
export const integrityOf = (db: Db): unknown => db.pragma('integrity_check', { simple: true })
