/** What a click on a link in a text does. The page itself never goes anywhere. */
import { bareOf, parseJid } from '#shared/jid'
import { call } from '../../lib/api'
import { strings } from '../../lib/i18n/strings'
import { navigation } from '../../lib/state/navigation.svelte'
import { showError, toasts } from '../../lib/state/toasts.svelte'

const s = strings({
  zh: { unusable: '无法打开这个链接。' },
  en: { unusable: 'This link cannot be opened.' },
})

export interface XmppTarget {
  address: string
  isRoom: boolean
}

/** RFC 5122: `xmpp:room@service?join`. Only where it points; what else it asks for (send, remove, run) is never done. */
export function xmppTarget(url: string): XmppTarget | null {
  const found = /^xmpp:(?:\/\/[^/]*\/)?([^?#]*)(?:\?([^;#]*))?/i.exec(url)
  if (!found?.[1]) return null
  let decoded: string
  try {
    decoded = decodeURIComponent(found[1])
  } catch (error) {
    if (error instanceof URIError) return null // broken percent encoding: no address
    throw error
  }
  const jid = parseJid(decoded)
  return jid && { address: bareOf(jid), isRoom: found[2]?.toLowerCase() === 'join' }
}

export async function openLink(url: string): Promise<void> {
  if (/^xmpp:/i.test(url)) {
    const target = xmppTarget(url)
    if (!target) toasts.show(s.unusable, 'bad')
    else if (target.isRoom) navigation.dialog = { name: 'join-room', address: target.address }
    else await navigation.openPeer('chat', target.address)
    return
  }
  const result = await call('desktop.openExternal', { url })
  if (!result.ok) showError(result.error)
}
