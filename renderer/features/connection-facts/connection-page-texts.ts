import { strings } from '../../lib/i18n/strings'

export const connectionPageTexts = strings({
  zh: {
    title: '连接', state: '现在', since: (time: string) => `自 ${time} 起`, again: (seconds: number) => `${seconds} 秒后重试`,
    retry: '立即重试', probe: '检查线路', probed: '已经询问服务器，结果会显示在往返时间里。', cut: '断开线路…', copy: '复制为文本', copied: '已复制。会话编号没有包含在内。', attempt: '连接尝试', newest: (time: string) => `${time}（最近一次）`,
    cutTitle: '现在断开线路？', cutText: '会像拔掉网线一样突然断开，不通知服务器，然后自动重新连接。这样可以看到服务器能不能续接会话。正在发送的消息不会丢失。', cutNow: '断开',
    report: (address: string) => `喜鹊连接报告：${address}`, made: '生成时间', program: '程序', nothing: '还没有连接过', nothingText: '登录之后，这里会显示怎样找到服务器、怎样加密和登录。',
  },
  en: {
    title: 'Connection', state: 'Now', since: (time: string) => `since ${time}`, again: (seconds: number) => `next try in ${seconds} s`,
    retry: 'Try now', probe: 'Check the line', probed: 'The server was asked; the answer shows in the round trip.', cut: 'Cut the link…', copy: 'Copy as text', copied: 'Copied, without the id of the session.', attempt: 'Attempt', newest: (time: string) => `${time} (the last one)`,
    cutTitle: 'Cut the link now?', cutText: 'It goes as if the cable had been pulled, without a word to the server, and Magpie connects again by itself. That shows whether the server lets the session go on. Messages on their way are not lost.', cutNow: 'Cut',
    report: (address: string) => `Magpie connection report: ${address}`, made: 'Made', program: 'Program', nothing: 'Not connected yet', nothingText: 'After a login this page shows how the server was found, how the link is encrypted and how the login went.',
  },
})
