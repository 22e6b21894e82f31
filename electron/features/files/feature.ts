/**
 * Files, sent and received. XEP-0363 version 1.2.0 (upload, purpose `message` by default), XEP-0066 version 1.5 (only `jabber:x:oob` in
 * messages), XEP-0447 version 0.3.1 with XEP-0446 version 0.2.0 (one https source, SHA-256) and XEP-0264 version 0.4.2 (thumbnails in it, as
 * data: only), XEP-0449 version 0.2.0 (read and written; own ones: features/stickers), XEP-0428 for the address in the body. From client to
 * client: XEP-0234 version 0.19.1 with XEP-0300 version 1.0.0. Left out: sources attached later (0447 §3.3), encrypted files (0448,
 * aesgcm:), other hashes, thumbnails fetched from their sender (cid:); of 0234 requests, ranges and several files in one session.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { conversationsApi } from '#features/conversations/public'
import { disco as discoApi } from '#features/disco/public'
import { jingleApi } from '#features/jingle/public'
import { presence as presenceApi } from '#features/presence/public'
import { roomsApi } from '#features/rooms/public'
import { domainOf } from '#shared/jid'
import { forwardable, isOnlyFile, kindOf, type SharedFile } from '#shared/model/files'
import { done, fail, ok } from '#shared/result'
import { safeName } from '#shared/safe-name'
import { getConversation } from '#store/conversations'
import { getMessage } from '#store/messages'
import { isPrivateAddress } from '#xmpp/transport/addresses'
import { contract } from './contract'
import { createDirectOffers } from './direct'
import { createDirectReceiving } from './direct-in'
import { HASH_FEATURES, NS_FILE_TRANSFER, NS_HASHES } from './direct-stanza'
import { addToFile, beginFile, findFile, finishFile, hashOf, headOf, newKey, removeFile } from './disk'
import { createDownloads } from './downloads'
import { mediaOf } from './media'
import type { FilesApi } from './public'
import { buildFile, NS_OOB, NS_SFS, parseFiles } from './stanza'
import { dropLocal, isUpload, listDirect, listWithFiles, migrations, putCaption, putLocal, putUpload } from './table'
import { createSweeper } from './sweep'
import { createFetching, takeBrought, takeCopy } from './taken'
import { createTransfers } from './transfers'
import { createUploads } from './uploads'

const notThere = fail('not-found', 'there is no such file')

export const files = defineFeature({
  name: 'files',
  xeps: [
    { id: '0066', version: '1.5', support: 'partial', note: 'in messages only' },
    { id: '0264', version: '0.4.2', support: 'partial', note: 'within 0446, as data: addresses' },
    { id: '0234', version: '0.19.1', support: 'partial', note: 'offers of one file; no requests, no ranges' },
    { id: '0300', version: '1.0.0', support: 'partial', note: 'SHA-1, SHA-2, SHA-3, BLAKE2b-512' },
    { id: '0363', version: '1.2.0', support: 'complete' },
    { id: '0446', version: '0.2.0', support: 'partial', note: 'thumbnails in data: addresses only' },
    { id: '0447', version: '0.3.1', support: 'partial', note: 'https sources; none attached later' },
  ],
  requires: ['conversations', 'disco', 'jingle', 'presence', 'rooms'],
  discoFeatures: [NS_OOB, NS_SFS, NS_FILE_TRANSFER, NS_HASHES, ...HASH_FEATURES],
  contract,
  migrations,
  startApp: (app) => {
    const sweeper = createSweeper(app)
    return { calls: {}, snapshot: () => null, stop: sweeper.stop }
  },
  start: (session: Session<typeof contract>) => {
    const { accountId, connection, db, filesDir, inbound, outbox } = session
    const conversations = session.use(conversationsApi)
    const server = domainOf(session.own)
    /** Our server itself stands in a private network: then its files do, too. */
    const isOurServerPrivate = () => {
      const { state } = connection
      return state.phase === 'online' && (state.secure.proxy !== null ? false : isPrivateAddress(state.secure.address))
    }
    const isOurs = ({ hostname }: URL) => hostname === server || hostname.endsWith(`.${server}`)
    const mayBePrivate = (url: URL) => isOurs(url) && isOurServerPrivate()
    const transfers = createTransfers(session)
    const uploads = createUploads(session, session.use(discoApi), transfers, isOurServerPrivate, (file) => uploaded.forEach((listener) => listener(file)))
    const downloads = createDownloads(session, session.use(roomsApi), transfers, mayBePrivate)
    const uploaded: Parameters<FilesApi['onUploaded']>[0][] = []
    const offers = createDirectOffers(session, session.use(jingleApi), session.use(discoApi), session.use(presenceApi), transfers)
    const receiving = createDirectReceiving(session, session.use(jingleApi), transfers)
    for (const id of listDirect(db, accountId)) {
      if (getMessage(db, id)?.direction === 'out') offers.fail(id, 'direct-interrupted')
      else receiving.interrupted(id)
    }
    /** Names of what the page is bringing here. */
    const coming = new Map<string, string>()

    // After everything that looks at its words.
    inbound.on('annotate', (message) => {
      if (!message.conversation || message.notice || message.type === 'error') return
      const found = parseFiles(message.stanza, message.body)
      if (found.length === 0) return
      message.body ??= found[0]!.url
      message.extras.files = found
    })
    outbox.decorate((stanza, message) => {
      const file = message.extras?.files?.[0]
      if (file?.url && isOnlyFile(message)) for (const part of buildFile({ ...file, url: file.url })) stanza.append(part)
    })

    const api: FilesApi = {
      takeBrought: async (key, maxBytes) => {
        const name = coming.get(key)
        coming.delete(key)
        return name === undefined ? null : takeBrought(filesDir, db, key, name, maxBytes)
      },
      takeCopy: async (messageId, index, maxBytes) => {
        const key = getMessage(db, messageId)?.extras?.files?.[index]?.local
        return key ? takeCopy(filesDir, key, maxBytes) : null
      },
      drop: (key) => removeFile(filesDir, key),
      fetchPicture: createFetching(session, mayBePrivate),
      upload: uploads.keep,
      send: (conversation, words, file) => outbox.enqueue(conversation, words, { files: [file] }, (row) => file.url === null && putUpload(db, accountId, row)),
      onUploaded: (listener) => void uploaded.push(listener),
    }

    return {
      api,
      calls: {
        'file.limits': async () => ok(await uploads.limits()),
        'file.begin': async ({ name }) => {
          const key = newKey()
          putLocal(db, key, null)
          await beginFile(filesDir, key)
          coming.set(key, safeName(name))
          return ok({ key })
        },
        'file.add': async ({ key, base64 }) => {
          if (!coming.has(key)) return notThere
          try {
            await addToFile(filesDir, key, Buffer.from(base64, 'base64'))
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return fail('disk-full', 'the disk is full')
            throw error
          }
          return done
        },
        'file.drop': async ({ key }) => {
          if (!coming.delete(key)) return notThere
          await removeFile(filesDir, key)
          dropLocal(db, key)
          return done
        },
        'file.send': async ({ conversationId, key, thumbnail, durationMs, caption, isDirect }) => {
          const name = coming.get(key)
          const conversation = getConversation(db, conversationId)
          if (name === undefined || conversation?.accountId !== accountId) return notThere
          coming.delete(key)
          await finishFile(filesDir, key, name)
          const found = await findFile(filesDir, key)
          if (!found) return notThere
          const media = mediaOf(await headOf(found.path))
          const type = media?.type ?? 'application/octet-stream'
          const isPicture = media?.kind === 'picture'
          const isAudio = media?.kind === 'audio'
          const file: SharedFile = {
            name: found.name, size: found.size, type, kind: kindOf(type, name), url: null, hash: await hashOf(found.path),
            width: isPicture ? media.width : null, height: isPicture ? media.height : null,
            ...(isAudio && durationMs !== undefined && { durationMs }),
            thumbnail: (isPicture && thumbnail) || null, local: key, problem: null,
            ...(isDirect && { direct: 'offered', ...(caption?.trim() && { description: caption.trim().slice(0, 1000) }) }),
          }
          const messageId = outbox.enqueue(conversation, found.name, { files: [file] }, (row) => {
            putLocal(db, key, row)
            if (!isDirect) putUpload(db, accountId, row)
          })
          if (!isDirect && caption?.trim()) outbox.enqueue(conversation, caption, {}, (row) => putCaption(db, row, messageId))
          return ok({ messageId })
        },
        'file.forward': ({ conversationId, messageId }) => {
          const conversation = getConversation(db, conversationId)
          const file = forwardable(getMessage(db, messageId))
          if (conversation?.accountId !== accountId || !file) return notThere
          const { name, size, type, kind, width, height, durationMs, url, hash, thumbnail } = file
          const again: SharedFile = { name, size, type, kind, width, height, ...(durationMs !== undefined && { durationMs }), url, hash, thumbnail, local: null, problem: null }
          return ok({ messageId: outbox.enqueue(conversation, url, { files: [again] }) })
        },
        'file.cancel': ({ messageId }) => {
          const message = getMessage(db, messageId)
          if (message?.accountId !== accountId) return notThere
          if (receiving.refuse(messageId)) return done
          offers.cancel(messageId)
          transfers.stop(messageId)
          const isWaiting = message.state === 'queued' && message.extras?.files?.[0]?.direct !== undefined
          if (!isUpload(db, messageId) && !isWaiting) return done
          conversations.removeMessage(messageId)
          outbox.flush()
          return done
        },
        'file.canGive': async ({ conversationId }) => ok({ isAble: (await offers.find(conversationId)) !== null }),
        'file.accept': ({ messageId }) => (receiving.accept(messageId) ? done : notThere),
        'file.decline': ({ messageId }) => (receiving.refuse(messageId) ? done : notThere),
        'file.want': async ({ messageId, index }) => ok({ isFetched: await downloads.want(messageId, index) }),
        'file.fetch': ({ messageId, index }) => (downloads.fetch(messageId, index) ? done : notThere),
        'file.list': ({ conversationId, before, limit }) =>
          getConversation(db, conversationId)?.accountId === accountId ? ok({ messages: listWithFiles(db, conversationId, before, limit) }) : notThere,
      },
      snapshot: () => ({ transfers: transfers.list() }),
      stop: () => {
        uploads.stop()
        offers.stop()
        receiving.stop()
        downloads.stop()
        transfers.stop()
        for (const key of coming.keys()) void removeFile(filesDir, key)
      },
    }
  },
})
