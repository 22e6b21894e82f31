/** A sentence for every code a call can be refused with. The server's own words follow as a quotation. */
import type { CallError, ErrorCode } from '#shared/result'
import { locale, type Language } from '../i18n/locale.svelte'

const texts: Record<ErrorCode, Record<Language, string>> = {
  offline: { zh: '当前未连接，连接恢复后请再试。', en: 'You are offline. Try again once the connection is back.' },
  timeout: { zh: '服务器没有在规定时间内答复，请稍后再试。', en: 'The server did not answer in time. Try again in a moment.' },
  forbidden: { zh: '服务器不允许你这样做。', en: 'The server does not allow you to do this.' },
  'not-found': { zh: '找不到它，可能已被删除。', en: 'It could not be found; it may have been removed.' },
  conflict: { zh: '这个名称已被使用，请换一个。', en: 'This name is already taken. Choose another one.' },
  'bad-input': { zh: '输入的内容不正确，请检查后再试。', en: 'Something in the input is not valid. Check it and try again.' },
  'not-supported': { zh: '服务器不支持此功能。', en: 'The server does not support this.' },
  'remote-server': { zh: '无法联系对方的服务器。', en: 'The other server could not be reached.' },
  refused: { zh: '服务器拒绝了此操作。', en: 'The server refused.' },
  locked: { zh: '数据库正被另一个程序使用。', en: 'The database is in use by another program.' },
  'disk-full': { zh: '磁盘已满，请清理空间后再试。', en: 'The disk is full. Free some space and try again.' },
  internal: { zh: '程序内部出错，详情已写入日志。', en: 'Something went wrong inside Magpie; the log has the details.' },
}

export function errorText(error: CallError): string {
  const sentence = texts[error.code][locale.current]
  if (!error.text) return sentence
  return locale.current === 'zh' ? `${sentence}服务器说：“${error.text}”` : `${sentence} The server says: “${error.text}”`
}
