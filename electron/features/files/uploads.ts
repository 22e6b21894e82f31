/**
 * Files on their way to our server (XEP-0363), one after the other. Their messages stand as queued and leave when the upload is through;
 * a row says so, and it outlives the program. Without connection they wait; what the server refuses makes them failed.
 */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Session } from '#core/context'
import type { DiscoApi } from '#features/disco/public'
import type { MessageId } from '#shared/ids'
import type { SharedFile } from '#shared/model/files'
import type { MessageFailure } from '#shared/model/message'
import { fail as refused, ok, type Result } from '#shared/result'
import { getMessage, setExtra, setMessageState } from '#store/messages'
import { HttpsFailure } from '#xmpp/transport/https'
import { buildSlotRequest, NS_UPLOAD, parseSlot, parseTooLarge, uploadLimitOf, type Slot } from '#xmpp/xep/0363'
import type { contract } from './contract'
import { findFile, type FoundFile } from './disk'
import { deleteUpload, isUpload, isWaitingCaption, setBody } from './table'
import type { Transfers } from './transfers'

export type Uploads = ReturnType<typeof createUploads>

/** Why it cannot be uploaded, for the message. */
class Refusal extends Error {
  constructor(readonly failure: MessageFailure) {
    super(failure.condition)
  }
}
const noFile = refused('not-found', 'the file is not here any more')
const refusal = (condition: string, text: string | null = null) => new Refusal({ condition, text })

/** `onDone`: in the transaction in which its message learns the address. */
export function createUploads(
  session: Session<typeof contract>, disco: DiscoApi, transfers: Transfers, isOurServer: () => boolean, onDone: (file: SharedFile & { url: string }) => void,
) {
  const { connection, db, filesDir, https, log, messageEvents, outbox, transaction } = session
  const waiting: MessageId[] = []
  let isBusy = false
  let isOver = false

  const service = async () => {
    const [found] = await disco.findServices((info) => info.features.includes(NS_UPLOAD))
    if (!found) return null
    return { jid: found.jid, maxBytes: uploadLimitOf(found.info) }
  }

  const requestSlot = async (name: string, size: number, type: string): Promise<Slot> => {
    const found = await service()
    if (!found) throw refusal('upload-not-offered')
    if (found.maxBytes !== null && size > found.maxBytes) throw refusal('upload-too-large')
    const reply = await connection.request({ type: 'get', to: found.jid, payload: buildSlotRequest(name, size, type) })
    if (!reply.ok) {
      const { condition, element, text } = reply.error
      if (condition === 'offline') throw new Error(condition)
      throw parseTooLarge(element) !== null ? refusal('upload-too-large') : refusal(condition === 'resource-constraint' ? 'upload-quota' : 'upload-refused', text)
    }
    const slot = parseSlot(reply.value)
    if (!slot) throw refusal('upload-refused')
    return slot
  }

  /** Gives its address. */
  const putUp = async ({ name, path, size }: FoundFile, type: string, signal: AbortSignal, moved: (bytes: number) => void): Promise<string> => {
    const slot = await requestSlot(name, size, type)
    signal.throwIfAborted()
    const source = createReadStream(path)
    const counted = async function* () {
      for await (const part of source as AsyncIterable<Buffer>) {
        yield part
        moved(part.length)
      }
    }
    const body = Readable.from(counted(), { objectMode: false })
    await https.put(slot.put, { body, size, signal, mayBePrivate: isOurServer, headers: { ...slot.headers, 'Content-Type': type } })
    return slot.get
  }

  const upload = async (id: MessageId, file: SharedFile): Promise<void> => {
    const found = file.local === null ? null : await findFile(filesDir, file.local)
    if (!found) throw refusal('upload-no-file')
    await transfers.run(id, 0, found.size, async ({ signal, moved }) => {
      const url = await putUp(found, file.type ?? 'application/octet-stream', signal, moved)
      transaction(() => {
        if (getMessage(db, id)?.isRetracted !== false) return // deleted or taken back meanwhile
        setExtra(db, id, 'files', [{ ...file, url }])
        if (!file.isSticker) setBody(db, id, url)
        onDone({ ...file, url })
        deleteUpload(db, id)
        messageEvents.changed(id)
      })
    })
  }

  const fail = (id: MessageId, failure: MessageFailure) =>
    transaction(() => {
      if (getMessage(db, id)?.state !== 'queued') return
      setMessageState(db, id, 'failed', failure)
      messageEvents.changed(id)
    })

  const failureOf = (error: unknown): MessageFailure => {
    if (error instanceof Refusal) return error.failure
    const isTooLarge = error instanceof HttpsFailure && error.code === 'too-large'
    return { condition: isTooLarge ? 'upload-too-large' : error instanceof HttpsFailure && error.code === 'not-allowed' ? 'upload-refused' : 'upload-broken', text: null }
  }

  const work = async () => {
    if (isBusy) return
    isBusy = true
    for (let id = waiting.shift(); id !== undefined && !isOver; id = waiting.shift()) {
      const message = getMessage(db, id)
      const file = message?.extras?.files?.[0]
      if (message?.state !== 'queued' || !file || !isUpload(db, id)) continue
      try {
        await upload(id, file)
      } catch (error) {
        log('info', 'an upload failed', { error: String(error) })
        // Offline it is asked for again by the next flush.
        if (!isOver && connection.state.phase === 'online') fail(id, failureOf(error))
      }
    }
    isBusy = false
    if (!isOver) outbox.flush()
  }

  outbox.gate((message) => {
    if (isWaitingCaption(db, message.id)) return true
    if (!isUpload(db, message.id)) return false
    if (!waiting.includes(message.id) && !transfers.isRunning(message.id)) {
      waiting.push(message.id)
      queueMicrotask(() => void work())
    }
    return true
  })

  return {
    /** Without a message; refused as a message with a file would be. */
    keep: async (key: string, type: string, signal: AbortSignal): Promise<Result<string>> => {
      const found = await findFile(filesDir, key)
      if (!found) return noFile
      try {
        return ok(await putUp(found, type, signal, () => undefined))
      } catch (error) {
        log('info', 'an upload failed', { error: String(error) })
        const { condition, text } = failureOf(error)
        return refused(connection.state.phase === 'online' ? 'refused' : 'offline', 'not uploaded', { condition, ...(text !== null && { text }) })
      }
    },
    limits: async () => {
      const found = await service()
      return { isOffered: found !== null, maxBytes: found?.maxBytes ?? null }
    },
    stop: () => void (isOver = true),
  }
}
