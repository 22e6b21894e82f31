/** The pack of a sticker that somebody has sent: looked at, and taken. */
import PackagePlus from '@lucide/svelte/icons/package-plus'
import type { AccountId } from '#shared/ids'
import { bareOf, parseJid, type BareJid } from '#shared/jid'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import { strings } from '../lib/i18n/strings'
import { navigation } from '../lib/state/navigation.svelte'
import type { OfferAction } from '../features/messages/extensions'
import { occupants } from '../features/rooms/occupants.svelte'

const s = strings({
  zh: { add: '添加整个贴纸包…' },
  en: { add: 'Add its sticker pack…' },
})

/** Whose nodes the words "my pack" in a message mean. Null: nobody knows (rooms that show no addresses). */
function senderOf(accountId: AccountId, { kind, peer }: Conversation, { sender }: Message): BareJid | null {
  const address = parseJid(peer)
  if (!address || kind === 'chat') return address && bareOf(address)
  const nick = kind === 'room' ? sender : peer.slice(bareOf(address).length + 1)
  const jid = occupants.of(accountId, bareOf(address)).get(nick)?.jid
  return jid ? bareOf(jid) : null
}

export const offerPack: OfferAction = ({ conversation, message }) => {
  const file = message.isRetracted || message.direction === 'out' ? undefined : message.extras?.files?.[0]
  const from = file?.isSticker ? file.fromPack : undefined
  const at = from && (from.at ?? senderOf(message.accountId, conversation, message))
  if (!from || !at) return null
  const place = { at, id: from.id, ...(from.node !== undefined && { node: from.node }) }
  return { label: s.add, icon: PackagePlus, run: () => void (navigation.dialog = { name: 'sticker-pack', place, sample: file?.local ?? null }) }
}
