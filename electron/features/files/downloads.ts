/**
 * Files of others (SAFETY §2.3): over https only, not out of private networks, no longer than allowed while it is read, known by its
 * first bytes, never run. Unasked only pictures and sounds, from contacts and in rooms that are not open to all, and small ones.
 */
import { createHash } from 'node:crypto'
import type { Session } from '#core/context'
import type { RoomsApi } from '#features/rooms/public'
import type { MessageId } from '#shared/ids'
import { bareOf, parseBareJid } from '#shared/jid'
import { kindOf, MAX_DOWNLOAD_BYTES, type FileProblem, type SharedFile } from '#shared/model/files'
import type { Message } from '#shared/model/message'
import { getConversation } from '#store/conversations'
import { getMessage, setExtra } from '#store/messages'
import { HttpsFailure } from '#xmpp/transport/https'
import type { contract } from './contract'
import { addToFile, beginFile, findFile, headOf, newKey, removeFile } from './disk'
import { mediaOf } from './media'
import { finishMarked } from './quarantine'
import { dropLocal, putLocal } from './table'
import type { Transfers } from './transfers'

/** In a row; others wait. */
const AT_ONCE = 3
class Altered extends Error {}

export function createDownloads(session: Session<typeof contract>, rooms: RoomsApi, transfers: Transfers, mayBePrivate: (url: URL) => boolean) {
  const { accountId, db, filesDir, https, log, messageEvents, settings, transaction } = session
  const queue: (() => Promise<void>)[] = []
  let busy = 0
  /** The database may be closed. */
  let isOver = false

  const fileOf = (messageId: MessageId, index: number): { message: Message; file: SharedFile } | null => {
    const message = getMessage(db, messageId)
    const file = message?.extras?.files?.[index]
    return message && file && message.accountId === accountId && !message.isRetracted ? { message, file } : null
  }
  const change = (messageId: MessageId, index: number, values: Partial<SharedFile>) =>
    transaction(() => {
      const files = getMessage(db, messageId)?.extras?.files
      if (!files?.[index]) return
      setExtra(db, messageId, 'files', files.map((file, i) => (i === index ? { ...file, ...values } : file)))
      messageEvents.changed(messageId)
    })

  const problemOf = (error: unknown): FileProblem => {
    if (error instanceof Altered) return 'altered'
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return 'disk-full'
    if (!(error instanceof HttpsFailure)) return 'unreachable'
    if (error.code === 'status') return error.status !== null && error.status >= 400 && error.status < 500 ? 'gone' : 'unreachable'
    return error.code
  }

  const download = async (messageId: MessageId, index: number, file: SharedFile & { url: string }, maxBytes: number) => {
    const key = newKey()
    const hash = createHash('sha256')
    putLocal(db, key, null)
    try {
      await transfers.run(messageId, index, file.size, async ({ signal, moved, setTotal }) => {
        let size = 0
        await beginFile(filesDir, key)
        for await (const part of https.get(file.url, { maxBytes, signal, mayBePrivate, onSize: setTotal })) {
          await addToFile(filesDir, key, part)
          hash.update(part)
          size += part.length
          moved(part.length)
        }
        if (file.hash !== null && hash.digest('base64') !== file.hash) throw new Altered()
        const found = await finishMarked(session, key, file.name)
        const media = found && mediaOf(await headOf(found.path))
        if (isOver) return
        const isPicture = media?.kind === 'picture'
        // A film under the name of a sound: what a telephone records into may be either, and is heard.
        const isHeard = media?.kind === 'audio' || (media?.kind === 'video' && file.kind === 'audio' && kindOf(null, file.name) === 'audio')
        const kind = isHeard ? 'audio' : isPicture || media?.kind === 'video' ? media.kind : 'file'
        transaction(() => {
          if (!getMessage(db, messageId)) return // deleted meanwhile: swept at the next start
          putLocal(db, key, messageId)
          change(messageId, index, {
            local: key, size, problem: null, kind: kindOf(media?.type ?? null, file.name) === 'file' ? 'file' : kind,
            ...(isPicture && { width: media.width, height: media.height }),
          })
        })
      })
    } catch (error) {
      await removeFile(filesDir, key)
      if (!isOver) dropLocal(db, key)
      throw error
    }
  }

  const next = () => {
    if (busy >= AT_ONCE) return
    const work = queue.shift()
    if (!work) return
    busy++
    void work().finally(() => {
      busy--
      next()
    })
  }
  const asked = new Set<string>()
  const fetch = (messageId: MessageId, index: number, file: SharedFile & { url: string }, maxBytes: number) => {
    const key = `${messageId} ${index}`
    if (asked.has(key)) return
    asked.add(key)
    queue.push(async () => {
      try {
        if (!isOver) await download(messageId, index, file, maxBytes)
      } catch (error) {
        log('info', 'a file could not be fetched', { error: String(error) })
        if (!isOver && !transfers.wasStopped(messageId)) change(messageId, index, { problem: problemOf(error) })
      } finally {
        asked.delete(key)
      }
    })
    next()
  }

  /** Somebody we know, or a room in which not everybody may be. */
  const isTrusted = (message: Message): boolean => {
    if (message.direction === 'out') return true
    const conversation = getConversation(db, message.conversationId)
    // R-FETCH
    if (conversation?.kind === 'chat') return session.isContact(bareOf(parseBareJid(conversation.peer)!))
    const room = conversation?.kind === 'room' ? parseBareJid(conversation.peer) : null
    return room !== null && rooms.get(room)?.config?.isMembersOnly === true
  }

  return {
    /** True: it is here, or comes. */
    want: async (messageId: MessageId, index: number): Promise<boolean> => {
      const found = fileOf(messageId, index)
      if (!found?.file.url) return found !== null
      const { file, message } = found
      if (file.local !== null && (await findFile(filesDir, file.local))) return true
      if (file.local !== null) change(messageId, index, { local: null }) // the user has cleaned up
      const maxBytes = settings.get().autoDownloadMb * 1_000_000
      const isWanted = (file.kind === 'picture' || file.kind === 'audio') && !file.isAttachment && file.problem === null && (file.size ?? 1) <= maxBytes
      if (!isWanted || maxBytes === 0 || !isTrusted(message)) return false
      fetch(messageId, index, file as SharedFile & { url: string }, maxBytes)
      return true
    },
    stop: () => void (isOver = true),
    fetch: (messageId: MessageId, index: number): boolean => {
      const found = fileOf(messageId, index)
      if (!found?.file.url) return false
      if (found.file.problem !== null) change(messageId, index, { problem: null })
      fetch(messageId, index, found.file as SharedFile & { url: string }, MAX_DOWNLOAD_BYTES)
      return true
    },
  }
}
