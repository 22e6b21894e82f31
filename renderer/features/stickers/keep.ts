/** A sticker or a small picture of a message becomes one of the user's own. */
import Sticker from '@lucide/svelte/icons/sticker'
import { MAX_STICKER_BYTES } from '#shared/model/sticker'
import { call } from '../../lib/api'
import { strings } from '../../lib/i18n/strings'
import { showError, toasts } from '../../lib/state/toasts.svelte'
import type { OfferAction } from '../messages/extensions'

const s = strings({
  zh: { keep: '添加到我的贴纸', kept: '已添加到贴纸' },
  en: { keep: 'Add to my stickers', kept: 'Added to your stickers' },
})

export const offerKeep: OfferAction = ({ message }) => {
  const file = message.isRetracted ? undefined : message.extras?.files?.[0]
  const canBe = message.extras?.files?.length === 1 && file?.kind === 'picture' && file.local !== null && (file.size ?? 0) <= MAX_STICKER_BYTES
  if (!canBe) return null
  const { accountId, id: messageId } = message
  return {
    label: s.keep,
    icon: Sticker,
    run: () =>
      void call('sticker.keep', { accountId, messageId, index: 0 }).then((result) => {
        if (result.ok) toasts.show(s.kept, 'good')
        else showError(result.error)
      }),
  }
}
