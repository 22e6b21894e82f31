import { strings } from '../../lib/i18n/strings'

export const capabilitiesTexts = strings({
  zh: {
    title: '功能标识缓存', list: '已知的功能标识', empty: '还不知道任何程序的功能', noMatch: '没有符合条件的标识', summary: (count: string, users: string) => `${count} 个标识 · 现在有 ${users} 个在用`,
    features: (count: string) => `${count} 项功能`, unknown: '还没有确认', verified: '已核对', nobody: '现在没有人在用', usedBy: (count: string) => `正在使用的（${count}）`, more: (count: string) => `还有 ${count} 个`, node: '标识', hash: '校验方式', state: '核对', verifiedText: '应答与标识一致，可以放心使用', unknownText: '还没有得到应答，或应答与标识不一致，所以不使用',
    clear: '清空…', clearTitle: '清空功能标识缓存？', clearText: '所有账号共用的缓存会清空，这个账号现在看到的程序会重新询问。', clearAction: '清空', cleared: '已清空', unnamed: '没有名称的程序',
  },
  en: {
    title: 'Capabilities cache', list: 'Known capabilities', empty: 'Nothing is known of any program yet', noMatch: 'Nothing matches', summary: (count: string, users: string) => `${count === '1' ? '1 entry' : `${count} entries`} · ${users} in use now`,
    features: (count: string) => `${count} features`, unknown: 'not confirmed', verified: 'Verified', nobody: 'Nobody uses it now', usedBy: (count: string) => `Used by (${count})`, more: (count: string) => `and ${count} more`, node: 'Node', hash: 'Hash', state: 'Check', verifiedText: 'The answer fits the hash: it is used', unknownText: 'There was no answer yet, or it did not fit the hash: it is not used',
    clear: 'Clear…', clearTitle: 'Clear the capabilities cache?', clearText: 'The cache, which all accounts share, is emptied; the programs that this account sees now are asked again.', clearAction: 'Clear', cleared: 'Cleared', unnamed: 'A program without a name',
  },
})
