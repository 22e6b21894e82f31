/** What is being uploaded and fetched now. */
import type { ContractEvent, Snapshot } from '#contract'
import type { FileTransfer } from '#shared/model/files'
import { register } from '../../lib/sync'

const keyOf = ({ messageId, index }: Pick<FileTransfer, 'messageId' | 'index'>) => `${messageId} ${index}`

class Transfers {
  #of = $state.raw<ReadonlyMap<string, FileTransfer>>(new Map())

  get(messageId: number, index: number): FileTransfer | null {
    return this.#of.get(keyOf({ messageId, index })) ?? null
  }
  load(snapshot: Snapshot) {
    this.#of = new Map(Object.values(snapshot.accounts).flatMap((slices) => slices.files?.transfers ?? []).map((one) => [keyOf(one), one]))
  }
  apply(event: ContractEvent) {
    if (event.name !== 'file.moved') return
    const { done, ...rest } = event.payload
    const next = new Map(this.#of)
    if (done === null) next.delete(keyOf(rest))
    else next.set(keyOf(rest), { ...rest, done })
    this.#of = next
  }
}

export const transfers = register(new Transfers())
