/** What a message's menu offers for its file. */
import FolderOpen from '@lucide/svelte/icons/folder-open'
import Save from '@lucide/svelte/icons/save'
import type { OfferAction } from '../messages/extensions'
import { saveFile, showFile } from './file-actions'
import { s } from './file-words'

/** Of several files each has its own buttons. */
const keyOf: (context: Parameters<OfferAction>[0]) => string | null = ({ message }) =>
  message.isRetracted || message.extras?.files?.length !== 1 ? null : message.extras.files[0]!.local

export const offerSave: OfferAction = (context) => {
  const key = keyOf(context)
  return key === null ? null : { label: s.saveAs, icon: Save, run: () => void saveFile(key) }
}
export const offerShow: OfferAction = (context) => {
  const key = keyOf(context)
  return key === null ? null : { label: s.showInFolder, icon: FolderOpen, run: () => void showFile(key) }
}
