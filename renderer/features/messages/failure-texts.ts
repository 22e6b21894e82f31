/** Why a message did not get there. RFC 6120 §8.3.3 conditions and our own, in words that say what to do. */
import type { MessageFailure } from '#shared/model/message'
import { locale, type Language } from '../../lib/i18n/locale.svelte'

type Words = Record<Language, string>
const other: Words = { zh: '服务器没有接受这条消息。', en: 'The server did not accept this message.' }
const noEntry: Words = { zh: '没有权限在这里发言。', en: 'You are not allowed to write here.' }
const tooMuch: Words = { zh: '消息过长或发送过快，请稍后再试。', en: 'Too long or too fast for the server. Wait a moment, then try again.' }
const noServer: Words = { zh: '无法联系对方的服务器，请稍后再试。', en: 'The other server cannot be reached. Try again later.' }
const notThere: Words = { zh: '对方现在无法接收消息。', en: 'The recipient cannot be reached now.' }

const texts: Record<string, Words> = {
  'item-not-found': { zh: '没有这个地址，或对方已离开。', en: 'There is nobody at this address, or they have left.' },
  'service-unavailable': notThere,
  'recipient-unavailable': notThere,
  'remote-server-not-found': noServer,
  'remote-server-timeout': noServer,
  gone: { zh: '这个地址已经不再使用。', en: 'This address is no longer in use.' },
  forbidden: noEntry,
  'not-allowed': noEntry,
  'not-authorized': noEntry,
  'not-acceptable': { zh: '你现在不在这个群里，或对方屏蔽了你。', en: 'You are not in this room now, or the recipient has blocked you.' },
  'registration-required': { zh: '只有成员可以在这里发言。', en: 'Only members may write here.' },
  'subscription-required': { zh: '先加对方为联系人才能发消息。', en: 'Add this person as a contact first.' },
  'policy-violation': tooMuch,
  'resource-constraint': tooMuch,
  'slow-mode': { zh: '这个群开了慢速模式，两条消息之间要隔一段时间。点“重新发送”，到时间就会发出。', en: 'This room is in slow mode: some time has to pass between two messages. “Send again” sends it as soon as it may go.' },
  'upload-not-offered': { zh: '你的服务器不接收文件。', en: 'Your server takes no files.' },
  'upload-too-large': { zh: '文件超过了服务器的上限。可以缩小图片，或分成几个文件。', en: 'The file is larger than your server takes. Make it smaller or split it.' },
  'upload-quota': { zh: '你在服务器上的文件空间已用完，请稍后再试。', en: 'Your space for files on the server is used up. Try again later.' },
  'upload-refused': { zh: '服务器没有接收这个文件。', en: 'The server did not take the file.' },
  'upload-broken': { zh: '上传中断了，请再试一次。', en: 'The upload broke off. Try again.' },
  'upload-no-file': { zh: '文件已不在这台电脑上，请重新选择后发送。', en: 'The file is no longer on this computer. Choose it again.' },
  'direct-away': { zh: '对方现在不在线，或对方的程序不能直接接收文件。等对方上线后再试。', en: 'They are not online now, or their program cannot take files directly. Try again when they are.' },
  'direct-refused': { zh: '对方没有接收这个文件。', en: 'They did not take the file.' },
  'direct-no-answer': { zh: '对方没有回应，可以稍后再试。', en: 'They did not answer. Try again later.' },
  'direct-gone': { zh: '对方在文件传完之前下线了。等对方上线后再试。', en: 'They went offline before the file had arrived. Try again when they are back.' },
  'direct-broken': { zh: '与对方电脑的连接中断了，请再试一次。', en: 'The connection to their computer broke off. Try again.' },
  'direct-interrupted': { zh: '传送中断了：这边断开了连接或退出了程序。可以再试一次。', en: 'Interrupted: the connection here was lost or the program was closed. Try again.' },
  'direct-altered': { zh: '文件到达时与发送的不一样，对方已丢弃。请再试一次。', en: 'What arrived was not what was sent, so they threw it away. Try again.' },
  'too-long': { zh: '消息太长，请分成几条发送。', en: 'The message is too long. Send it in several parts.' },
}

export function failureText(failure: MessageFailure | null): string {
  const sentence = ((failure && texts[failure.condition]) ?? other)[locale.current]
  if (!failure?.text) return sentence
  return locale.current === 'zh' ? `${sentence}服务器说：“${failure.text}”` : `${sentence} The server says: “${failure.text}”`
}
