/** Packs that everybody may have who knows the address: published in a node of the account, their pictures uploaded. */
import type { Session } from '#core/context'
import { NS_STICKERS, type FilesApi } from '#features/files/public'
import type { SharedFile } from '#shared/model/files'
import { MAX_SHARED_STICKERS, type StickerPack } from '#shared/model/sticker'
import { done, fail, ok, type Result } from '#shared/result'
import { createKeptNode } from '#xmpp/xep/0223'
import type { contract } from './contract'
import { packId as idOf } from './pack-id'
import { buildPack, type PublishedSticker } from './pack-stanza'
import { dropShared, findUpload, getPack, listOfPack, listShared, listWithdrawn, noteUpload, putShared, withdrawShared, type StickerRow } from './table'
import { stopped, type Works } from './work'

/** A server keeps what was uploaded for a week at least, as they come; the receiver shall have some days of it, ms. */
export const REUSED_MS = 3 * 86_400_000

export function createSharing(session: Session<typeof contract>, files: FilesApi, works: Works) {
  const { accountId, clock, connection, db, transaction } = session
  let node = createKeptNode(connection, NS_STICKERS, 'open')
  session.onEnded(() => void (node = createKeptNode(connection, NS_STICKERS, 'open')))

  const currentId = (packId: number): string | null => {
    const pack = getPack(db, packId)
    return pack?.name ? idOf({ ...pack, stickers: listOfPack(db, packId) }) : null
  }
  const of = (packId: number): StickerPack['shared'] => {
    const [id] = listShared(db, accountId, packId)
    return id === undefined ? null : { id, isCurrent: id === currentId(packId) }
  }
  const addressOf = async ({ hash, key, type }: StickerRow, signal: AbortSignal): Promise<Result<string>> => {
    const known = findUpload(db, accountId, hash, clock.nowMs() - REUSED_MS)
    return known === null ? files.upload(key, type, signal) : ok(known)
  }
  const published = ({ name, size, type, width, height, hash, words }: StickerRow, url: string): PublishedSticker => {
    const file: SharedFile = { name, size, type, kind: 'picture', width, height, url, hash, thumbnail: null, local: null, problem: null }
    return { words, file: { ...file, url, hash } }
  }

  /** What is no more meant to be there goes; what cannot now, after the next login. */
  const withdraw = async (): Promise<void> => {
    for (const id of listWithdrawn(db, accountId)) {
      const outcome = await node.retract(id)
      if (isOver) return
      if (outcome === 'done') dropShared(db, accountId, id)
    }
  }
  let isOver = false
  session.onOnline('after-presence', withdraw)

  return {
    of,
    /** The id to name in a message: of a pack that everybody finds as it is now. */
    idFor: (packId: number): string | null => {
      const shared = of(packId)
      return shared?.isCurrent ? shared.id : null
    },
    share: async (packId: number): Promise<Result<null>> => {
      const pack = getPack(db, packId)
      const stickers = listOfPack(db, packId)
      if (!pack?.name || stickers.length === 0) return fail('not-found', 'no pack, or nothing in it')
      if (stickers.length > MAX_SHARED_STICKERS) return fail('bad-input', 'too many for one stanza', { problem: 'too-many' })
      return works.run(stickers.length, async ({ signal, step }) => {
        const items: PublishedSticker[] = []
        for (const sticker of stickers) {
          const put = await addressOf(sticker, signal)
          if (signal.aborted) return stopped
          if (!put.ok) return put
          noteUpload(db, accountId, sticker.hash, put.value, clock.nowMs())
          items.push(published(sticker, put.value))
          step()
        }
        const id = idOf({ ...pack, stickers })
        const outcome = await node.publish(id, buildPack(pack.name, pack.summary, items))
        if (isOver) return stopped
        if (outcome !== 'done') return fail(outcome === 'unavailable' ? 'not-supported' : connection.state.phase === 'online' ? 'refused' : 'offline', 'not published')
        transaction(() => putShared(db, accountId, packId, id))
        await withdraw()
        return done
      })
    },
    /** False: not yet, there is no connection. */
    unshare: async (packId: number): Promise<boolean> => {
      transaction(() => withdrawShared(db, accountId, packId))
      await withdraw()
      return isOver || listWithdrawn(db, accountId).length === 0
    },
    withdraw,
    end: () => void (isOver = true),
  }
}
