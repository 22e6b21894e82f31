import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId, MessageId } from '#shared/ids'
import { FILE_KEY, MAX_FILES } from '#shared/model/files'
import { MAX_PACK_NAME, MAX_PACKS, MAX_STICKER_WORDS, MAX_STICKERS, PACK_KEY, plainLine, type FoundPack, type Sticker, type StickerPack } from '#shared/model/sticker'
import { accountId, bareJid, conversationId, line as anyLine, messageId, ofAccount } from '#shared/schema'

const key = v.pipe(v.string(), v.regex(FILE_KEY))
const index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_FILES - 1))
const packId = v.pipe(v.number(), v.integer(), v.minValue(1))
const placeBelow = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most - 1))
const line = (most: number) => v.pipe(v.string(), v.transform((text) => plainLine(text, Infinity)), v.minLength(1), v.maxLength(most))
/** Where somebody has a pack. `node` absent: where packs belong. */
const place = v.object({ accountId, at: bareJid, node: v.optional(v.pipe(anyLine, v.minLength(1))), id: v.pipe(v.string(), v.regex(PACK_KEY)) })

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
    /** With its stickers, and no longer shared. Not the user's own ones. */
    'sticker.removePack': call(v.object({ accountId, packId })).returns<null>(),
    /** Uploads its pictures and publishes it, in place of what was published of it before. Not the user's own ones. Conflict: something like it is under way. */
    'sticker.share': call(v.object({ accountId, packId })).returns<null>(),
    /** `isGone` false: as soon as there is a connection. */
    'sticker.unshare': call(v.object({ accountId, packId })).returns<{ isGone: boolean }>(),
    /** Asks there for a pack. Refused with `altered`: it is not what it is called by. */
    'sticker.look': call(place).returns<{ pack: FoundPack }>(),
    /** Loads the pictures of one that was looked at. `missing`: as many cannot be had. Conflict with `full`: there are enough. */
    'sticker.take': call(place).returns<{ packId: number; missing: number }>(),
    /** Neither shared nor taken; nothing of it stays. */
    'sticker.stop': call(ofAccount).returns<null>(),
  },
  events: {
    /** A pack is being shared or taken: so many of its pictures are done. Null: it is over. */
    'sticker.moved': event<{ accountId: AccountId; done: number | null; total: number }>(),
  },
  snapshot: data<null>(),
})
