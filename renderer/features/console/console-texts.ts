import type { XmlProblem } from '#shared/model/console'
import { strings } from '../../lib/i18n/strings'

export const consoleTexts = strings({
  zh: {
    title: 'XML 控制台', list: '收发的节', direction: '方向', all: '全部', in: '收到', out: '发出', kinds: '类型', message: '消息', presence: '状态', iq: '请求', stream: '流',
    search: '搜索内容', namespace: '命名空间', address: '地址', pause: '暂停', resume: '继续', empty: '清空记录', save: '保存为记录', write: '编写并发送',
    nothing: '还没有内容', nothingText: '从现在起，这个账号收发的一切都会显示在这里。', noMatch: '没有符合条件的内容', noMatchText: '换一个条件试试。',
    paused: (count: number) => (count > 0 ? `已暂停，有 ${count} 条新的` : '已暂停'), older: '显示更早的', close: '关闭', copy: '复制', copied: '已复制', cut: '太长，只保留了开头。',
    gone: '这一条已经不再保留。', chars: (count: string) => `${count} 字符`, lines: '节的内容', template: '模板', choose: '选择模板…', xml: 'XML', send: '发送', sent: '已发送',
    fine: '格式正确，可以发送', at: (line: number, column: number) => `第 ${line} 行第 ${column} 列`, warning: '会原样以你的账号发送，请确认自己知道它的作用。', stanzas: '查看收发的节', unknown: '这条消息没有可查的编号。',
  },
  en: {
    title: 'XML console', list: 'Stanzas', direction: 'Direction', all: 'All', in: 'Received', out: 'Sent', kinds: 'Kinds', message: 'Messages', presence: 'Presence', iq: 'Requests', stream: 'Stream',
    search: 'Search the text', namespace: 'Namespace', address: 'Address', pause: 'Pause', resume: 'Go on', empty: 'Empty the list', save: 'Save as transcript', write: 'Write and send',
    nothing: 'Nothing yet', nothingText: 'Whatever this account sends and receives from now on is shown here.', noMatch: 'Nothing matches', noMatchText: 'Try other filters.',
    paused: (count: number) => (count > 0 ? `Paused, ${count} new` : 'Paused'), older: 'Show earlier ones', close: 'Close', copy: 'Copy', copied: 'Copied', cut: 'Too long: only the beginning was kept.',
    gone: 'This one is kept no more.', chars: (count: string) => `${count} characters`, lines: 'The stanza', template: 'Template', choose: 'Choose a template…', xml: 'XML', send: 'Send', sent: 'Sent',
    fine: 'Well-formed, can be sent', at: (line: number, column: number) => `line ${line}, column ${column}`, warning: 'It is sent as it stands, in your name. Be sure of what it does.', stanzas: 'Show its stanzas', unknown: 'This message has come without an id to look for.',
  },
})

export const problemTexts: Record<XmlProblem, string> = strings({
  zh: { empty: '还没有内容', 'not-well-formed': 'XML 格式有误', 'not-closed': '有没有结束的标签', 'not-one': '一次只能发送一个节', 'no-stanza': '只能发送 message、presence 或 iq', 'no-namespace': '最外层要写明命名空间（xmlns）' },
  en: { empty: 'Nothing is written yet', 'not-well-formed': 'This is not well-formed', 'not-closed': 'A tag is not closed', 'not-one': 'One stanza at a time', 'no-stanza': 'Only message, presence and iq can be sent', 'no-namespace': 'The outermost element needs a namespace (xmlns)' },
})
