/**
 * Stickers of one's own: XEP-0449 version 0.2.0. Pictures the user has brought or kept from messages, sent in place of words, uploaded
 * once in a while. Those of others are read by features/files. Left out: packs (publishing, importing, sharing them; the attribute `pack`),
 * suggestions.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { filesApi, type TakenPicture } from '#features/files/public'
import { MAX_STICKER_BYTES, MAX_STICKERS } from '#shared/model/sticker'
import { done, fail, ok, type Result } from '#shared/result'
import { getConversation } from '#store/conversations'
import { getMessage } from '#store/messages'
import { contract } from './contract'
import { countStickers, dropSticker, findUpload, getSticker, hasSticker, listStickers, migrations, noteUpload, noteUse, putSticker } from './table'

/** A server keeps what was uploaded for a week at least, as they come; the receiver shall have some days of it, ms. */
const REUSED_MS = 3 * 86_400_000
/** For pictures that came without words. */
const PLAIN_WORDS = '🖼️'
/** What somebody else said with it: an emoji or a few. */
const MAX_WORDS = 40

const noSticker = fail('not-found', 'there is no such sticker')
const notTaken = fail('bad-input', 'no picture, or too large for a sticker')

export const stickers = defineFeature({
  name: 'stickers',
  xeps: [{ id: '0449', version: '0.2.0', support: 'partial', note: 'single ones; no packs' }],
  requires: ['files'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { accountId, db, clock, transaction } = session
    const files = session.use(filesApi)

    const keep = async (taken: TakenPicture | null, words: string): Promise<Result<null>> => {
      if (!taken) return notTaken
      if (hasSticker(db, taken.hash) || countStickers(db) >= MAX_STICKERS) {
        const isThere = hasSticker(db, taken.hash)
        await files.drop(taken.key)
        return isThere ? done : fail('conflict', 'too many stickers')
      }
      transaction(() => putSticker(db, { ...taken, words }, clock.nowMs()))
      return done
    }
    files.onUploaded((file) => {
      if (file.isSticker && file.hash !== null && hasSticker(db, file.hash)) noteUpload(db, accountId, file.hash, file.url, clock.nowMs())
    })

    return {
      calls: {
        'sticker.list': () => ok({ stickers: listStickers(db) }),
        'sticker.add': async ({ key }) => keep(await files.takeBrought(key, MAX_STICKER_BYTES), PLAIN_WORDS),
        'sticker.keep': async ({ messageId, index }) => {
          const message = getMessage(db, messageId)
          const file = message?.extras?.files?.[index]
          if (message?.accountId !== accountId || message.isRetracted || !file) return noSticker
          const words = file.isSticker && message.body !== file.url ? message.body.trim().slice(0, MAX_WORDS) : ''
          return keep(await files.takeCopy(messageId, index, MAX_STICKER_BYTES), words || PLAIN_WORDS)
        },
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
          const { name, size, type, width, height, hash, words } = sticker
          const nowMs = clock.nowMs()
          const url = findUpload(db, accountId, hash, nowMs - REUSED_MS)
          const messageId = files.send(conversation, words, {
            name, size, type, kind: 'picture', width, height, url, hash, thumbnail: null, isSticker: true, local: key, problem: null,
          })
          transaction(() => noteUse(db, key, nowMs))
          return ok({ messageId })
        },
      },
      snapshot: () => null,
    }
  },
})
