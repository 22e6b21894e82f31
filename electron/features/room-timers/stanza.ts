/** A timer as an item of our own private node. It comes from our own account, and is read as carefully as anything else. */
import { parseBareJid } from '#shared/jid'
import type { Affiliation } from '#shared/model/room'
import type { RoomTimer } from '#shared/model/room-timers'
import { attr, child, childText, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { formatDateTime, parseDateTime } from '#xmpp/xep/0082'

export const NODE = 'urn:x-magpie:room-timers:0'

export type StoredTimer = Omit<RoomTimer, 'isShared' | 'waitingFor'>

export const buildTimer = (timer: StoredTimer): Element =>
  xml(
    'timer',
    {
      xmlns: NODE, kind: timer.kind, room: timer.room, jid: timer.jid ?? undefined, nick: timer.nick, 'occupant-id': timer.occupantId ?? undefined,
      set: formatDateTime(timer.setAtMs), until: formatDateTime(timer.untilMs), before: timer.before,
    },
    timer.reason === '' ? null : xml('reason', {}, timer.reason),
  )

/** Null: nothing of ours, or broken. */
export function parseTimer(item: Element): StoredTimer | null {
  const id = attr(item, 'id')
  const el = child(item, 'timer', NODE)
  const room = parseBareJid(attr(el, 'room'))
  const kind = attr(el, 'kind')
  const setAtMs = parseDateTime(attr(el, 'set'))
  const untilMs = parseDateTime(attr(el, 'until'))
  const jid = parseBareJid(attr(el, 'jid'))
  if (!id || id.length > 100 || !room?.includes('@') || (kind !== 'mute' && kind !== 'ban') || setAtMs === null || untilMs === null) return null
  if (kind === 'ban' && !jid) return null
  return {
    id, room, kind, jid, setAtMs, untilMs,
    nick: (attr(el, 'nick') ?? '').slice(0, 1000),
    occupantId: attr(el, 'occupant-id')?.slice(0, 1000) ?? null,
    before: attr(el, 'before') === 'member' ? 'member' : ('none' satisfies Affiliation),
    reason: (childText(el, 'reason', NODE) ?? '').slice(0, 1000),
  }
}
