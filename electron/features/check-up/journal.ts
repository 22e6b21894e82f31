/**
 * What runs have made and not removed yet, kept outside of them: of one that was killed the next one with the same accounts removes it. Only what
 * the journal names, and of that only what has the name of its run, or stands between its own accounts.
 */
import { isForGood } from '#shared/check-up/sentences'
import { localOf, parseBareJid, parseJid, type BareJid, type Jid } from '#shared/jid'
import type { Probe } from './bench'
import { emptyStore, unblock } from './checks/account'
import { destroyRoom } from './checks/rooms/stage'
import { part, removeItem } from './contacts'
import { runNamed } from './mark'
import { nodeAt, removeNode } from './node'

export interface Unfinished {
  run: string
  /** Bare addresses of its accounts; the first one owns its rooms and nodes. */
  accounts: readonly string[]
  /** As told to `undo`, oldest first. */
  made: string[]
}

export interface Journal {
  /** Before it is made. */
  note(run: string, accounts: readonly BareJid[], what: string): void
  /** It is gone, or nobody will try any more. */
  strike(run: string, what: string): void
  unfinished(): Unfinished[]
}

/** Where nothing is kept. */
export const noJournal: Journal = { note: () => {}, strike: () => {}, unfinished: () => [] }

/** What nobody can remove need not be tried. */
export const isToBeNoted = (what: string): boolean => !isForGood(what)

/** How it is removed with these sessions. Null: not with them, or it is not of this run. */
export function removerOf(what: string, { run, accounts }: Pick<Unfinished, 'run' | 'accounts'>, sessions: readonly Probe[]): (() => Promise<boolean>) | null {
  const at = (own: string | undefined) => (accounts.includes(own ?? '') ? (sessions.find((one) => one.own === own) ?? null) : null)
  const owner = at(accounts[0])
  const isOurs = (name: string | null) => runNamed(name ?? '') === run
  const parts = (pattern: RegExp) => pattern.exec(what)?.slice(1) ?? null
  const with_ = <T, S>(one: T | null, other: S | null, step: (one: T, other: S) => Promise<boolean>) => (one === null || other === null ? null : () => step(one, other))

  const room = parts(/^room (.+)$/s)?.[0]
  if (room !== undefined) {
    const jid = parseBareJid(room)
    return jid && isOurs(localOf(jid)) ? with_(owner, jid, destroyRoom) : null
  }
  const node = parts(/^node (\S+) of (\S+)$/)
  if (node) {
    const where = parseJid(node[1]!)
    return isOurs(node[0]!) ? with_(owner, where, (one, service: Jid) => removeNode(nodeAt(one, node[0]!, service === one.own ? undefined : service))) : null
  }
  const contact = parts(/^contact (\S+) of (\S+)$/)
  if (contact) {
    const jid = parseBareJid(contact[0]!)
    return jid && isOurs(localOf(jid)) ? with_(at(contact[1]), jid, removeItem) : null
  }
  const blocked = parts(/^(\S+) on the blocked list of (\S+)$/)
  if (blocked) return with_(at(blocked[1]), accounts.includes(blocked[0]!) ? parseBareJid(blocked[0]!) : null, unblock)
  const stored = parts(/^private storage of (\S+): /)
  if (stored) return with_(at(stored[0]), true, emptyStore)
  const pair = parts(/^(\S+) and (\S+) as contacts of each other$/)
  return pair ? with_(at(pair[0]), at(pair[1]), (two, one) => part({ one, two })) : null
}
