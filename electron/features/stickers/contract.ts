import * as v from 'valibot'
import { call, data, defineContract } from '#shared/contract-kit'
import type { MessageId } from '#shared/ids'
import { FILE_KEY, MAX_FILES } from '#shared/model/files'
import { MAX_PACK_NAME, MAX_PACKS, MAX_STICKER_WORDS, MAX_STICKERS, type Sticker, type StickerPack } from '#shared/model/sticker'
import { accountId, conversationId, messageId } from '#shared/schema'

const key = v.pipe(v.string(), v.regex(FILE_KEY))
const index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_FILES - 1))
const packId = v.pipe(v.number(), v.integer(), v.minValue(1))
const placeBelow = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most - 1))
/** One line, without what cannot be seen and cannot stand in XML. */
const line = (most: number) =>
  v.pipe(v.string(), v.transform((text) => text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]+/gu, ' ').trim()), v.minLength(1), v.maxLength(most))

export const contract = defineContract({
  calls: {
    /** The user's own, of all accounts: packs in their order, stickers in that of their pack. */
    'sticker.list': call(v.object({ accountId })).returns<{ packs: StickerPack[]; stickers: Sticker[] }>(),
    /** Takes a picture the page has brought here (file.begin, file.add). Bad input: it is none, or too large. One that is there goes to this pack. */
    'sticker.add': call(v.object({ accountId, key, packId })).returns<null>(),
    /** Takes a sticker or picture of a message that is here. */
    'sticker.keep': call(v.object({ accountId, messageId, index })).returns<null>(),
    'sticker.setWords': call(v.object({ accountId, key, words: line(MAX_STICKER_WORDS) })).returns<null>(),
    /** Within its pack or into another, last without a place. */
    'sticker.place': call(v.object({ accountId, key, packId, place: v.optional(placeBelow(MAX_STICKERS)) })).returns<null>(),
    'sticker.remove': call(v.object({ accountId, key })).returns<null>(),
    'sticker.send': call(v.object({ accountId, conversationId, key })).returns<{ messageId: MessageId }>(),
    /** Conflict: there are enough. */
    'sticker.addPack': call(v.object({ accountId, name: line(MAX_PACK_NAME) })).returns<{ packId: number }>(),
    /** Not the user's own ones. */
    'sticker.namePack': call(v.object({ accountId, packId, name: line(MAX_PACK_NAME) })).returns<null>(),
    'sticker.placePack': call(v.object({ accountId, packId, place: placeBelow(MAX_PACKS + 1) })).returns<null>(),
    /** With its stickers. Not the user's own ones. */
    'sticker.removePack': call(v.object({ accountId, packId })).returns<null>(),
  },
  events: {},
  snapshot: data<null>(),
})
