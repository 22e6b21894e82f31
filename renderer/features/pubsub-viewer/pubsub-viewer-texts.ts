import type { PubsubAccess } from '#shared/model/pubsub-view'
import { strings } from '../../lib/i18n/strings'

export const pubsubViewerTexts = strings({
  zh: {
    title: '发布与订阅节点', nodes: '节点', empty: '这里没有公开的节点', emptyText: '也可以在上面直接输入节点的名称。', address: '地址', node: '节点（选填）', look: '查看', invalid: '这不是一个地址', summary: (count: string) => `${count} 个节点`, noMatch: '没有符合条件的节点',
    publishTo: '发布到节点…', publish: '发布…', more: '更多', purge: '清空节点…', remove: '删除节点…', items: '条目', settings: '设置', people: '权限', sections: '显示什么', itemCount: (upTo: string, count: string | null) => (count === null || count === upTo ? `${upTo} 个条目` : `到第 ${upTo} 个条目，共 ${count} 个`),
    noItems: '节点里没有条目', next: '后面的条目', fromStart: '从头开始', noId: '没有编号', noPayload: '没有内容', edit: '修改…', retract: '撤回…', id: '编号', publisher: '发布者', payload: '内容', namespace: '命名空间',
    affiliations: (count: string) => `权限（${count}）`, subscriptions: (count: string) => `订阅者（${count}）`, nobody: '没有', config: '节点设置', notTold: '服务没有说明',
    publishTitle: '发布条目', editTitle: '修改条目', publishWarning: '会直接写到节点里，有权查看的人会立刻收到。写错的内容可能让其他程序出错。', publishAction: '发布', itemId: '条目编号（留空则由服务决定）', nodeName: '节点', access: '谁可以看到', asIs: '按节点现在的设置', published: '已发布',
    retractTitle: '撤回这个条目？', retractText: (id: string, node: string) => `条目“${id}”会从节点“${node}”里删除，订阅者会收到通知。不能恢复。`, retractAction: '撤回', retracted: '已撤回',
    purgeTitle: '清空这个节点？', purgeText: (node: string) => `节点“${node}”里的所有条目都会被删除，不能恢复。用到它的程序会丢失这些数据。`, purgeAction: '清空', purged: '已清空',
    removeTitle: '删除这个节点？', removeText: (node: string) => `节点“${node}”和它的所有条目、设置都会被删除，不能恢复。用到它的程序会丢失这些数据。`, removeAction: '删除', removed: '已删除',
  },
  en: {
    title: 'PubSub nodes', nodes: 'Nodes', empty: 'No nodes are shown here', emptyText: 'You can also type the name of a node above.', address: 'Address', node: 'Node (optional)', look: 'Look', invalid: 'This is no address', summary: (count: string) => (count === '1' ? '1 node' : `${count} nodes`), noMatch: 'No node matches',
    publishTo: 'Publish to a node…', publish: 'Publish…', more: 'More', purge: 'Empty the node…', remove: 'Delete the node…', items: 'Items', settings: 'Settings', people: 'Rights', sections: 'What is shown', itemCount: (upTo: string, count: string | null) => (count === null || count === upTo ? (upTo === '1' ? '1 item' : `${upTo} items`) : `Up to item ${upTo} of ${count}`),
    noItems: 'There are no items in it', next: 'Next items', fromStart: 'From the start', noId: 'no id', noPayload: 'nothing in it', edit: 'Edit…', retract: 'Retract…', id: 'Id', publisher: 'Publisher', payload: 'Content', namespace: 'Namespace',
    affiliations: (count: string) => `Rights (${count})`, subscriptions: (count: string) => `Subscribers (${count})`, nobody: 'none', config: 'Settings of the node', notTold: 'The service does not say',
    publishTitle: 'Publish an item', editTitle: 'Edit the item', publishWarning: 'This is written to the node at once, and whoever may read it gets it. What is wrong in it may break other programs.', publishAction: 'Publish', itemId: 'Id of the item (empty: the service chooses)', nodeName: 'Node', access: 'Who may read it', asIs: 'As the node is set now', published: 'Published',
    retractTitle: 'Retract this item?', retractText: (id: string, node: string) => `The item “${id}” is removed from the node “${node}”, and subscribers are told. It cannot be brought back.`, retractAction: 'Retract', retracted: 'Retracted',
    purgeTitle: 'Empty this node?', purgeText: (node: string) => `All items of the node “${node}” are removed and cannot be brought back. Programs that use it lose this data.`, purgeAction: 'Empty it', purged: 'Emptied',
    removeTitle: 'Delete this node?', removeText: (node: string) => `The node “${node}” is deleted with all its items and settings and cannot be brought back. Programs that use it lose this data.`, removeAction: 'Delete', removed: 'Deleted',
  },
})

export const accessTexts: Record<PubsubAccess, string> = strings({
  zh: { whitelist: '只有自己', presence: '能看到我状态的人', open: '所有人' },
  en: { whitelist: 'Only oneself', presence: 'Those who see one’s status', open: 'Everybody' },
})
