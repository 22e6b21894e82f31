/**
 * Who has a picture: people, rooms and occupants alike. The pictures themselves are asked for when they are shown, and drawn anew
 * once, small: so nothing moves, whatever the file would do, and the page keeps some 10 KB of each.
 */
import { SvelteMap } from 'svelte/reactivity'
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import { parseJid } from '#shared/jid'
import type { AvatarPicture } from '#shared/model/avatar'
import { call } from '../api'
import { accounts } from '../state/accounts.svelte'
import { register } from '../sync'

/** Edge, px: the biggest that is shown, at twice the pixels. */
const EDGE = 192
const MAX_KEPT = 800

async function draw({ type, base64 }: AvatarPicture): Promise<string | null> {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
  const image = await createImageBitmap(new Blob([bytes], { type })).catch(() => null)
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (!image || !context) return null
  const side = Math.min(image.width, image.height)
  canvas.width = canvas.height = Math.min(EDGE, side)
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, canvas.width, canvas.height)
  image.close()
  return canvas.toDataURL('image/webp', 0.9)
}

class Avatars {
  /** By account and address. */
  readonly #hashes = new SvelteMap<string, string>()
  /** By hash; null: none that can be shown. */
  readonly #drawn = new SvelteMap<string, string | null>()
  readonly #running = new Set<string>()

  /** For an image's `src`; null while there is none. */
  sourceOf(jid: string): string | null {
    for (const { id } of accounts.list) {
      const hash = this.#hashes.get(`${id} ${jid}`)
      if (hash === undefined) continue
      const drawn = this.#drawn.get(hash)
      if (drawn === undefined) void this.#fetch(id, jid, hash)
      if (drawn) return drawn
    }
    return null
  }

  async #fetch(accountId: AccountId, address: string, hash: string) {
    const jid = parseJid(address)
    if (!jid || this.#running.has(hash)) return
    this.#running.add(hash)
    const result = await call('avatar.get', { accountId, jid })
    const avatar = result.ok ? result.value.avatar : null
    const drawn = avatar && (await draw(avatar))
    this.#running.delete(hash)
    // It may have changed meanwhile: what came is kept under its own name.
    this.#drawn.set(avatar?.hash ?? hash, drawn)
    if (this.#drawn.size > MAX_KEPT) this.#drawn.delete([...this.#drawn.keys()][0]!)
  }

  load(snapshot: Snapshot) {
    this.#hashes.clear()
    for (const [id, slices] of Object.entries(snapshot.accounts)) {
      for (const { jid, hash } of slices.avatars.avatars) this.#hashes.set(`${id} ${jid}`, hash)
    }
    // What could not be had before may be there now.
    for (const [hash, drawn] of this.#drawn) if (drawn === null) this.#drawn.delete(hash)
  }

  apply(event: ContractEvent) {
    if (event.name !== 'avatar.changed') return
    const { accountId, changed } = event.payload
    for (const { jid, hash } of changed) {
      if (hash === null) this.#hashes.delete(`${accountId} ${jid}`)
      else this.#hashes.set(`${accountId} ${jid}`, hash)
    }
  }
}

export const avatars = register(new Avatars())
