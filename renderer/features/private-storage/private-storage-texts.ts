import { strings } from '../../lib/i18n/strings'

export const privateStorageTexts = strings({
  zh: {
    title: '私有存储', list: '存储的内容', about: '服务器替你的程序保管的数据。旧的程序把书签和备注放在这里。', name: '元素名称', namespace: '命名空间', read: '读取', badName: '这不是元素名称', badNamespace: '请填写命名空间', typed: '手动输入的',
    nothing: '这里没有存东西', tooLong: '内容太长，不能在这里修改。', edit: '修改…', write: '写入…', editTitle: '修改私有存储', warning: '会替换服务器上这一项的全部内容。写错的内容可能让其他程序丢失数据。', save: '保存到服务器', saved: '已保存',
    bookmarks: '书签', rosternotes: '联系人备注', roster: '子分组的分隔符', metacontacts: '合并的联系人',
  },
  en: {
    title: 'Private storage', list: 'What is stored', about: 'What the server keeps for your programs. Older ones have bookmarks and notes here.', name: 'Name of the element', namespace: 'Namespace', read: 'Read', badName: 'This is no name of an element', badNamespace: 'A namespace is needed', typed: 'Typed in',
    nothing: 'Nothing is stored here', tooLong: 'It is too long to be edited here.', edit: 'Edit…', write: 'Write…', editTitle: 'Edit private storage', warning: 'This replaces all that the server keeps here. What is wrong in it may make other programs lose data.', save: 'Save to the server', saved: 'Saved',
    bookmarks: 'Bookmarks', rosternotes: 'Notes on contacts', roster: 'Delimiter of nested groups', metacontacts: 'Contacts put together',
  },
})

export interface StoredName {
  name: string
  namespace: string
  label: string
}

/** XEP-0048, 0145, 0083, 0209. */
export const knownNames = (): StoredName[] => [
  { name: 'storage', namespace: 'storage:bookmarks', label: privateStorageTexts.bookmarks },
  { name: 'storage', namespace: 'storage:rosternotes', label: privateStorageTexts.rosternotes },
  { name: 'roster', namespace: 'roster:delimiter', label: privateStorageTexts.roster },
  { name: 'storage', namespace: 'storage:metacontacts', label: privateStorageTexts.metacontacts },
]
