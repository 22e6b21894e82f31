import { NOTIFY_SHOWS, type NotifyShows } from '#shared/model/settings'
import { strings } from '../i18n/strings'

const s = strings({
  zh: { text: '发送者和内容', name: '仅发送者', nothing: '都不显示' },
  en: { text: 'Sender and text', name: 'Sender only', nothing: 'Neither' },
})

export const showsWord = (shows: NotifyShows): string => s[shows]
export const showsOptions = (): { value: NotifyShows; label: string }[] => NOTIFY_SHOWS.map((value) => ({ value, label: s[value] }))
