import { strings } from '../../lib/i18n/strings'

export const quarantineTexts = strings({
  zh: {
    title: '无法读取的内容', count: (count: number) => `${count} 条内容无法读取`, none: '没有无法读取的内容', noneText: '收到的一切都处理好了。',
    about: '处理这些内容时出了错。它们不会再影响喜鹊，也没有显示在对话里。', message: '消息', presence: '在线状态', iq: '请求', other: '其他内容', unknown: '内容不详',
    leftOut: '已跳过', again: '再次收到时会重试', crashes: (count: number) => `处理时程序退出过 ${count} 次`, raw: '原文的开头', why: '出错原因', copy: '复制', copied: '已复制',
    forget: '删除', forgotten: '已删除；再次收到时会重新处理', noRaw: '原文没有留下来',
  },
  en: {
    title: 'Could not be read', count: (count: number) => (count === 1 ? '1 item could not be read' : `${count} items could not be read`), none: 'Everything could be read', noneText: 'All that has come was handled.',
    about: 'Something went wrong while handling these. They do no harm to Magpie any more, and are not shown in conversations.', message: 'Message', presence: 'Presence', iq: 'Request', other: 'Something else', unknown: 'Unknown',
    leftOut: 'Left out', again: 'Tried again when it comes again', crashes: (count: number) => (count === 1 ? 'Magpie ended once while handling it' : `Magpie ended ${count} times while handling it`), raw: 'Its beginning', why: 'What went wrong', copy: 'Copy', copied: 'Copied',
    forget: 'Delete', forgotten: 'Deleted; tried again if it comes again', noRaw: 'Its text was not kept',
  },
})
