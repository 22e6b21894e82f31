/**
 * Stickers of one's own: XEP-0449 version 0.2.0. Pictures the user has brought or kept from messages, in packs, sent in place of words,
 * uploaded once in a while; those of others are read by features/files. Packs are published when the user shares them (§4.3, sharing.ts), and
 * those of others are taken when he asks for it (§4.6, taking.ts); a message names a pack only when it is found there as it is. Left out:
 * suggestions, names in several languages and other hashes in packs of ours, copying a taken pack to the own node unasked (§4.6: SHOULD; it
 * would tell everybody what one likes).
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { filesApi, type TakenPicture } from '#features/files/public'
import { MAX_PACKS, MAX_STICKER_BYTES, MAX_STICKER_WORDS, MAX_STICKERS, OWN_PACK, PLAIN_WORDS } from '#shared/model/sticker'
import { done, fail, ok, type Result } from '#shared/result'
import { getConversation } from '#store/conversations'
import { getMessage } from '#store/messages'
import { contract } from './contract'
import { createSharing, REUSED_MS } from './sharing'
import {
  countStickers, dropPack, dropSticker, findUpload, getPack, getSticker, keyOfHash, listOfPack, listPacks, listStickers, migrations, namePack, noteUpload, noteUse, placePack,
  placeSticker, putPack, putSticker, setWords,
} from './table'
import { createTaking } from './taking'
import { createWork } from './work'

/** A file may be named by the emoji it stands for. */
const wordsIn = (fileName: string) => /^(?=.*[\p{Extended_Pictographic}\p{Regional_Indicator}])[\p{Extended_Pictographic}\p{Emoji_Component}]{1,10}(?=\.|$)/u.exec(fileName)?.[0] ?? PLAIN_WORDS

const noSticker = fail('not-found', 'there is no such sticker')
const noPack = fail('not-found', 'there is no such pack')
const notTaken = fail('bad-input', 'no picture, or too large for a sticker')

export const stickers = defineFeature({
  name: 'stickers',
  xeps: [{ id: '0449', version: '0.2.0', support: 'partial', note: 'no suggestions; a taken pack is not published again unasked' }],
  requires: ['files'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { accountId, db, clock, transaction } = session
    const files = session.use(filesApi)
    const works = createWork(session)
    const sharing = createSharing(session, files, works)
    const taking = createTaking(session, files, works)

    const keep = async (taken: TakenPicture | null, words: string, packId: number, isMoved: boolean): Promise<Result<null>> => {
      if (!taken) return notTaken
      const there = keyOfHash(db, taken.hash)
      const isFull = there === null && countStickers(db) >= MAX_STICKERS
      if (there !== null || isFull || !getPack(db, packId)) {
        await files.drop(taken.key)
        if (there === null) return isFull ? fail('conflict', 'too many stickers') : noPack
        if (isMoved && getPack(db, packId) && getSticker(db, there)?.packId !== packId) transaction(() => placeSticker(db, there, packId))
        return done
      }
      transaction(() => putSticker(db, { ...taken, words, packId }))
      return done
    }
    /** A change of one that is there. */
    const change = (isThere: unknown, what: () => void): Result<null> => {
      if (!isThere) return noSticker
      transaction(what)
      return done
    }
    files.onUploaded((file) => {
      if (file.isSticker && file.hash !== null && keyOfHash(db, file.hash) !== null) noteUpload(db, accountId, file.hash, file.url, clock.nowMs())
    })

    return {
      calls: {
        'sticker.list': () => ok({ packs: listPacks(db).map(({ id, name }) => ({ id, name, shared: sharing.of(id) })), stickers: listStickers(db) }),
        'sticker.add': async ({ key, packId }) => {
          const taken = await files.takeBrought(key, MAX_STICKER_BYTES)
          return keep(taken, wordsIn(taken?.name ?? ''), packId, true)
        },
        'sticker.keep': async ({ messageId, index }) => {
          const message = getMessage(db, messageId)
          const file = message?.extras?.files?.[index]
          if (message?.accountId !== accountId || message.isRetracted || !file) return noSticker
          const words = file.isSticker && message.body !== file.url ? message.body.trim().slice(0, MAX_STICKER_WORDS) : ''
          return keep(await files.takeCopy(messageId, index, MAX_STICKER_BYTES), words || PLAIN_WORDS, OWN_PACK, false)
        },
        'sticker.setWords': ({ key, words }) => change(getSticker(db, key), () => setWords(db, key, words)),
        'sticker.place': ({ key, packId, place }) => change(getSticker(db, key) && getPack(db, packId), () => placeSticker(db, key, packId, place)),
        'sticker.remove': async ({ key }) => {
          if (!getSticker(db, key)) return noSticker
          transaction(() => dropSticker(db, key))
          await files.drop(key)
          return done
        },
        'sticker.send': ({ conversationId, key }) => {
          const conversation = getConversation(db, conversationId)
          const sticker = getSticker(db, key)
          if (!sticker || conversation?.accountId !== accountId) return noSticker
          const { name, size, type, width, height, hash, words, packId } = sticker
          const stickerPack = sharing.idFor(packId)
          const nowMs = clock.nowMs()
          const url = findUpload(db, accountId, hash, nowMs - REUSED_MS)
          const messageId = files.send(conversation, words, {
            name, size, type, kind: 'picture', width, height, url, hash, thumbnail: null, isSticker: true, local: key, problem: null, description: words,
            ...(stickerPack !== null && { stickerPack }),
          })
          transaction(() => noteUse(db, key, nowMs))
          return ok({ messageId })
        },
        'sticker.addPack': ({ name }) => (listPacks(db).length > MAX_PACKS ? fail('conflict', 'too many packs') : ok({ packId: transaction(() => putPack(db, name)) })),
        'sticker.namePack': ({ packId, name }) => change(getPack(db, packId)?.name, () => namePack(db, packId, name)),
        'sticker.placePack': ({ packId, place }) => change(getPack(db, packId), () => placePack(db, packId, place)),
        'sticker.removePack': async ({ packId }) => {
          if (!getPack(db, packId)?.name) return noPack
          const gone = listOfPack(db, packId)
          transaction(() => dropPack(db, packId))
          for (const { key } of gone) await files.drop(key)
          await sharing.withdraw()
          return done
        },
        'sticker.share': ({ packId }) => sharing.share(packId),
        'sticker.unshare': async ({ packId }) => ok({ isGone: await sharing.unshare(packId) }),
        'sticker.look': (place) => taking.look(place),
        'sticker.take': (place) => taking.take(place),
        'sticker.stop': () => {
          works.stop()
          return done
        },
      },
      snapshot: () => null,
      stop: () => {
        works.end()
        sharing.end()
      },
    }
  },
})
