/**
 * The server's archive of our account: XEP-0313 version 1.1.3, with XEP-0059 paging.
 * Fetches what was missed, then all that is older, newest first, in the background. The cursor moves by completed pages, and
 * by live messages only while the stream brings everything: caught up, carbons on, visible (SAFETY §4.2.4).
 * Preferences: features/archive-preferences; archives of rooms: features/room-archive; metadata, filters by id: features/archive-viewer. Left out here: both.
 */
import { defineFeature } from '#core/feature'
import type { Session } from '#core/context'
import { carbons } from '#features/carbons/public'
import { disco } from '#features/disco/public'
import { presence } from '#features/presence/public'
import { NS_SID } from '#xmpp/xep/0359'
import { createCatchUp, type Outcome } from './catch-up'
import { contract, type ArchiveProgress } from './contract'
import { createHealing } from './healing'
import { createOlderCalls, createOwnOlder } from './older'
import type { ArchiveApi } from './public'
import { createQueries } from './query'
import { setBack } from './refill'
import { NS_MAM } from '#xmpp/xep/0313'
import { getCursor, migrations, setCaughtUp } from './table'

/** After a server that was busy or did not answer. */
const RETRY_MS = 60_000

export const archive = defineFeature({
  name: 'archive',
  xeps: [
    { id: '0313', version: '1.1.3', support: 'partial', note: 'metadata and filters by id in the tester’s workbench only' },
    { id: '0059', version: '1.0', support: 'complete' },
  ],
  requires: ['disco', 'carbons', 'presence'],
  contract,
  migrations,
  salvaged: setBack,
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
    const queries = createQueries(session as Session)
    const pages = queries(own)
    const onHoles = () => session.publish('archive.holesChanged', { accountId })
    const catchUp = createCatchUp(session as Session, own, { pages, onHoles, onPage: (messages) => show({ seen: progress.seen + messages }) })
    const hasArchive = () => discovery.hasAccountFeature(NS_MAM) || discovery.hasServerFeature(NS_MAM)
    const onLevel: (() => void)[] = []
    /** Who waits until the news are in, or cannot be had. */
    const waiting: (() => void)[] = []
    const newsEnd = () => waiting.splice(0).forEach((goOn) => goOn())
    /** Not yet known what our server can do. */
    let isStarting = true
    const newsAreIn = () => (isStarting || progress.isCatchingUp ? new Promise<void>((resolve) => void waiting.push(resolve)) : Promise.resolve())
    const healing = createHealing(session, onHoles)
    healing.add(own, { catchUp, newsAreIn, hasArchive })
    const older = createOlderCalls(session as Session)
    const ownOlder = createOwnOlder(session as Session, { fetchPage: pages.one, hasArchive, newsAreIn })
    older.serve('chat', ownOlder.fetch)
    older.serve('room-pm', ownOlder.fetch)
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
      isStarting = true
      if (progress.isCatchingUp || progress.isFetchingHistory) show({ isCatchingUp: false, isFetchingHistory: false })
      release()
    }
    const end = () => {
      drop()
      newsEnd()
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
      healing.dropLosses(own)
      if (isUnbroken()) setCaughtUp(db, accountId, own, true)
      show({ isCatchingUp: false, isFetchingHistory: catchUp.hasHistory() })
      newsEnd()
      for (const tell of onLevel) tell()
      if (progress.isFetchingHistory) isOver(await catchUp.history(isMine))
    }

    const begin = async () => {
      if (isRunning) return
      isStarting = false
      if (!hasArchive()) {
        // It had one: what is said while we are away, and to other devices, is kept nowhere now.
        const cursor = getCursor(db, accountId, own)
        if (cursor && discovery.serverFeatures().length > 0) healing.noteLoss(own, cursor.upToMs, session.clock.nowMs())
        newsEnd()
        return release()
      }
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
      newsEnd()
    }

    session.onOnline('before-presence', () => {
      drop()
      ownOlder.reset()
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
    session.onEnded(end)
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

    // XEP-0359 §5: who does not say that he gives ids lets those of strangers pass. Nothing is known while we are logging in.
    session.inbound.on('identify', (message) => {
      if (message.source !== 'live' || message.archiveId === null || message.conversation?.kind === 'room') return
      const isSilent = !isStarting && discovery.serverFeatures().length > 0 && !hasArchive() && !discovery.hasServerFeature(NS_SID) && !discovery.hasAccountFeature(NS_SID)
      if (!isSilent) return
      session.refuse('R-ID-UNANNOUNCED', message.from)
      message.archiveId = null
    })

    session.inbound.on('annotate', (message) => {
      const { source, archiveId, conversation, isDelayed, sentAtMs } = message
      if (source === 'archive' || !conversation || conversation.kind === 'room') return
      // A resumed stream goes on where it was: what comes late on it (Prosody stamps whole seconds) follows upon all we have.
      const { state } = session.connection
      const followsAll = isLevel || (state.phase === 'online' && state.isResumed)
      if (isDelayed) message.place = (conversationId) => catchUp.placeLate(conversationId, sentAtMs, followsAll)
      if (archiveId === null || isDelayed || !isUnbroken()) return
      // What we have under way may stand before this in the archive, and if its acknowledgement gets lost it is looked for behind the cursor.
      if (session.outbox.isAwaited()) return
      const advance = () => catchUp.advance(archiveId, sentAtMs)
      message.onPersist.push(advance)
      message.onKnown.push(advance)
    })

    const api: ArchiveApi = {
      hasArchive,
      page: pages.one,
      look: queries.look,
      serveOlder: older.serve,
      onLevel: (listener) => void onLevel.push(listener),
      open: (jid, ns, options) => {
        const opened = createCatchUp(session as Session, jid, { ...options, onHoles, pages: queries(jid, ns) })
        healing.add(jid, { catchUp: opened, newsAreIn: options.newsAreIn, hasArchive: () => true })
        return opened
      },
      noteLoss: healing.noteLoss,
    }
    return {
      api,
      calls: {
        'archive.older': ({ conversationId }) => older.fetch(conversationId),
        'archive.holes': ({ conversationId }) => healing.list(conversationId),
        'archive.heal': ({ conversationId, holeId }) => healing.heal(conversationId, holeId),
      },
      snapshot: () => progress,
      stop: end,
    }
  },
})
