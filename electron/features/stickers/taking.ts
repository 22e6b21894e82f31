/** Packs of other people: looked at when the user asks for one, and taken whole when he wants it. */
import type { Session } from '#core/context'
import { failureOf } from '#core/failure'
import { NS_STICKERS, type FilesApi } from '#features/files/public'
import type { BareJid } from '#shared/jid'
import { MAX_PACKS, MAX_STICKER_BYTES, MAX_STICKER_WORDS, MAX_STICKERS, plainLine, PLAIN_WORDS, type FoundPack } from '#shared/model/sticker'
import { fail, ok, type Result } from '#shared/result'
import { attr } from '#xmpp/element'
import { fetchPep } from '#xmpp/xep/0163'
import type { contract } from './contract'
import { parsePack, type PublishedPack, type PublishedSticker } from './pack-stanza'
import { countStickers, dropPack, findSamePack, keyOfHash, listOfPack, listPacks, placeSticker, putPack, putSticker } from './table'
import { stopped, type Work, type Works } from './work'

export interface Place {
  at: BareJid
  node?: string
  id: string
}
/** What was looked at is what is taken. */
const MAX_LOOKED = 10
const keyOf = ({ at, node = NS_STICKERS, id }: Place) => JSON.stringify([at, node, id])
const noPack = fail('not-found', 'there is no such pack')
const isFull = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOSPC'

export function createTaking(session: Session<typeof contract>, files: FilesApi, works: Works) {
  const { connection, db, log, own, transaction } = session
  const looked = new Map<string, PublishedPack>()

  const found = (pack: PublishedPack, id: string): FoundPack => {
    const sizes = pack.stickers.map(({ file }) => file.size)
    return {
      name: pack.name, summary: pack.summary, isRestricted: pack.isRestricted, packId: findSamePack(db, id),
      words: pack.stickers.map(({ words }) => plainLine(words, MAX_STICKER_WORDS)),
      bytes: sizes.reduce((sum, size) => (sum === null || size === null ? null : sum + size), 0 as number | null),
      hosts: [...new Set(pack.stickers.map(({ file }) => new URL(file.url).hostname))],
    }
  }

  /** Null: it cannot be had, or is not what the pack says. */
  const fetchOne = async ({ file }: PublishedSticker, signal: AbortSignal) => {
    if ((file.size ?? 0) > MAX_STICKER_BYTES) return null
    try {
      return await files.fetchPicture(file, MAX_STICKER_BYTES, signal)
    } catch (error) {
      if (isFull(error)) throw error
      log('info', 'a sticker of a pack could not be fetched', { error: String(error) })
      return null
    }
  }

  const take = async (pack: PublishedPack, id: string, { signal, step, isOver }: Work): Promise<Result<{ packId: number; missing: number }>> => {
    const packId = transaction(() => putPack(db, pack.name, pack.summary, id))
    const undo = async () => {
      const gone = listOfPack(db, packId)
      transaction(() => dropPack(db, packId))
      for (const { key } of gone) await files.drop(key)
    }
    let missing = 0
    try {
      for (const sticker of pack.stickers) {
        if (keyOfHash(db, sticker.file.hash) !== null) {
          step() // from elsewhere, or twice in this pack
          continue
        }
        const taken = await fetchOne(sticker, signal)
        if (isOver()) return stopped
        if (signal.aborted) {
          await undo()
          return stopped
        }
        const words = plainLine(sticker.words, MAX_STICKER_WORDS) || PLAIN_WORDS
        if (taken && keyOfHash(db, taken.hash) === null) transaction(() => putSticker(db, { ...taken, words, packId }))
        else missing++
        step()
      }
    } catch (error) {
      if (!isOver()) await undo()
      if (isFull(error)) return fail('disk-full', 'the disk is full')
      throw error
    }
    // Those that the user has had in another pack come to the others, all in the order of the pack.
    const keys = [...new Set(pack.stickers.flatMap(({ file }) => keyOfHash(db, file.hash) ?? []))]
    if (keys.length === 0) {
      await undo()
      return fail('refused', 'none of its pictures can be had', { problem: 'missing' })
    }
    transaction(() => keys.forEach((key) => placeSticker(db, key, packId)))
    return ok({ packId, missing })
  }

  return {
    look: async (place: Place): Promise<Result<{ pack: FoundPack }>> => {
      const { at, node = NS_STICKERS, id } = place
      const items = await fetchPep(connection, at === own ? undefined : at, node, id)
      if (!Array.isArray(items)) return failureOf(items)
      const item = items.find((one) => attr(one, 'id') === id)
      const pack = item && parsePack(item, id)
      if (!pack) return item ? fail('refused', 'not what its id says', { problem: 'altered' }) : noPack
      const key = keyOf(place)
      looked.delete(key)
      looked.set(key, pack)
      const [oldest] = looked.keys()
      if (looked.size > MAX_LOOKED && oldest !== undefined) looked.delete(oldest)
      return ok({ pack: found(pack, id) })
    },
    take: async (place: Place): Promise<Result<{ packId: number; missing: number }>> => {
      const pack = looked.get(keyOf(place))
      if (!pack || findSamePack(db, place.id) !== null) return noPack
      if (pack.isRestricted) return fail('forbidden', 'not to be taken, says its author')
      const news = new Set(pack.stickers.map(({ file }) => file.hash).filter((hash) => keyOfHash(db, hash) === null))
      if (listPacks(db).length > MAX_PACKS || countStickers(db) + news.size > MAX_STICKERS) return fail('conflict', 'too many', { problem: 'full' })
      return works.run(pack.stickers.length, (work) => take(pack, place.id, work))
    },
  }
}
