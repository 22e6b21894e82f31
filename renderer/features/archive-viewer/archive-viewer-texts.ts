import { strings } from '../../lib/i18n/strings'

export const archiveViewerTexts = strings({
  zh: {
    title: '消息存档', list: '存档里的消息', whose: '谁的存档', own: (address: string) => `自己的（${address}）`, empty: '这一页没有消息', emptyText: '换一个条件，或回到第一页。',
    with: '对方地址', withHint: '只看与这个地址的消息', from: '从', until: '到', more: '更多条件', beforeId: '在这个编号之前', afterId: '在这个编号之后', ids: '只看这些编号', idsHint: '每行一个', notExtended: '这个存档没有说它支持按编号筛选。',
    size: '每页', look: '查询', invalid: '这不是一个地址', first: '最早的一页', older: '上一页（更早）', newer: '下一页（更新）', last: '最新的一页', badTime: '开始要早于结束',
    summary: (shown: string, count: string | null, index: string | null, isComplete: boolean) =>
      [`本页 ${shown} 条`, count === null ? '服务器没有说总数' : `共 ${count} 条`, index === null ? '' : `从第 ${index} 条起`, isComplete ? '服务器说到头了' : '服务器说还有'].filter(Boolean).join(' · '),
    kept: (first: string, last: string) => `存档从 ${first} 到 ${last}`, keptNone: '存档是空的', notTold: '存档没有说它从什么时候开始。', noArchive: '这个地址没有存档。', old: '用的是旧版的存档。',
    id: '编号', stamp: '时间', sender: '发送者', recipient: '接收者', type: '类型', words: '内容', noWords: '没有正文', noStamp: '没有时间', firstId: '最早的编号', lastId: '最新的编号',
  },
  en: {
    title: 'Message archive', list: 'Messages in the archive', whose: 'Whose archive', own: (address: string) => `One’s own (${address})`, empty: 'No messages on this page', emptyText: 'Try other filters, or go to the first page.',
    with: 'With', withHint: 'Only what was said with this address', from: 'From', until: 'Until', more: 'More filters', beforeId: 'Before this id', afterId: 'After this id', ids: 'Only these ids', idsHint: 'One per line', notExtended: 'This archive does not say that it can filter by id.',
    size: 'Per page', look: 'Look', invalid: 'This is no address', first: 'Oldest page', older: 'Previous page (older)', newer: 'Next page (newer)', last: 'Newest page', badTime: 'It must begin before it ends',
    summary: (shown: string, count: string | null, index: string | null, isComplete: boolean) =>
      [`${shown} on this page`, count === null ? 'the server does not say of how many' : `of ${count}`, index === null ? '' : `from number ${index}`, isComplete ? 'the server says: this is the end' : 'the server says: there is more'].filter(Boolean).join(' · '),
    kept: (first: string, last: string) => `It goes from ${first} to ${last}`, keptNone: 'It is empty', notTold: 'It does not say since when it goes.', noArchive: 'This address has no archive.', old: 'It is of the older form.',
    id: 'Id', stamp: 'Time', sender: 'From', recipient: 'To', type: 'Type', words: 'Text', noWords: 'without text', noStamp: 'no time', firstId: 'Oldest id', lastId: 'Newest id',
  },
})
