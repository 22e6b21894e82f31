/** A picture the user sends in place of words. */
export interface Sticker {
  /** Of its file. */
  key: string
  /** What is said to those who cannot see it: mostly an emoji. */
  words: string
  width: number
  height: number
}

/** Bytes; what is larger is a picture to be sent as one. */
export const MAX_STICKER_BYTES = 1_000_000
export const MAX_STICKERS = 500
