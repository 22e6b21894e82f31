import { strings } from '../../lib/i18n/strings'

/** Said at the list and in the settings. */
export const keepsNothing = strings({
  zh: {
    title: '服务器不保存任何消息',
    text: '你不在线时收到的消息，可能不会出现在你的其他设备上。',
    turnOn: '开始保存',
  },
  en: {
    title: 'Your server keeps nothing',
    text: 'Messages that arrive while you are away may be lost on your other devices.',
    turnOn: 'Keep messages',
  },
})
