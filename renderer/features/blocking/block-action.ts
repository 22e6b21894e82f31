/** “Block…” or “Unblock” of one person, for menus and cards. */
import Ban from '@lucide/svelte/icons/ban'
import CircleCheck from '@lucide/svelte/icons/circle-check'
import type { AccountId } from '#shared/ids'
import { strings } from '../../lib/i18n/strings'
import { navigation } from '../../lib/state/navigation.svelte'
import type { MenuEntry } from '../../lib/ui/menu'
import { blocking, unblock } from './blocking.svelte'

const s = strings({ zh: { block: '屏蔽…', unblock: '取消屏蔽' }, en: { block: 'Block…', unblock: 'Unblock' } })

/** Null: his server's, or ours that cannot. */
export function blockAction(accountId: AccountId, jid: string): MenuEntry {
  const entry = blocking.entryFor(jid, accountId)
  if (entry !== null) return { label: s.unblock, icon: CircleCheck, run: () => void unblock(accountId, entry) }
  if (blocking.of(accountId).isSupported === false) return null
  return { label: s.block, icon: Ban, isDangerous: true, run: () => (navigation.dialog = { name: 'block', accountId, jid }) }
}
