/** Choosing several messages, and passing one on: what the menu of a message offers. */
import Forward from '@lucide/svelte/icons/forward'
import ListChecks from '@lucide/svelte/icons/list-checks'
import { strings } from '../../lib/i18n/strings'
import type { OfferAction } from '../messages/extensions'
import { picked } from './picked.svelte'

const s = strings({ zh: { pick: '多选', forward: '转发…' }, en: { pick: 'Choose several', forward: 'Forward…' } })

/** A file that went straight to this computer has no address to pass on. */
export const offerForward: OfferAction = ({ message }) =>
  message.kind === 'text' && !message.isRetracted && message.extras?.files?.every(({ url }) => url === null) !== true ? { label: s.forward, icon: Forward, run: () => (picked.toForward = [message]) } : null

export const offerPick: OfferAction = ({ message }) => (message.kind === 'text' ? { label: s.pick, icon: ListChecks, run: () => picked.begin(message) } : null)
