/**
 * What a click on a link does, in a text or from outside of the window. The page itself never goes anywhere; a link to an XMPP
 * address (XEP-0147) only opens what asks: nothing is joined, added or sent by it.
 */
import { call } from '../../lib/api'
import { strings } from '../../lib/i18n/strings'
import { navigation } from '../../lib/state/navigation.svelte'
import { showError, toasts } from '../../lib/state/toasts.svelte'
import { parseXmppUri } from '../../lib/text/xmpp-uri'

const s = strings({
  zh: { unusable: '无法打开这个链接。' },
  en: { unusable: 'This link cannot be opened.' },
})

export function openXmppLink(url: string): void {
  const uri = parseXmppUri(url)
  if (!uri) return toasts.show(s.unusable, 'bad')
  const { address, action, resource, params, stickerPack } = uri
  if (stickerPack !== null) navigation.dialog = { name: 'sticker-pack', place: { at: address, id: stickerPack }, sample: null }
  else if (action === 'join') navigation.dialog = { name: 'join-room', address, nick: resource ?? '', password: params.password }
  else if (action === 'roster' || action === 'subscribe') navigation.dialog = { name: 'add-contact', address, remark: params.name, group: params.group }
  else navigation.dialog = { name: 'xmpp-link', address, body: action === 'message' ? params.body : null }
}

export async function openLink(url: string): Promise<void> {
  if (/^xmpp:/i.test(url)) return openXmppLink(url)
  const result = await call('desktop.openExternal', { url })
  if (!result.ok) showError(result.error)
}
