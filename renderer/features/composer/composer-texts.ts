/** Texts of the field and of what is wrong with what stands in it. */
import { strings } from '../../lib/i18n/strings'

export const s = strings({
  zh: {
    label: (to: string) => `发给 ${to} 的消息`,
    placeholder: '输入消息',
    send: '发送',
    sendHint: (keys: string) => `按 ${keys} 发送`,
    newline: 'Shift+Enter 换行',
    newlineEnter: 'Enter 换行',
    tooLong: (n: number) => `太长了：最多 ${n} 个字`,
    left: (n: number) => `还可以输入 ${n} 个字`,
    unknown: (command: string) => `没有命令 /${command}。要发送以 / 开头的文字，请写成 //${command}`,
    incomplete: (usage: string) => `还没写完：${usage}`,
    wrong: (word: string, usage: string) => `不认识“${word}”。写法：${usage}`,
  },
  en: {
    label: (to: string) => `Message to ${to}`,
    placeholder: 'Write a message',
    send: 'Send',
    sendHint: (keys: string) => `${keys} sends`,
    newline: 'Shift+Enter for a new line',
    newlineEnter: 'Enter for a new line',
    tooLong: (n: number) => `Too long: ${n} characters at most`,
    left: (n: number) => `${n} characters left`,
    unknown: (command: string) => `There is no command /${command}. To send text that begins with a slash, write //${command}`,
    incomplete: (usage: string) => `Something is missing: ${usage}`,
    wrong: (word: string, usage: string) => `“${word}” is not known here: ${usage}`,
  },
})
