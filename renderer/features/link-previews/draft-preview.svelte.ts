/** The link in what is being written, as its page says: read when the user has allowed it and pauses. */
import type { AccountId, ConversationId } from '#shared/ids'
import { webAddressesIn, type LinkCard } from '#shared/model/link-card'
import type { Result } from '#shared/result'
import { call } from '../../lib/api'
import { settings } from '../../lib/state/settings.svelte'

const PAUSE_MS = 700

export class DraftPreview {
  card = $state.raw<LinkCard | null>(null)
  #url: string | null = null
  /** Without a preview, says the user. */
  #removed = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(readonly accountId: AccountId, readonly conversationId: ConversationId) {}

  /** Returns the end of waiting. */
  look(text: string): () => void {
    const isAllowed = settings.current.linkPreviews
    const url = isAllowed ? (webAddressesIn(text).find((one) => one.startsWith('https://') && !this.#removed.has(one)) ?? null) : null
    clearTimeout(this.#timer)
    if (url !== this.#url) {
      this.#url = url
      this.card = null
    }
    if (url !== null && this.card === null) this.#timer = setTimeout(() => void this.#ask(url), PAUSE_MS)
    return () => clearTimeout(this.#timer)
  }
  remove() {
    if (this.#url !== null) this.#removed.add(this.#url)
    this.#url = null
    this.card = null
  }
  send(body: string): Promise<Result<unknown>> | null {
    const url = this.card?.url
    const { accountId, conversationId } = this
    return url !== undefined && webAddressesIn(body).includes(url) ? call('link.send', { accountId, conversationId, body, url }) : null
  }

  async #ask(url: string) {
    const result = await call('link.preview', { accountId: this.accountId, url })
    if (result.ok && url === this.#url) this.card = result.value.card
  }
}
