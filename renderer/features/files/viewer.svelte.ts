/** The picture before the user's eyes, and those of its conversation before and behind it. */
import type { ContractEvent } from '#contract'
import type { SharedFile } from '#shared/model/files'
import type { Message } from '#shared/model/message'
import { call } from '../../lib/api'
import { register } from '../../lib/sync'

export interface Picture {
  message: Message
  index: number
  file: SharedFile
}

const PAGE = 100
export const picturesOf = (messages: readonly Message[]): Picture[] =>
  messages.flatMap((message) => (message.extras?.files ?? []).flatMap((file, index) => (file.kind === 'picture' ? [{ message, index, file }] : [])))
export const isSame = (a: Picture, b: Picture) => a.message.id === b.message.id && a.index === b.index

class Viewer {
  /** Oldest first. */
  pictures = $state.raw<readonly Picture[]>([])
  at = $state(0)
  #isAll = false
  #isLoading = false

  get current(): Picture | null {
    return this.pictures[this.at] ?? null
  }
  open(message: Message, index: number) {
    const file = message.extras?.files?.[index]
    if (!file) return
    this.pictures = [{ message, index, file }]
    this.at = 0
    this.#isAll = false
    void this.#load()
  }
  close() {
    this.pictures = []
  }
  step(by: 1 | -1) {
    if (this.pictures[this.at + by]) this.at += by
    if (this.at < 3) void this.#load()
  }

  /** Older ones; the first time the newest, which the one that is shown is mostly among. */
  async #load() {
    const shown = this.current
    if (!shown || this.#isAll || this.#isLoading) return
    this.#isLoading = true
    const isFirst = this.pictures.length === 1
    const oldest = this.pictures[0]!.message
    const { accountId, conversationId } = shown.message
    const result = await call('file.list', { accountId, conversationId, limit: PAGE, ...(!isFirst && { before: { orderMs: oldest.orderMs, id: oldest.id } }) })
    this.#isLoading = false
    const now = this.current
    if (!result.ok || !now || now.message.conversationId !== conversationId) return
    this.#isAll = result.value.messages.length < PAGE
    const found = picturesOf(result.value.messages.toReversed())
    const known = isFirst ? [now].filter((one) => !found.some((other) => isSame(one, other))) : this.pictures
    // One that is older than the newest hundred stands before them.
    this.pictures = isFirst ? [...known, ...found] : [...found, ...known]
    this.at = this.pictures.findIndex((one) => isSame(one, now))
  }

  load() {
    // Nothing of a snapshot: it comes from the history.
  }
  apply(event: ContractEvent) {
    if (event.name !== 'message.changed' || this.pictures.length === 0) return
    const { message } = event.payload
    if (!this.pictures.some((one) => one.message.id === message.id)) return
    this.pictures = this.pictures.map((one) => (one.message.id === message.id ? { ...one, message, file: message.extras?.files?.[one.index] ?? one.file } : one))
  }
}

export const viewer = register(new Viewer())
