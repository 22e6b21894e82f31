/**
 * A stanza whose handling ends the program comes again after the restart, by XEP-0198 or out of an archive, and would end it for ever
 * (SAFETY.md §2.2, X5). So what is in hand is noted in a file, outside of any transaction: a stanza in hand at two ends of the program is
 * left out. Not synced: it is the process that ends, not the machine. One that only throws is tried once more and then given up (X4).
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Log } from '#core/log'
import type { AccountId } from '#shared/ids'
import type { Quarantine } from '#shared/model/quarantine'
import type { Clock } from '#shared/time'
import { getAccount } from '#store/accounts'
import type { Db } from '#store/database'
import { listQuarantine, putQuarantine, removeQuarantine, type QuarantineRow } from '#store/quarantine'
import { attr } from '#xmpp/element'
import { fingerprint } from '#xmpp/fingerprint'
import { excerpt } from '#xmpp/serialise'
import type { Element, StanzaGuard } from '#xmpp/types'

const MAX_CRASHES = 2
const MAX_RAW_CHARS = 64 * 1024
const MAX_REASON_CHARS = 2000
const NOTHING = ' '.repeat(80)

export interface PoisonDeps {
  db: Db
  /** `ACCOUNT HASH` of what is in hand. */
  file: string
  clock: Clock
  log: Log
  transaction: <T>(work: () => T) => T
  mayStore(): boolean
  /** A message is left out: the user is to be told. */
  tell(accountId: AccountId, stanza: Element): void
}

export interface Poison {
  guardOf(accountId: AccountId): StanzaGuard
  quarantineOf(accountId: AccountId): Quarantine
  stop(): void
}

export function createPoison({ db, file, clock, log, transaction, mayStore, tell }: PoisonDeps): Poison {
  const rows = new Map(listQuarantine(db).map((row) => [`${row.accountId} ${row.hash}`, row]))
  const put = (row: Omit<QuarantineRow, 'atMs'>) => {
    const atMs = clock.nowMs()
    transaction(() => putQuarantine(db, row, atMs))
    rows.set(`${row.accountId} ${row.hash}`, { ...row, atMs })
  }
  const forget = (accountId: AccountId, hash: string) => {
    transaction(() => removeQuarantine(db, accountId, hash))
    return rows.delete(`${accountId} ${hash}`)
  }

  const before = readHand(file)
  if (before && getAccount(db, before.accountId)) {
    const known = rows.get(`${before.accountId} ${before.hash}`)
    const crashes = (known?.crashes ?? 0) + 1
    log('warn', 'the program ended while a stanza was in hand', { hash: before.hash, crashes })
    put({ ...before, crashes, isLeftOut: known?.isLeftOut ?? false, reason: 'the program ended', raw: null })
  }
  const fd = openSync(file, 'w', 0o600)
  const note = (text: string) => writeSync(fd, text.padEnd(NOTHING.length), 0)
  note(NOTHING)
  let clearing: NodeJS.Immediate | undefined
  let isStopped = false

  const leaveOut = (row: Omit<QuarantineRow, 'atMs'>, stanza: Element) => {
    log('warn', 'a stanza is left out: its handling failed twice', { hash: row.hash, reason: row.reason.slice(0, 200), id: attr(stanza, 'id')?.slice(0, 100) })
    if (row.isLeftOut) return
    put({ ...row, isLeftOut: true, raw: excerpt(stanza, MAX_RAW_CHARS) })
    tell(row.accountId, stanza)
  }

  const guardOf = (accountId: AccountId): StanzaGuard => ({
    hold: (stanza) => {
      if (isStopped) return () => undefined
      const hash = fingerprint(stanza)
      const key = `${accountId} ${hash}`
      const row = rows.get(key)
      if (row && (row.isLeftOut || row.crashes >= MAX_CRASHES)) {
        leaveOut(row, stanza)
        return null
      }
      note(key)
      return (wasHandled) => {
        // What the handling has left for the end of this turn belongs to it, too.
        clearing ??= setImmediate(() => {
          clearing = undefined
          if (!isStopped) note(NOTHING)
        })
        if (row && wasHandled) forget(accountId, hash)
      }
    },
    threw: (stanza, reason, isGivenUp) => {
      if (!mayStore()) return // not the stanza's fault
      const hash = fingerprint(stanza)
      const row = { accountId, hash, crashes: rows.get(`${accountId} ${hash}`)?.crashes ?? 0, isLeftOut: false, reason: reason.slice(0, MAX_REASON_CHARS), raw: excerpt(stanza, MAX_RAW_CHARS) }
      if (isGivenUp) leaveOut(row, stanza)
      else put(row)
    },
  })

  return {
    guardOf,
    quarantineOf: (accountId) => ({
      list: () => listQuarantine(db).flatMap(({ accountId: id, ...row }) => (id === accountId ? row : [])),
      forget: (hash) => forget(accountId, hash),
    }),
    stop: () => {
      isStopped = true
      clearImmediate(clearing)
      note(NOTHING)
      closeSync(fd)
    },
  }
}

function readHand(file: string): { accountId: AccountId; hash: string } | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null // the first start
  }
  const found = /^(\d+) ([0-9a-f]{64})\s*$/.exec(text)
  return found && { accountId: Number(found[1]) as AccountId, hash: found[2]! }
}
