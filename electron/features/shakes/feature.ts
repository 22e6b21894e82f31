/**
 * Window shakes: XEP-0224 version 1.0.
 * Taken from contacts only, live, one to one, at most one in 30 s from each; announced only while the settings allow it.
 * While we are `dnd`, or the conversation is mute, only the line in the conversation tells of it. Words that come along
 * are shown as a message whether it shakes or not. Left out: words of our own along with it; other devices of ours do not
 * learn of what was sent here (a headline is not carried over).
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { addNotice } from '#core/notices'
import { disco } from '#features/disco/public'
import { presence } from '#features/presence/public'
import { roster } from '#features/roster/public'
import { bareOf, localOf, parseBareJid, type BareJid, type FullJid } from '#shared/jid'
import { done, fail } from '#shared/result'
import { SHAKE_PAUSE_MS, shakeNotice, type ShakeProblem } from '#shared/model/shake'
import type { EpochMs } from '#shared/time'
import { findConversation, getConversation, putConversation } from '#store/conversations'
import { contract } from './contract'
import { buildAttention, isAttention, NS_ATTENTION } from './stanza'
import { listRefused, migrations, setRefused } from './table'

/** His clock and the way between us may shorten the pause he kept. */
const SLACK_MS = 5_000

const refuse = (problem: ShakeProblem) => fail('refused', `no shake: ${problem}`, { problem })

export const shakes = defineFeature({
  name: 'shakes',
  xeps: [{ id: '0224', version: '1.0', support: 'complete' }],
  requires: ['disco', 'presence', 'roster'],
  discoFeatures: [NS_ATTENTION],
  isAnnounced: (settings) => settings.receiveShakes,
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, clock, settings } = session
    const contacts = session.use(roster)
    const own = session.use(presence)
    const discovery = session.use(disco)
    const received = new Map<BareJid, EpochMs>()
    const sent = new Map<BareJid, EpochMs>()
    const nameOf = (jid: BareJid) => contacts.get(jid)?.name || localOf(jid) || jid
    const isDue = (last: EpochMs | undefined, pauseMs: number) => last === undefined || clock.nowMs() - last >= pauseMs
    const isQuiet = (jid: BareJid) =>
      own.current().availability === 'dnd' || findConversation(db, accountId, 'chat', jid)?.notify === 'never'

    session.inbound.on('classify', (message) => {
      const { type, source, direction, stanza } = message
      if (source !== 'live' || direction !== 'in' || type === 'groupchat' || type === 'error' || !isAttention(stanza)) return
      const jid = bareOf(message.from)
      const hasWords = message.body !== null
      if (!session.isContact(jid)) {
        session.refuse('R-SHAKE-STRANGER', message.from)
        return hasWords ? undefined : 'drop'
      }
      const isWanted = settings.get().receiveShakes && !listRefused(db, accountId).includes(jid) && isDue(received.get(jid), SHAKE_PAUSE_MS - SLACK_MS)
      if (!isWanted && !hasWords) return 'drop'
      message.conversation = { kind: 'chat', peer: jid }
      message.sender = jid
      if (!isWanted) return
      received.set(jid, clock.nowMs())
      if (!hasWords) message.notice = shakeNotice('shake-received', nameOf(jid))
      if (isQuiet(jid)) return
      message.afterCommit.push(() => {
        const conversation = findConversation(db, accountId, 'chat', jid)
        if (conversation) session.publish('shake.received', { accountId, conversationId: conversation.id })
      })
    })

    const canShake = async (jid: FullJid): Promise<boolean> => {
      const known = discovery.capsOf(jid)
      if (known) return known.features.includes(NS_ATTENTION)
      const answer = await discovery.info(jid)
      return answer.ok && answer.value.features.includes(NS_ATTENTION)
    }

    // Others must not take us for able any longer, or learn that we are again (§4, §5).
    let wasOn = settings.get().receiveShakes
    const forget = settings.onChange(({ receiveShakes }) => {
      if (receiveShakes === wasOn) return
      wasOn = receiveShakes
      own.renew()
    })

    return {
      calls: {
        'shake.send': async ({ conversationId }) => {
          const conversation = getConversation(db, conversationId)
          const jid = conversation?.accountId === accountId && conversation.kind === 'chat' ? parseBareJid(conversation.peer) : null
          if (!jid) return fail('not-found', 'there is no such conversation')
          if (session.connection.state.phase !== 'online') return fail('offline', 'not connected')
          if (!isDue(sent.get(jid), SHAKE_PAUSE_MS)) return refuse('too-soon')
          const resources = own.resourcesOf(jid)
          if (resources.length === 0) return refuse('away')
          const isAble = (await Promise.all(resources.map(canShake))).includes(true)
          if (!isAble) return refuse('unable')
          if (!isDue(sent.get(jid), SHAKE_PAUSE_MS)) return refuse('too-soon') // asked twice meanwhile
          if (!session.connection.send(buildAttention(jid))) return fail('offline', 'not connected')
          sent.set(jid, clock.nowMs())
          session.transaction(() => {
            const { id } = putConversation(db, accountId, 'chat', jid, clock.nowMs())
            addNotice(session, id, shakeNotice('shake-sent', nameOf(jid)), { direction: 'out' })
          })
          return done
        },
        'shake.setAllowed': ({ jid, isAllowed }) => {
          session.transaction(() => {
            setRefused(db, accountId, jid, !isAllowed)
            session.publish('shake.refusedChanged', { accountId, refused: listRefused(db, accountId) })
          })
          return done
        },
      },
      snapshot: () => ({ refused: listRefused(db, accountId) }),
      stop: forget,
    }
  },
})
