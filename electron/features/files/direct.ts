/**
 * Files that we offer to another client ourselves (XEP-0234 version 0.19.1), past every store. The message stands as queued while the
 * other side decides and the bytes go; it is delivered when they say that they have all of it. Whatever goes wrong makes it failed, and
 * sending it again offers it again.
 */
import { createReadStream } from 'node:fs'
import type { Session } from '#core/context'
import type { DiscoApi } from '#features/disco/public'
import type { Channel, JingleApi, SessionEnd, Session as JingleSession } from '#features/jingle/public'
import type { PresenceApi } from '#features/presence/public'
import type { ConversationId, MessageId } from '#shared/ids'
import { parseBareJid, type BareJid, type FullJid } from '#shared/jid'
import type { SharedFile } from '#shared/model/files'
import { getConversation } from '#store/conversations'
import { getMessage, setExtra, setMessageState } from '#store/messages'
import type { contract } from './contract'
import { buildOffer, isReceived, NS_FILE_TRANSFER } from './direct-stanza'
import { findFile, type FoundFile } from './disk'
import { dropDirect, putDirect } from './table'
import type { Transfers } from './transfers'

/** One read of the file: small enough that a slow way does not hold much. */
const PIECE_BYTES = 64 * 1024
/** All was sent, and the way is closed: time to say that they have it. Dino (0.4.2) says nothing and waits for us. */
const LAST_WORD_MS = 3_000
/** Offered to the same person; the others wait. */
const MAX_AT_ONCE = 3
const GOODBYE_MS = 5_000

export interface Able {
  jid: FullJid
  features: readonly string[]
}

/** In words: renderer/features/messages/failure-texts.ts. */
function conditionOf({ by, reason }: SessionEnd): string {
  if (reason === 'offline' || (by === 'us' && reason === 'gone')) return 'direct-interrupted'
  if (reason === 'timeout') return 'direct-no-answer'
  if (by === 'us') return 'direct-broken'
  if (reason === 'gone') return 'direct-gone'
  if (reason === 'media-error') return 'direct-altered'
  return reason === 'decline' || reason === 'cancel' || reason === 'busy' ? 'direct-refused' : 'direct-broken'
}

export function createDirectOffers(session: Session<typeof contract>, jingle: JingleApi, disco: DiscoApi, presence: Pick<PresenceApi, 'resourcesOf'>, transfers: Transfers) {
  const { accountId, db, filesDir, log, messageEvents, outbox, transaction } = session
  const running = new Map<MessageId, { jid: BareJid | null; offer: JingleSession | null }>()
  let isOver = false

  const peerOf = (conversationId: ConversationId): BareJid | null => {
    const conversation = getConversation(db, conversationId)
    return conversation?.accountId === accountId && conversation.kind === 'chat' ? parseBareJid(conversation.peer) : null
  }
  /** A client of theirs that is there and takes files. */
  const find = async (jid: BareJid): Promise<Able | null> => {
    if (jid === session.own) return null
    const all = await Promise.all(presence.resourcesOf(jid).map(async (resource) => {
      const known = disco.capsOf(resource)
      const answer = known ? null : await disco.info(resource)
      return { jid: resource, features: known?.features ?? (answer?.ok ? answer.value.features : []) }
    }))
    return all.find(({ features }) => features.includes(NS_FILE_TRANSFER) && jingle.isAble(features)) ?? null
  }

  const change = (id: MessageId, file: SharedFile) => {
    setExtra(db, id, 'files', [file])
    messageEvents.changed(id)
  }
  /** The next one may be offered. */
  const leave = (id: MessageId) => {
    if (running.delete(id) && !isOver) queueMicrotask(() => isOver || outbox.flush())
  }
  const fail = (id: MessageId, condition: string) => {
    leave(id)
    transaction(() => {
      dropDirect(db, id)
      if (getMessage(db, id)?.state !== 'queued') return
      setMessageState(db, id, 'failed', { condition, text: null })
      messageEvents.changed(id)
    })
  }
  /** `sent`: all has left us, and they have not said a word. */
  const arrived = (id: MessageId, file: SharedFile, state: 'delivered' | 'sent' = 'delivered') => {
    leave(id)
    transaction(() => {
      dropDirect(db, id)
      if (!getMessage(db, id)) return
      setMessageState(db, id, state)
      change(id, { ...file, direct: 'over' })
    })
  }

  /** All of the file into the channel; ends when nothing more is to be said by us. */
  const send = (id: MessageId, found: FoundFile, channel: Channel, offer: JingleSession): Promise<void> =>
    transfers.run(id, 0, found.size, async ({ signal, moved }) => {
      signal.addEventListener('abort', () => offer.terminate('cancel'))
      for await (const part of createReadStream(found.path, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>) {
        if (signal.aborted) return
        if (getMessage(db, id) === null) return offer.terminate('cancel')
        await channel.write(part)
        moved(part.length)
      }
      await channel.finish()
    })

  const begin = async (id: MessageId, file: SharedFile, jid: BareJid): Promise<void> => {
    const found = file.local === null ? null : await findFile(filesDir, file.local)
    if (!found) return fail(id, 'upload-no-file')
    const able = await find(jid)
    if (isOver || !running.has(id)) return
    if (!able) return fail(id, 'direct-away')
    const offer = jingle.offer(able.jid, buildOffer({ ...file, size: found.size }, file.description ?? ''), able.features)
    running.set(id, { jid, offer })
    let lastWord: NodeJS.Timeout | undefined
    let isSent = false
    offer.listen({
      accepted: () => transaction(() => {
        if (getMessage(db, id)) change(id, { ...file, direct: 'accepted' })
        else queueMicrotask(() => offer.terminate('cancel'))
      }),
      channel: (channel) => {
        send(id, found, channel, offer).then(
          () => {
            isSent = true
            lastWord = setTimeout(() => {
              if (!isOver) arrived(id, file, 'sent')
              offer.terminate('success')
            }, LAST_WORD_MS)
          },
          (error: unknown) => {
            if (running.get(id)?.offer === offer) log('info', 'a file could not be sent directly', { error: String(error) })
            offer.terminate('connectivity-error')
          },
        )
      },
      info: (payload) => {
        if (!isReceived(payload) || !isSent) return
        clearTimeout(lastWord)
        arrived(id, file)
        lastWord = setTimeout(() => offer.terminate('success'), GOODBYE_MS) // theirs mostly comes first
      },
      over: (end) => {
        clearTimeout(lastWord)
        transfers.stop(id)
        if (isOver || running.get(id)?.offer !== offer) return
        if (end.reason === 'success' && end.by === 'them') arrived(id, file)
        else fail(id, conditionOf(end))
      },
    })
  }

  outbox.gate((message) => {
    const file = message.extras?.files?.[0]
    if (file?.direct === undefined) return false
    if (isOver || running.has(message.id)) return true
    const jid = peerOf(message.conversationId)
    if ([...running.values()].filter((one) => one.jid === jid).length >= MAX_AT_ONCE) return true
    running.set(message.id, { jid, offer: null })
    queueMicrotask(() => {
      if (isOver) return
      if (!jid) return fail(message.id, 'direct-away')
      transaction(() => {
        putDirect(db, accountId, message.id)
        change(message.id, { ...file, direct: 'offered' })
      })
      begin(message.id, file, jid).catch((error: unknown) => {
        log('error', 'a file could not be offered', { error: String(error) })
        if (!isOver) fail(message.id, 'direct-broken')
      })
    })
    return true
  })

  return {
    find: (conversationId: ConversationId): Promise<Able | null> => {
      const jid = peerOf(conversationId)
      return jid ? find(jid) : Promise.resolve(null)
    },
    /** The message goes as well. */
    cancel: (id: MessageId): void => {
      const offer = running.get(id)?.offer
      running.delete(id)
      offer?.terminate('cancel')
    },
    fail,
    stop: () => void (isOver = true),
  }
}
