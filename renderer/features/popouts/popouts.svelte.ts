/** Which conversations have a window of their own: the main window does not show them, so that each is written and read in one place. */
import type { ContractEvent } from '#contract'
import type { ConversationId } from '#shared/ids'
import type { Conversation } from '#shared/model/conversation'
import { call } from '../../lib/api'
import { strings } from '../../lib/i18n/strings'
import { ownWindow } from '../../lib/own-window'
import { showError, toasts } from '../../lib/state/toasts.svelte'
import { register } from '../../lib/sync'

const s = strings({
  zh: { tooMany: '独立窗口太多了，请先关闭一个。' },
  en: { tooMany: 'There are too many windows. Close one of them first.' },
})

class Popouts {
  #ids = $state.raw<ReadonlySet<ConversationId>>(new Set())

  has(id: ConversationId | null): boolean {
    return id !== null && this.#ids.has(id)
  }

  /** Opens its window, or brings it to the front. */
  async open({ accountId, id: conversationId }: Pick<Conversation, 'accountId' | 'id'>): Promise<void> {
    const result = await call('desktop.popOut', { accountId, conversationId })
    if (!result.ok) showError(result.error)
    else if (result.value?.isOpen === false) toasts.show(s.tooMany, 'bad')
  }

  close(conversationId: ConversationId) {
    void call('desktop.popIn', { conversationId })
  }

  load() {
    if (ownWindow === null) void this.#ask()
  }
  async #ask() {
    const result = await call('desktop.popouts', {})
    if (result.ok && result.value) this.#ids = new Set(result.value.conversationIds)
  }
  apply(event: ContractEvent) {
    if (event.name === 'desktop.popoutsChanged') this.#ids = new Set(event.payload.conversationIds)
  }
}

export const popouts = register(new Popouts())
