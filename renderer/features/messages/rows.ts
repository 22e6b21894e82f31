/** What is drawn around each message: day line, "new messages" line, and whether it continues the bubble above. Pure. */
import type { MessageId } from '#shared/ids'
import type { Message } from '#shared/model/message'
import type { EpochMs } from '#shared/time'
import { isSameDay } from '../../lib/text/times'
import type { Hole } from './holes.svelte'
import { compare, MAX_ROWS, PAGE, STEP } from './message-window.svelte'

/** A pause this long begins a new group of bubbles. */
const GROUP_MS = 5 * 60_000

export interface Row {
  message: Message
  /** Set: a new day begins above. */
  day: EpochMs | null
  /** Above that others may be missing. */
  holes: readonly Hole[]
  isUnreadStart: boolean
  /** Continues the one above: no name, no picture. */
  isJoined: boolean
  /** The next one does not continue it: shows its time. */
  isGroupEnd: boolean
}

export const isAction = (message: Message): boolean => message.kind === 'text' && message.body.startsWith('/me ')

function continues(message: Message, previous: Message): boolean {
  return (
    message.kind === 'text' &&
    previous.kind === 'text' &&
    message.direction === previous.direction &&
    message.sender === previous.sender &&
    !isAction(message) &&
    !isAction(previous) &&
    previous.state !== 'failed' &&
    Math.abs(message.sentAtMs - previous.sentAtMs) < GROUP_MS
  )
}

const isBefore = (hole: Hole, message: Message) => compare(hole.at, message) <= 0

/** Those behind the last message. */
export const holesBehind = (messages: readonly Message[], holes: readonly Hole[]): Hole[] =>
  holes.filter((hole) => !messages.some((message) => isBefore(hole, message)))

/** `isAtStart`: nothing that is stored lies above the first message. */
export function rowsOf(messages: readonly Message[], unreadFrom: MessageId | null, holes: readonly Hole[] = [], isAtStart = true): Row[] {
  const rows: Row[] = []
  let previous: Message | undefined
  let left = [...holes].sort((a, b) => compare(a.at, b.at))
  for (const message of messages) {
    const here = left.filter((hole) => isBefore(hole, message))
    left = left.slice(here.length)
    // Above the first one they may stand anywhere, unless they name it.
    const mine = previous || isAtStart ? here : here.filter((hole) => compare(hole.at, message) === 0)
    const day = previous && isSameDay(previous.orderMs, message.orderMs) ? null : message.orderMs
    const isUnreadStart = message.id === unreadFrom
    const isJoined = previous !== undefined && day === null && !isUnreadStart && mine.length === 0 && continues(message, previous)
    const last = rows.at(-1)
    if (last && isJoined) last.isGroupEnd = false
    rows.push({ message, day, holes: mine, isUnreadStart, isJoined, isGroupEnd: true })
    previous = message
  }
  return rows
}

/** Loaded at an end when less than this is left to scroll, px. */
export const AHEAD_PX = 1500
/** With less than this left the user is faster than a few rows at a time. */
const HURRY_PX = 600
export const stepFor = (leftPx: number): number => (leftPx < HURRY_PX ? PAGE : STEP)
/** How many rows a view of this height needs, so that what is taken away at one end is not missed at once. */
export const rowsFor = (heightPx: number, rowPx: number): number =>
  Math.max(MAX_ROWS, Math.min(240, Math.ceil((heightPx + 2 * AHEAD_PX) / Math.max(1, rowPx)) + 3 * STEP))

/** Of the empty room above the rows, px. */
const SPACE_PX = 20_000
const MAX_SPACE_PX = 200_000

/** What it becomes when it should be so high: none above the first message; anew when it is used up or has grown too far. */
export const spaceFor = (wantedPx: number, isAtStart: boolean): number =>
  isAtStart ? 0 : wantedPx >= 0 && wantedPx <= MAX_SPACE_PX ? wantedPx : SPACE_PX
