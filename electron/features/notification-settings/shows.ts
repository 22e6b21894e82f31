/** What a notification shows of a conversation, where the user wants it otherwise than everywhere. Of this computer alone. */
import * as v from 'valibot'
import type { Conversation } from '#shared/model/conversation'
import { NOTIFY_SHOWS, type NotifyShows } from '#shared/model/settings'
import type { AccountId } from '#shared/ids'
import type { Db } from '#store/database'
import { getAccountValue, putAccountValue } from '#store/settings'

const KEY = 'notification.shows'
const KINDS = ['chat', 'room', 'room-pm'] as const
const choice = v.object({ kind: v.picklist(KINDS), peer: v.string(), shows: v.picklist(NOTIFY_SHOWS) })
const stored = v.pipe(v.string(), v.parseJson(), v.array(choice))

export type ShowsChoice = Pick<Conversation, 'kind' | 'peer'> & { shows: NotifyShows }

export function listShows(db: Db, accountId: AccountId): ShowsChoice[] {
  const read = v.safeParse(stored, getAccountValue(db, accountId, KEY))
  return read.success ? read.output : []
}

/** Null: as everywhere. */
export function putShows(db: Db, accountId: AccountId, { kind, peer }: Pick<Conversation, 'kind' | 'peer'>, shows: NotifyShows | null): void {
  const others = listShows(db, accountId).filter((one) => one.kind !== kind || one.peer !== peer)
  putAccountValue(db, accountId, KEY, JSON.stringify(shows === null ? others : [...others, { kind, peer, shows }]))
}
