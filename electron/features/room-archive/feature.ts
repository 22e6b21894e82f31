/**
 * Archives of rooms: XEP-0313 version 1.1.3 asked at the room (§6.1, 6.2), mam:1 where there is only that.
 * After coming in, what was missed is fetched behind our position, page by page; a first visit gets the newest page, and of a
 * very long absence only its end. What lies before or between is a gap, filled page by page when somebody looks for it: a
 * room may have a million messages. What damage to the store has taken comes back by itself, in the background. The position
 * moves by whole pages, and by live messages only from the time everything was fetched until we are out, for whatever reason
 * (SAFETY §4.2.4, 4.2.6).
 * Rooms without an archive, or whose archive refuses, replay their history (XEP-0045 §7.2.13) as ever; where that does not reach
 * back to what we have, it is noted that something may be missing.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { archiveApi, archiveNamespace, asFailure, isPutBack, type CatchUp, type Outcome } from '#features/archive/public'
import { roomsApi } from '#features/rooms/public'
import { bareOf, parseJid, type BareJid } from '#shared/jid'
import { fail, ok } from '#shared/result'
import type { EpochMs } from '#shared/time'
import { attr, type Element } from '#xmpp/element'
import { contract, type RoomArchiveWork } from './contract'
import { watchReplays } from './replays'

/** Messages; who has missed more begins at the end. */
const MAX_NEWS = 2000
/** After a server that was busy or did not answer. */
const RETRY_MS = 60_000

interface Known {
  catchUp: CatchUp
  /** All that was said is here, and what is said comes. */
  isLevel: boolean
  /** Grows when what runs is void: we are out, or go in anew. */
  run: number
  retry: NodeJS.Timeout | undefined
  /** What came live last since we are in. */
  latest: { id: string; atMs: EpochMs } | null
  running: Promise<boolean>
  work: RoomArchiveWork | null
}

export const roomArchive = defineFeature({
  name: 'room-archive',
  xeps: [{ id: '0313', version: '1.1.3', support: 'complete' }],
  requires: ['archive', 'rooms'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { log, inbound } = session
    const archive = session.use(archiveApi)
    const rooms = session.use(roomsApi)
    const known = new Map<BareJid, Known>()

    /**
     * Said in this room, nothing else: a room vouches for nobody else's (SAFETY §2.1 "MAM injection"). Of what the room itself said, only
     * recalls are looked at (room-moderation); all else ends in the rooms feature.
     */
    const isSaidIn = (room: BareJid) => (stanza: Element) => {
      const from = parseJid(attr(stanza, 'from'))
      return from !== null && attr(stanza, 'type') === 'groupchat' && bareOf(from) === room
    }

    const show = (room: BareJid, entry: Known, work: RoomArchiveWork | null) => {
      if (work === entry.work) return
      entry.work = work
      session.publish('roomArchive.progress', { accountId: session.accountId, room, work })
    }
    const onPage = (room: BareJid, messages: number) => {
      const entry = known.get(room)
      if (entry?.work) show(room, entry, { ...entry.work, seen: entry.work.seen + messages })
    }

    const open = (room: BareJid, features: ReadonlySet<string> | null): Known | null => {
      const found = known.get(room)
      const ns = features && archiveNamespace(features)
      if (found || !ns) return ns ? (found ?? null) : null
      const catchUp = archive.open(room, ns, {
        accepts: isSaidIn(room), maxNews: MAX_NEWS, onPage: (messages) => onPage(room, messages), newsAreIn: async () => known.get(room)?.running,
      })
      const entry: Known = { catchUp, isLevel: false, run: 0, retry: undefined, latest: null, running: Promise.resolve(true), work: null }
      known.set(room, entry)
      return entry
    }

    const drop = (room: BareJid) => {
      const entry = known.get(room)
      if (!entry) return
      clearTimeout(entry.retry)
      entry.run++
      entry.isLevel = false
      entry.latest = null
      show(room, entry, null)
    }

    const isPassing = (outcome: Exclude<Outcome, null | 'stopped'>) => outcome.condition === 'timeout' || outcome.type === 'wait'

    /** What damage to the store has taken. Behind all else: nobody waits for it. */
    const putBack = async (room: BareJid, entry: Known, isMine: () => boolean): Promise<void> => {
      if (!entry.catchUp.hasHistory(isPutBack)) return
      show(room, entry, { kind: 'refill', seen: 0 })
      try {
        const outcome = await entry.catchUp.history(isMine, isPutBack)
        if (outcome !== null && outcome !== 'stopped') log('warn', 'what was lost of a room does not come back now', { room, condition: outcome.condition })
        if (isMine() && outcome !== null && outcome !== 'stopped' && isPassing(outcome)) {
          entry.retry = setTimeout(() => void putBack(room, entry, isMine), RETRY_MS).unref()
        }
      } catch (error) {
        log('error', 'the archive of a room could not be stored', { room, error: String(error) })
      }
      if (isMine()) show(room, entry, null)
    }

    const run = async (room: BareJid, entry: Known, knownUntilMs: Parameters<CatchUp['news']>[1]): Promise<boolean> => {
      const mine = ++entry.run
      const isMine = () => entry.run === mine
      show(room, entry, { kind: 'news', seen: 0 })
      const isWell = await catchUp(room, entry, isMine, knownUntilMs)
      if (isMine()) show(room, entry, null)
      if (isWell && isMine()) void putBack(room, entry, isMine)
      return isWell
    }

    const catchUp = async (room: BareJid, entry: Known, isMine: () => boolean, knownUntilMs: Parameters<CatchUp['news']>[1]): Promise<boolean> => {
      let outcome: Outcome
      try {
        outcome = await entry.catchUp.news(isMine, knownUntilMs)
      } catch (error) {
        // The store refused a page: the position has not moved either.
        log('error', 'the archive of a room could not be stored', { room, error: String(error) })
        return false
      }
      if (!isMine() || outcome === 'stopped') return false
      if (outcome === null) {
        entry.isLevel = true
        entry.catchUp.setLevel(true)
        // An empty archive gives no position; but all that was said in it since has come live.
        if (!entry.catchUp.hasPosition() && entry.latest) entry.catchUp.advance(entry.latest.id, entry.latest.atMs)
        return true
      }
      log('warn', 'the archive of a room does not answer as it should', { room, condition: outcome.condition, text: outcome.text })
      if (isPassing(outcome)) entry.retry = setTimeout(() => void (entry.running = run(room, entry, knownUntilMs)), RETRY_MS).unref()
      return false
    }

    const replays = watchReplays(inbound, (room) => rooms.isReplaying(room))

    rooms.useArchive({
      prepare: (room, features) => {
        replays.begin(room)
        const entry = open(room, features)
        entry?.catchUp.prepare()
        return entry?.catchUp.hasPosition() ?? false
      },
      catchUp: (room, features, knownUntilMs) => {
        const entry = open(room, features)
        if (entry) return (entry.running = run(room, entry, knownUntilMs))
        // All that the room replays is here.
        const oldestNewMs = replays.end(room)
        // Stamps may be whole seconds: what is new came after what was known.
        if (knownUntilMs !== null && oldestNewMs !== null) archive.noteLoss(room, knownUntilMs, Math.max(oldestNewMs, knownUntilMs + 1) as EpochMs)
        return null
      },
      drop,
    })

    // After rooms: the ids are checked, and what they recognise as known tells it, too.
    inbound.on('identify', ({ source, conversation, archiveId, isDelayed, sentAtMs, onPersist, onKnown }) => {
      if (source !== 'live' || conversation?.kind !== 'room' || archiveId === null || isDelayed) return
      const entry = known.get(conversation.peer as BareJid)
      if (!entry) return
      const advance = () => {
        entry.latest = { id: archiveId, atMs: sentAtMs }
        if (entry.isLevel) entry.catchUp.advance(archiveId, sentAtMs)
      }
      onPersist.push(advance)
      onKnown.push(advance)
    })

    archive.serveOlder('room', async ({ peer }) => {
      const room = peer as BareJid
      if (session.connection.state.phase !== 'online') return fail('offline', 'not connected')
      const entry = open(room, rooms.featuresOf(room))
      if (!entry) return ok({ added: 0, before: 'none' })
      // What was missed must not come in by this door: it would not be unread.
      await entry.running
      const found = await entry.catchUp.older(() => session.connection.state.phase === 'online')
      if (found === 'stopped') return fail('offline', 'not connected')
      return 'condition' in found ? asFailure(found) : ok(found)
    })

    return {
      calls: {},
      snapshot: () => ({ works: [...known].flatMap(([room, { work }]) => (work ? [{ room, work }] : [])) }),
      stop: () => [...known.keys()].forEach(drop),
    }
  },
})
