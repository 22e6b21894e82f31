/** The user's stickers and packs as the panel shows them: read when it opens and after each change. */
import type { ContractEvent } from '#contract'
import type { AccountId } from '#shared/ids'
import { parseBareJid } from '#shared/jid'
import { MAX_STICKERS, OWN_PACK, type Sticker, type StickerPack } from '#shared/model/sticker'
import type { Result } from '#shared/result'
import { call } from '../../lib/api'
import { showError, toasts } from '../../lib/state/toasts.svelte'
import { accounts } from '../../lib/state/accounts.svelte'
import { register } from '../../lib/sync'
import { packLink } from '../../lib/text/xmpp-uri'
import { bring } from '../files/bring'
import { shrunk } from '../files/pictures'
import { packProblem, wasStopped } from './pack-words'
import { s } from './sticker-words'

/** Stands among the packs, and is none. */
export const RECENT = 0
const MAX_RECENT = 30
/** Longest edge, px: shown at a third of that. */
const EDGE = 480
export const PICTURES = 'image/png,image/jpeg,image/gif,image/webp'

class Shelf {
  packs = $state.raw<readonly StickerPack[]>([])
  stickers = $state.raw<readonly Sticker[]>([])
  /** Which is open; kept while the window is there. */
  current = $state(OWN_PACK)
  isBusy = $state(false)
  /** A pack is being shared or taken: so many of its pictures are done. */
  moving = $state.raw<{ done: number; total: number } | null>(null)
  shown = $derived(
    this.current === RECENT
      ? this.stickers.filter((one) => one.usedAtMs > 0).sort((a, b) => b.usedAtMs - a.usedAtMs).slice(0, MAX_RECENT)
      : this.ofPack(this.current),
  )
  /** Undefined: the recent ones. */
  pack = $derived(this.packs.find(({ id }) => id === this.current))

  ofPack(packId: number): Sticker[] {
    return this.stickers.filter((one) => one.packId === packId)
  }

  async read(accountId: AccountId) {
    const result = await call('sticker.list', { accountId })
    if (!result.ok) return showError(result.error)
    this.packs = result.value.packs
    this.stickers = result.value.stickers
    if (this.current !== RECENT && !this.pack) this.current = OWN_PACK
  }

  /** What was asked for, and the shelf as it is then. */
  async after<T>(accountId: AccountId, asked: Promise<Result<T>>): Promise<Result<T>> {
    const result = await asked
    if (!result.ok) {
      if (result.error.code === 'conflict') toasts.show(s.manyPacks, 'bad')
      else showError(result.error)
    }
    await this.read(accountId)
    return result
  }

  /** Into the open pack, or the user's own. */
  async add(accountId: AccountId, files: readonly File[], packId = this.pack?.id ?? OWN_PACK) {
    let [added, unfit] = [0, 0]
    this.isBusy = true
    for (const file of files) {
      const brought = await bring(accountId, await shrunk(file, EDGE))
      const result = brought.ok ? await call('sticker.add', { accountId, key: brought.value.key, packId }) : brought
      if (result.ok) added++
      else if (result.error.code === 'bad-input') unfit++
      else {
        if (result.error.code === 'conflict') toasts.show(s.full(MAX_STICKERS), 'bad')
        else showError(result.error)
        break
      }
    }
    this.isBusy = false
    this.current = packId
    await this.read(accountId)
    if (unfit > 0) toasts.show(s.skipped(unfit), 'bad')
    if (added > 1) toasts.show(s.added(added), 'good')
  }

  /** Its pictures as a pack of the folder's name. */
  async addFolder(accountId: AccountId, files: readonly File[]) {
    const pictures = files.filter(({ type }) => PICTURES.split(',').includes(type)).sort((a, b) => a.webkitRelativePath.localeCompare(b.webkitRelativePath))
    const name = pictures[0]?.webkitRelativePath.split('/')[0]?.trim().slice(0, 60)
    if (!name) return toasts.show(s.noPictures, 'bad')
    const made = await this.after(accountId, call('sticker.addPack', { accountId, name }))
    if (made.ok) await this.add(accountId, pictures, made.value.packId)
  }

  /** Uploaded and published; the link is then in the clipboard. */
  async share(accountId: AccountId, packId: number) {
    const result = await call('sticker.share', { accountId, packId })
    await this.read(accountId)
    if (result.ok) await this.copyLink(accountId, packId)
    else if (!wasStopped(result.error)) toasts.show(packProblem(result.error, true), 'bad')
  }
  async unshare(accountId: AccountId, packId: number) {
    const result = await this.after(accountId, call('sticker.unshare', { accountId, packId }))
    if (result.ok) toasts.show(result.value.isGone ? s.unshared : s.unsharedLater, 'good')
  }
  async copyLink(accountId: AccountId, packId: number) {
    const [address, shared] = [parseBareJid(accounts.get(accountId)?.address ?? ''), this.packs.find(({ id }) => id === packId)?.shared]
    if (!address || !shared) return
    const result = await call('desktop.copyText', { text: packLink(address, shared.id) })
    if (result.ok) toasts.show(s.linkCopied, 'good')
    else showError(result.error)
  }

  load() {
    this.moving = null
  }
  apply(event: ContractEvent) {
    if (event.name !== 'sticker.moved') return
    const { done, total } = event.payload
    this.moving = done === null ? null : { done, total }
  }
}

export const shelf = register(new Shelf())
export const packName = ({ name }: StickerPack): string => name || s.own
