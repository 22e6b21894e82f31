/**
 * Files that another client offers to us (XEP-0234 version 0.19.1): a card with what they say of it, and nothing else, until the user
 * takes it. Of contacts only. Never more bytes than were offered; what does not match its hash is thrown away.
 */
import type { Session } from '#core/context'
import type { Channel, JingleApi, SessionEnd, Session as JingleSession } from '#features/jingle/public'
import type { MessageId } from '#shared/ids'
import { bareOf } from '#shared/jid'
import { kindOf, type FileProblem, type SharedFile } from '#shared/model/files'
import { putConversation } from '#store/conversations'
import { getMessage, insertMessage, setExtra } from '#store/messages'
import type { contract } from './contract'
import { buildReceived, Digests, NS_FILE_TRANSFER, parseChecksum, parseOffer, type Hashes, type OfferedFile } from './direct-stanza'
import { beginFile, findFile, finishFile, headOf, newKey, openPart, removeFile } from './disk'
import { mediaOf } from './media'
import { dropDirect, dropLocal, putDirect, putLocal } from './table'
import type { Transfers } from './transfers'

/** Not answered yet, of one contact. */
const MAX_WAITING = 5
/** The hash may be told behind the bytes. */
const HASH_MS = 5_000

class Altered extends Error {}

interface Offer {
  session: JingleSession
  file: OfferedFile
  /** Told later. */
  hashes: Map<string, string>
  heard: () => void
  isTaken: boolean
  isMoving: boolean
}

function problemOf({ by, reason }: SessionEnd, isTaken: boolean): FileProblem {
  if (by === 'us') return reason === 'decline' ? 'declined' : reason === 'cancel' ? 'stopped' : reason === 'offline' || reason === 'gone' ? 'interrupted' : 'broken'
  return reason === 'cancel' || (!isTaken && ['gone', 'timeout', 'decline'].includes(reason)) ? 'withdrawn' : 'broken'
}

export function createDirectReceiving(session: Session<typeof contract>, jingle: JingleApi, transfers: Transfers) {
  const { accountId, clock, db, filesDir, log, messageEvents, transaction } = session
  const offers = new Map<MessageId, Offer>()
  let isOver = false

  const change = (id: MessageId, values: Partial<SharedFile>) => {
    const file = getMessage(db, id)?.extras?.files?.[0]
    if (!file) return
    setExtra(db, id, 'files', [{ ...file, ...values }])
    messageEvents.changed(id)
  }
  const end = (id: MessageId, values: Partial<SharedFile>) =>
    transaction(() => {
      dropDirect(db, id)
      change(id, { direct: 'over', ...values })
    })

  /** Every hash that was told, and one at least when one was promised and comes soon. */
  const check = async (offer: Offer, found: ReadonlyMap<string, string>) => {
    const isTold = () => offer.file.hashes.size + offer.hashes.size > 0
    if (!isTold() && offer.file.algorithms.length > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, HASH_MS)
        offer.heard = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    const told: Hashes = new Map([...offer.file.hashes, ...offer.hashes])
    for (const [name, value] of told) if (found.has(name) && found.get(name) !== value) throw new Altered(name)
    if (told.size === 0) log('info', 'a file came without a hash')
  }

  const receive = async (id: MessageId, offer: Offer, channel: Channel) => {
    const { size, algorithms, hashes, name } = offer.file
    const key = newKey()
    putLocal(db, key, null)
    try {
      await transfers.run(id, 0, size, async ({ signal, moved }) => {
        signal.addEventListener('abort', () => offer.session.terminate('cancel'))
        const digests = new Digests([...algorithms, ...hashes.keys()])
        await beginFile(filesDir, key)
        const part = await openPart(filesDir, key)
        try {
          let left = size
          if (left > 0) {
            for await (const bytes of channel.read()) {
              if (getMessage(db, id) === null) throw new Error('its message was deleted')
              if (bytes.length > left) throw new Error('more came than was offered')
              await part.write(bytes)
              digests.update(bytes)
              left -= bytes.length
              moved(bytes.length)
              if (left === 0) break
            }
          }
          if (left > 0) throw new Error('it ended before its time')
        } finally {
          await part.close()
        }
        const found = digests.end()
        await check(offer, found)
        await finishFile(filesDir, key, name)
        const lies = await findFile(filesDir, key)
        const media = lies && mediaOf(await headOf(lies.path))
        if (isOver || !lies) return
        const kind = media?.kind === 'picture' || media?.kind === 'audio' || media?.kind === 'video' ? media.kind : 'file'
        transaction(() => {
          if (!getMessage(db, id)) return // deleted meanwhile: swept at the next start
          putLocal(db, key, id)
          end(id, {
            local: key, hash: found.get('sha-256')!, problem: null, kind: kindOf(media?.type ?? null, name) === 'file' ? 'file' : kind,
            ...(media?.kind === 'picture' && { width: media.width, height: media.height }),
          })
        })
        offers.delete(id)
        offer.session.inform(buildReceived(offer.session.content))
        offer.session.terminate('success')
      })
    } catch (error) {
      log('info', 'a file could not be received directly', { error: String(error) })
      await removeFile(filesDir, key)
      if (isOver) return
      dropLocal(db, key)
      const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC'
      const own = error instanceof Altered ? 'altered' : isFull ? 'disk-full' : null
      if (offers.delete(id)) end(id, { problem: own ?? 'broken' })
      offer.session.terminate(error instanceof Altered ? 'media-error' : isFull ? 'failed-application' : 'connectivity-error')
    }
  }

  jingle.answer(NS_FILE_TRANSFER, (offered) => {
    const peer = bareOf(offered.peer)
    // Cards that the user has deleted have no other way to say so.
    for (const [id, one] of [...offers]) if (!one.isTaken && getMessage(db, id) === null) one.session.terminate('decline')
    const file = parseOffer(offered.description)
    const waiting = [...offers.values()].filter((one) => !one.isTaken && bareOf(one.session.peer) === peer).length
    if (!file || waiting >= MAX_WAITING || isOver) {
      log('info', 'an offered file was refused', { rule: 'direct-file', from: offered.peer })
      return false
    }
    const { name, size, type, description } = file
    const shared: SharedFile = {
      name, size, type, kind: kindOf(type, name), url: null, hash: null, width: null, height: null, thumbnail: null, local: null, problem: null,
      direct: 'offered', ...(description && { description }),
    }
    const nowMs = clock.nowMs()
    const id = transaction(() => {
      const conversation = putConversation(db, accountId, 'chat', peer, nowMs)
      const messageId = insertMessage(db, {
        accountId, conversationId: conversation.id, direction: 'in', kind: 'text', body: name, sender: peer, sentAtMs: nowMs, receivedAtMs: nowMs,
        state: 'received', isUnread: true, extras: { files: [shared] },
      }, true)
      putDirect(db, accountId, messageId)
      messageEvents.added(messageId)
      return messageId
    })
    const offer: Offer = { session: offered, file, hashes: new Map(), heard: () => undefined, isTaken: false, isMoving: false }
    offers.set(id, offer)
    offered.listen({
      channel: (channel) => {
        offer.isMoving = true
        void receive(id, offer, channel)
      },
      info: (payload) => {
        for (const [algorithm, value] of parseChecksum(payload) ?? []) offer.hashes.set(algorithm, value)
        offer.heard()
      },
      over: (why) => {
        offer.heard()
        if (why.reason === 'success' && offer.isMoving) return // the last bytes are still to come
        if (!isOver && offers.delete(id)) end(id, { problem: problemOf(why, offer.isTaken) })
        transfers.stop(id)
      },
    })
    return true
  })

  return {
    accept: (id: MessageId): boolean => {
      const offer = offers.get(id)
      if (!offer || offer.isTaken) return false
      offer.isTaken = true
      transaction(() => change(id, { direct: 'accepted' }))
      offer.session.accept()
      return true
    },
    /** Declines what was not taken, stops what was. */
    refuse: (id: MessageId): boolean => {
      const offer = offers.get(id)
      offer?.session.terminate(offer.isTaken ? 'cancel' : 'decline')
      return offer !== undefined
    },
    interrupted: (id: MessageId) => end(id, { problem: 'interrupted' }),
    stop: () => void (isOver = true),
  }
}
