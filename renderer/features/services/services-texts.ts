import { strings } from '../../lib/i18n/strings'

export const servicesTexts = strings({
  zh: {
    title: '服务发现', shown: '选中的地址', address: '地址', addressHint: '服务器、群聊、联系人的完整地址……', node: '节点（选填）', look: '查看', tree: '找到的地址', invalid: '这不是一个地址', open: '展开', fold: '收起',
    identities: '身份', features: (count: number) => `功能（${count}）`, forms: '附加信息', items: (count: number) => `下属项目（${count}）`, used: '喜鹊会用到', unknown: '未知规范', raw: '显示原文', rawInfo: '信息的应答', rawItems: '项目的应答',
    none: '没有说明', again: '重新查询', noAnswer: '没有得到应答', choose: '选一个地址看看它提供什么', nothing: '没有附加信息', commands: '命令',
  },
  en: {
    title: 'Service discovery', shown: 'The chosen address', address: 'Address', addressHint: 'A server, a room, the full address of a contact …', node: 'Node (optional)', look: 'Look', tree: 'Addresses found', invalid: 'This is no address', open: 'Unfold', fold: 'Fold',
    identities: 'Identities', features: (count: number) => `Features (${count})`, forms: 'Extended information', items: (count: number) => `Items (${count})`, used: 'Magpie uses it', unknown: 'unknown specification', raw: 'Show the XML', rawInfo: 'Answer about itself', rawItems: 'Answer about its items',
    none: 'It says nothing', again: 'Ask again', noAnswer: 'No answer', choose: 'Choose an address to see what it offers', nothing: 'No extended information', commands: 'Commands',
  },
})
