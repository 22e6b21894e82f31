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
  /** Everybody who knows the address of this account can have it. `isCurrent`: as it is now. */
  shared: { id: string; isCurrent: boolean } | null
}

/** Somebody's pack, looked at before it is taken. */
export interface FoundPack {
  name: string
  /** Words of its author; often whose pictures they are. */
  summary: string
  /** What each says in words. */
  words: string[]
  /** All together, as its author says; null: he does not say it of all. */
  bytes: number | null
  /** From where its pictures come. */
  hosts: string[]
  /** Its author does not want it to be taken. */
  isRestricted: boolean
  /** It is here already. */
  packId: number | null
}

/** What a pack is known by (§4.3.2 of XEP-0449): 144 bits in Base64. */
export const PACK_KEY = /^[A-Za-z0-9+/]{24}$/
/** Bytes; what is larger is a picture to be sent as one. */
export const MAX_STICKER_BYTES = 1_000_000
export const MAX_STICKERS = 500
export const MAX_STICKER_WORDS = 40
export const MAX_PACKS = 40
/** In a pack that is shared: it is one stanza, of at most 256 kB on most servers. */
export const MAX_SHARED_STICKERS = 200
export const MAX_PACK_SUMMARY = 500
export const MAX_PACK_NAME = 60
/** Where stickers go that nobody put elsewhere. */
export const OWN_PACK = 1
/** For pictures that came without words. */
export const PLAIN_WORDS = '🖼️'
/** One line, without what cannot be seen and cannot stand in XML. */
export const plainLine = (text: string, most: number): string => text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]+/gu, ' ').trim().slice(0, most)
