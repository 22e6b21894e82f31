import type { RosterDifference } from '#shared/model/server-roster'
import { strings } from '../../lib/i18n/strings'

export const rosterViewerTexts = strings({
  zh: {
    title: '联系人列表', list: '服务器上的联系人', empty: '服务器上没有联系人', onlyDifferent: '只看不一致的', noMatch: '没有符合条件的联系人',
    summary: (count: string, different: string, version: string | null) => [`共 ${count} 个`, different === '0' ? '与喜鹊完全一致' : `${different} 个与喜鹊不一致`, version === null ? '' : `版本 ${version}`].filter(Boolean).join(' · '),
    name: '名称', subscription: '订阅', asking: '等待对方同意', approved: '已预先同意对方', groups: '分组', groupsHint: '每行一个', tooLong: '太长，这里显示不全，也不能修改；保存时会原样保留', different: '不一致', same: '服务器与喜鹊一致',
    edit: '修改…', editTitle: '修改服务器上的联系人', editWarning: '会直接写到服务器上，你的其他设备也会立刻看到。', save: '保存到服务器',
    remove: '移除…', removeTitle: '从服务器上移除？', removeText: (jid: string) => `“${jid}”会从服务器的联系人列表里移除，双方不再看到彼此的状态。你的其他设备也会立刻看到。`, removeAction: '移除', removed: '已移除', saved: '已保存',
    both: '互相可见', to: '你能看到对方', from: '对方能看到你', notAny: '互不可见', missing: '没有', odd: (word: string) => `未知的值“${word}”`,
  },
  en: {
    title: 'Contact list', list: 'Contacts on the server', empty: 'The server has no contacts', onlyDifferent: 'Differences only', noMatch: 'No contact matches',
    summary: (count: string, different: string, version: string | null) => [count === '1' ? '1 contact' : `${count} contacts`, different === '0' ? 'the same as in Magpie' : `${different} not as in Magpie`, version === null ? '' : `version ${version}`].filter(Boolean).join(' · '),
    name: 'Name', subscription: 'Subscription', asking: 'Asked, no answer yet', approved: 'Approved in advance', groups: 'Groups', groupsHint: 'One per line', tooLong: 'Too long to be shown whole or edited here. Saving leaves it as it is.', different: 'Differs', same: 'Server and Magpie agree',
    edit: 'Edit…', editTitle: 'Edit the contact on the server', editWarning: 'This is written to the server at once. Your other devices see it, too.', save: 'Save to the server',
    remove: 'Remove…', removeTitle: 'Remove from the server?', removeText: (jid: string) => `“${jid}” is taken off the contact list on the server, and you no longer see each other’s status. Your other devices see it, too.`, removeAction: 'Remove', removed: 'Removed', saved: 'Saved',
    both: 'You see each other', to: 'You see them', from: 'They see you', notAny: 'Neither sees the other', missing: 'not there', odd: (word: string) => `unknown value “${word}”`,
  },
})

export const differenceTexts: Record<RosterDifference, string> = strings({
  zh: { 'only-server': '只在服务器上', 'only-stored': '只在喜鹊里', name: '名称不同', groups: '分组不同', subscription: '订阅不同', asking: '请求不同', unreadable: '不是联系人地址', twice: '重复' },
  en: { 'only-server': 'Only on the server', 'only-stored': 'Only in Magpie', name: 'Name differs', groups: 'Groups differ', subscription: 'Subscription differs', asking: 'Request differs', unreadable: 'No address of a contact', twice: 'There twice' },
})

export function subscriptionText(subscription: string): string {
  const known: Record<string, string> = { both: rosterViewerTexts.both, to: rosterViewerTexts.to, from: rosterViewerTexts.from, none: rosterViewerTexts.notAny }
  return Object.hasOwn(known, subscription) ? known[subscription]! : rosterViewerTexts.odd(subscription)
}
