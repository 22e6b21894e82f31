/**
 * The server's archive of our account: XEP-0313 version 1.1.3, with XEP-0059 paging.
 * Fetches what was missed, then all that is older, newest first, in the background. The cursor moves by completed pages, and
 * by live messages only while the stream brings everything: caught up, carbons on, visible (SAFETY §4.2.4).
 * Left out: archives of rooms (they replay their history, XEP-0045), preferences, metadata, fetching by id.
 */
import { defineFeature } from '#core/feature'
import type { Session } from '#core/context'
import { carbons } from '#features/carbons/public'
import { disco } from '#features/disco/public'
import { presence } from '#features/presence/public'
import { createCatchUp, type Outcome } from './catch-up'
import { contract, type ArchiveProgress } from './contract'
import { createQueries } from './query'
import { NS_MAM } from './stanza'
import { migrations, putCursor, setCaughtUp } from './table'

/** After a server that was busy or did not answer. */
const RETRY_MS = 60_000

export const archive = defineFeature({
  name: 'archive',
  xeps: [
    { id: '0313', version: '1.1.3', support: 'partial', note: 'own account only: no archives of rooms, no preferences' },
    { id: '0059', version: '1.0', support: 'complete' },
  ],
  requires: ['disco', 'carbons', 'presence'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, own, log } = session
    const discovery = session.use(disco)
    const copies = session.use(carbons)
    const status = session.use(presence)
    let progress: ArchiveProgress = { isCatchingUp: false, isFetchingHistory: false, seen: 0 }
    const show = (change: Partial<ArchiveProgress>) => {
      progress = { ...progress, ...change }
      session.publish('archive.progress', { accountId, ...progress })
    }
    const catchUp = createCatchUp(session as Session, own, createQueries(session as Session)(own), (messages) => show({ seen: progress.seen + messages }))
    let isLevel = false
    /** Grows when a run is void: the session ended, or a new one began. */
    let run = 0
    let isRunning = false
    let retry: NodeJS.Timeout | undefined
    let release: () => void = () => undefined
    let wasVisible = true

    const isVisible = () => status.current().availability !== 'invisible'
    /** Does every message of the account come over this stream? */
    const isUnbroken = () => isLevel && copies.isOn() && isVisible()

    const drop = () => {
      run++
      clearTimeout(retry)
      isRunning = isLevel = false
      if (progress.isCatchingUp || progress.isFetchingHistory) show({ isCatchingUp: false, isFetchingHistory: false })
      release()
    }

    const isOver = (outcome: Outcome): boolean => {
      if (outcome === null) return false
      if (outcome === 'stopped' || outcome.condition === 'offline') return true
      log('warn', 'the archive does not answer as it should', { condition: outcome.condition, text: outcome.text })
      if (outcome.condition === 'timeout' || outcome.type === 'wait') retry = setTimeout(() => void begin(), RETRY_MS).unref()
      return true
    }

    const work = async (isMine: () => boolean): Promise<void> => {
      const outcome = await catchUp.news(isMine)
      if (!isMine()) return
      // The link was cut: it goes on after the resume, and what is in doubt waits until then.
      if (outcome === null || (outcome !== 'stopped' && outcome.condition !== 'offline')) release()
      if (isOver(outcome)) return
      isLevel = true
      if (isUnbroken()) setCaughtUp(db, accountId, own, true)
      show({ isCatchingUp: false, isFetchingHistory: catchUp.hasHistory() })
      if (progress.isFetchingHistory) isOver(await catchUp.history(isMine))
    }

    const begin = async () => {
      if (isRunning) return
      if (!discovery.hasAccountFeature(NS_MAM) && !discovery.hasServerFeature(NS_MAM)) return release()
      clearTimeout(retry)
      const mine = ++run
      isRunning = true
      show({ isCatchingUp: true })
      try {
        await work(() => mine === run)
      } catch (error) {
        // The store refused a page: its cursor has not moved either.
        log('error', 'the archive could not be stored', { error: String(error) })
        release()
      }
      if (mine !== run) return
      isRunning = false
      if (progress.isCatchingUp || progress.isFetchingHistory) show({ isCatchingUp: false, isFetchingHistory: false })
    }

    session.onOnline('before-presence', () => {
      drop()
      progress = { ...progress, seen: 0 }
      catchUp.prepare()
      wasVisible = isVisible()
      release = session.outbox.holdDoubtful()
    })
    // COMPAT(openfire 4.7.5): gives nothing to whoever has not sent initial presence.
    session.onOnline('after-presence', () => void begin())
    session.connection.on('resumed', () => {
      if (!isLevel) void begin()
    })
    session.onEnded(drop)
    // While invisible nothing may come; afterwards what was missed is looked up.
    status.onChange(() => {
      const isBack = isVisible() && !wasVisible
      wasVisible = isVisible()
      if (!isLevel || (wasVisible && !isBack)) return
      setCaughtUp(db, accountId, own, false)
      if (!isBack || isRunning) return
      isLevel = false
      catchUp.prepare()
      void begin()
    })

    session.inbound.on('annotate', (message) => {
      const { source, archiveId, conversation, isDelayed, sentAtMs } = message
      if (source === 'archive' || !conversation || conversation.kind === 'room') return
      // A resumed stream goes on where it was: what comes late on it (Prosody stamps whole seconds) follows upon all we have.
      const { state } = session.connection
      const followsAll = isLevel || (state.phase === 'online' && state.isResumed)
      if (isDelayed) message.place = (conversationId) => catchUp.placeLate(conversationId, sentAtMs, followsAll)
      if (archiveId === null || isDelayed || !isUnbroken()) return
      const advance = () => putCursor(db, accountId, own, { upToId: archiveId, upToMs: sentAtMs, isCaughtUp: true })
      message.onPersist.push(advance)
      message.onKnown.push(advance)
    })

    return {
      calls: {},
      snapshot: () => progress,
      stop: drop,
    }
  },
})
