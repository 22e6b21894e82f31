/** A picture the user sends in place of words. */
export interface Sticker {
  /** Of its file. */
  key: string
  packId: number
  /** What is said to those who cannot see it: mostly an emoji. */
  words: string
  width: number
  height: number
  /** Last sent; 0: never. */
  usedAtMs: number
}

/** Stickers that belong together. */
export interface StickerPack {
  id: number
  /** Empty: the user's own ones, which have no other name and stay. */
  name: string
}

/** Bytes; what is larger is a picture to be sent as one. */
export const MAX_STICKER_BYTES = 1_000_000
export const MAX_STICKERS = 500
export const MAX_STICKER_WORDS = 40
export const MAX_PACKS = 40
export const MAX_PACK_NAME = 60
/** Where stickers go that nobody put elsewhere. */
export const OWN_PACK = 1
