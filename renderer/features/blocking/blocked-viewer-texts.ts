import { strings } from '../../lib/i18n/strings'

export const blockedViewerTexts = strings({
  zh: {
    title: '黑名单', list: '服务器上的黑名单', empty: '服务器没有屏蔽任何人', summary: (count: string, different: string) => (different === '0' ? `共 ${count} 个 · 与喜鹊完全一致` : `共 ${count} 个 · ${different} 个与喜鹊不一致`),
    onlyServer: '只在服务器上', onlyStored: '只在喜鹊里', both: '服务器和喜鹊都有', unblock: '取消屏蔽…', unblockTitle: '取消屏蔽？', unblockText: (jid: string) => `“${jid}”又可以给你发消息，也可能看到你的状态。你的其他设备也会立刻知道。`, unblockAction: '取消屏蔽', done: '已取消屏蔽',
  },
  en: {
    title: 'Blocked list', list: 'Blocked on the server', empty: 'The server blocks nobody', summary: (count: string, different: string) => `${count === '1' ? '1 address' : `${count} addresses`} · ${different === '0' ? 'the same as in Magpie' : `${different} not as in Magpie`}`,
    onlyServer: 'Only on the server', onlyStored: 'Only in Magpie', both: 'On the server and in Magpie', unblock: 'Unblock…', unblockTitle: 'Unblock?', unblockText: (jid: string) => `“${jid}” can write to you again and may see your status. Your other devices learn of it at once.`, unblockAction: 'Unblock', done: 'Unblocked',
  },
})
