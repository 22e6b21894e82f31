import { strings } from '../../lib/i18n/strings'

export const checkUpTexts = strings({
  zh: {
    title: '服务器体检', lead: '看看服务器的各项功能是否正常', about: '体检会用单独的会话登录，逐项尝试服务器提供的功能。所需时间取决于网络和服务器；服务器不回答的项目要等一会儿才放弃。你可以继续聊天。',
    makes: '会建立名字以 magpie-check 开头的群和节点，结束或停止时清除；万一中途被强行关闭，用同样的账号再体检时清除。', keeps: '不会改动你的头像、资料、联系人、群书签和设置。',
    stays: '测试消息会留在服务器的消息存档里（这里不会显示，其他客户端可能会）；上传的很小的测试文件没有办法删除，会留到服务器自己清理为止。', pairNote: '使用两个账号时，它们会短暂互为联系人，也会短暂屏蔽对方。', second: '第二个账号', noSecond: '不用', onlyOne: '再登录同一服务器上的另一个账号，就能测试消息、联系人和群聊中的更多项目。',
    parts: '选择要测试的部分', start: '开始体检', failed: '体检没能开始', fault: '喜鹊自己出了错，详情见日志。', running: '正在体检', beginning: '正在登录…', ending: '正在清除体检建立的内容…', of: (done: number, total: number) => `第 ${done} 项，共 ${total} 项`, now: (title: string) => `正在测试：${title}`, stop: '停止',
    history: '以前的报告', noHistory: '还没有报告', imported: '来自文件', aborted: '中途停止', import: '打开报告文件…', notReport: '这不是体检报告，或者来自不兼容的版本。', back: '所有报告', export: '导出', forget: '删除报告', forgotten: '报告已删除',
    compareWith: '与另一份报告比较', noCompare: '不比较', filter: '显示', all: '全部', bad: '只看有问题和没有的', nothingBad: '没有发现问题。', evidence: (count: number) => `往来内容（${count} 条）`, noEvidence: '没有往来内容', levels: '合规级别', showLevels: '缺少什么',
    lacks: (specs: string) => `缺少 ${specs}`, untried: (specs: string) => `未测：${specs}`, heldByCore: '核心类别还没有达到', coreUnknown: '还不知道核心类别是否达到', spec: '规范', hint: '给管理员', again: '再次体检', took: (seconds: string) => `用时 ${seconds} 秒`, counts: '结果一览', openReport: '打开',
  },
  en: {
    title: 'Server check-up', lead: 'See whether everything on the server works', about: 'The check-up logs in with sessions of its own and tries the features of the server one by one. How long it takes depends on the network and the server: where the server does not answer, it waits a while before it gives up. You can go on chatting.',
    makes: 'It creates rooms and nodes whose names begin with magpie-check and removes them at the end, also when you stop it. If it is cut off, the next check-up with the same accounts removes them.', keeps: 'Your picture, profile, contacts, room bookmarks and settings are not touched.',
    stays: 'Its test messages stay in the server’s message archive (not shown here; other clients may show them). The tiny test files it uploads cannot be deleted; they stay until the server clears them away.', pairNote: 'With two accounts, they become contacts of each other for a moment, and one blocks the other for a moment.', second: 'Second account', noSecond: 'None', onlyOne: 'Log in with a second account on the same server to try more of messages, contacts and rooms.',
    parts: 'Choose what is tried', start: 'Start the check-up', failed: 'The check-up could not start', fault: 'Magpie itself failed. Details are in the log.', running: 'Check-up running', beginning: 'Logging in …', ending: 'Removing what was created …', of: (done: number, total: number) => `${done} of ${total}`, now: (title: string) => `Trying: ${title}`, stop: 'Stop',
    history: 'Earlier reports', noHistory: 'No reports yet', imported: 'from a file', aborted: 'stopped early', import: 'Open a report file …', notReport: 'This is not a check-up report, or it is from an incompatible version.', back: 'All reports', export: 'Export', forget: 'Delete the report', forgotten: 'Report deleted',
    compareWith: 'Compare with another report', noCompare: 'Nothing', filter: 'Show', all: 'All', bad: 'Only broken and missing', nothingBad: 'Nothing is broken or missing.', evidence: (count: number) => `On the wire (${count})`, noEvidence: 'Nothing went over the wire', levels: 'Compliance levels', showLevels: 'What is missing',
    lacks: (specs: string) => `Lacks ${specs}`, untried: (specs: string) => `Not tested: ${specs}`, heldByCore: 'The core category is not reached', coreUnknown: 'Whether the core category is reached is not known yet', spec: 'Specification', hint: 'For administrators', again: 'Check again', took: (seconds: string) => `took ${seconds} s`, counts: 'Summary', openReport: 'Open',
  },
})
