/** Takes the history of another program in: what is here already stays as it is. The other file is only read. */
import { open } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import type { AccountId, ConversationId } from '#shared/ids'
import { parseJid } from '#shared/jid'
import { refreshConversation } from '#store/conversations'
import type { Db } from '#store/database'
import { all } from '#store/sql'
import type { ImportCounts, ImportProblem } from '#store/transfer'
import { hasDinoAccount, isDino, readDino } from './dino'
import { hasGajimAccount, isGajim, readGajim } from './gajim'
import { takeForeignRow } from './row'

/** About 5 ms of work between two turns of the event loop. */
const ROWS_PER_STEP = 150
const MAGIC = 'SQLite format 3\0'

class Unreadable extends Error {}

const programs = [
  { is: isDino, hasAccount: hasDinoAccount, read: readDino },
  { is: isGajim, hasAccount: hasGajimAccount, read: readGajim },
]

export async function isDatabase(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0)
    return bytesRead === MAGIC.length && buffer.toString('latin1') === MAGIC
  } finally {
    await file.close()
  }
}

/** `begin` runs one batch in a transaction. `unreadable`: the file is damaged; what was read before stays. */
export async function importForeign(
  db: Db, account: { id: AccountId; address: string }, path: string, nativeBinding: string | undefined, begin: (work: () => void) => void,
): Promise<ImportCounts | ImportProblem | 'unreadable'> {
  const theirs = new Database(path, { readonly: true, fileMustExist: true, ...(nativeBinding && { nativeBinding }) })
  /** Its faults are not those of our store. */
  const read = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw new Unreadable(String(error))
    }
  }
  try {
    // Chosen by the user, yet made by who knows whom: nothing in its schema may run.
    theirs.pragma('trusted_schema = OFF')
    theirs.pragma('cell_size_check = ON')
    const tables = new Set(read(() => all<{ name: string }>(theirs, "SELECT name FROM sqlite_schema WHERE type = 'table'")).map(({ name }) => name))
    const program = programs.find((one) => one.is(tables))
    if (!program) return 'not-an-export'
    if (!read(() => program.hasAccount(theirs, account.address))) return 'other-account'
    const pageAfter = (last: number) => read(() => program.read(theirs, account.address, last, ROWS_PER_STEP))
    const counts: ImportCounts = { added: 0, known: 0, skipped: 0 }
    const touched = new Set<ConversationId>()
    for (let page = pageAfter(0); page; page = pageAfter(page.last)) {
      const { rows } = page
      begin(() => {
        for (const row of rows) {
          const taken = row && parseJid(row.peer) ? takeForeignRow(db, account, row) : 'unusable'
          if (taken === 'known') counts.known++
          else if (taken === 'unusable') counts.skipped++
          else {
            counts.added++
            touched.add(taken.conversationId as ConversationId)
          }
        }
      })
      await nextTurn()
    }
    begin(() => {
      for (const id of touched) refreshConversation(db, id, false)
    })
    return counts
  } catch (error) {
    if (error instanceof Unreadable) return 'unreadable'
    throw error
  } finally {
    theirs.close()
  }
}
