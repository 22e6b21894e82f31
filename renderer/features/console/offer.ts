/** From a message in a chat to its stanzas, while the workbench is on. */
import SquareTerminal from '@lucide/svelte/icons/square-terminal'
import { call } from '../../lib/api'
import { navigation } from '../../lib/state/navigation.svelte'
import { settings } from '../../lib/state/settings.svelte'
import { showError, toasts } from '../../lib/state/toasts.svelte'
import type { OfferAction } from '../messages/extensions'
import { xmlConsole } from './console.svelte'
import { consoleTexts as s } from './console-texts'

export const offerStanzas: OfferAction = ({ message }) => {
  if (!settings.current.workbench || message.kind !== 'text') return null
  return {
    label: s.stanzas, icon: SquareTerminal,
    run: async () => {
      const result = await call('console.ofMessage', { accountId: message.accountId, messageId: message.id })
      if (!result.ok) return showError(result.error)
      if (result.value.text === null) return void toasts.show(s.unknown)
      xmlConsole.only(result.value.text)
      navigation.showWorkbench('console')
    },
  }
}
