/** Our own requests and what the room says of them are one thing: matched here, whichever comes first. Pure but for the clock it is given. */
import type { BareJid } from '#shared/jid'
import type { Change } from './changes'
import type { OwnRequest } from './public'

/** As long as a request may take, and as long as a notice may come after its answer. */
const PENDING_MS = 60_000
const AFTERWARDS_MS = 15_000

export interface Expectation {
  request: OwnRequest
  isRecorded: boolean
  /** Answered: only its notice may still come. */
  isSettled: boolean
  endsMs: number
}

const isAbout = (request: OwnRequest, nick: string, jid: BareJid | null): boolean =>
  request.jid !== null && jid !== null ? request.jid === jid : request.nick !== null && request.nick === nick

function isSame({ kind, to }: OwnRequest, change: Change): boolean {
  switch (change.kind) {
    case 'kick':
      return kind === 'role' && to === 'none'
    case 'ban':
      return kind === 'affiliation' && to === 'outcast'
    case 'membership-lost':
      return kind === 'affiliation' && to === (change.to || 'none')
    case 'affiliation':
    case 'role':
      return kind === change.kind && to === change.to
    default:
      return false
  }
}

export function createExpectations(now: () => number) {
  let pending: Expectation[] = []
  return {
    add: (request: OwnRequest): Expectation => {
      // What was asked of the same person before is over: if it comes again now, somebody else has done it.
      const isOver = (one: Expectation) =>
        one.isSettled && one.request.room === request.room && one.request.kind === request.kind && isAbout(one.request, request.nick ?? '', request.jid)
      pending = pending.filter((one) => one.endsMs > now() && !isOver(one))
      const expectation = { request, isRecorded: false, isSettled: false, endsMs: now() + PENDING_MS }
      pending.push(expectation)
      return expectation
    },
    /** Ours, when it is what we asked for. */
    find: (room: BareJid, change: Change): Expectation | null =>
      pending.find(({ request, endsMs }) => endsMs > now() && request.room === room && isAbout(request, change.nick, change.jid) && isSame(request, change)) ?? null,
    settle: (expectation: Expectation) => void Object.assign(expectation, { isSettled: true, endsMs: now() + AFTERWARDS_MS }),
    drop: (expectation: Expectation) => void (pending = pending.filter((one) => one !== expectation)),
  }
}
