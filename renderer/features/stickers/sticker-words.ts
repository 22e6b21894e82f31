/** Texts of the panel of stickers. */
import { strings } from '../../lib/i18n/strings'

export const s = strings({
  zh: {
    title: '贴纸', own: '我的贴纸', recent: '最近使用', packs: '贴纸包', packMenu: '贴纸包菜单', add: '添加图片…', edit: '管理', ready: '完成',
    none: '还没有贴纸。添加几张图片，或在消息里的图片上点右键，选“添加到我的贴纸”。', empty: '这个贴纸包是空的。添加几张图片吧。', noneUsed: '发过的贴纸会出现在这里。',
    send: (words: string, place: number) => `发送贴纸 ${place} ${words}`, change: (words: string, place: number) => `管理贴纸 ${place} ${words}`,
    words: '替代文字…', wordsOf: '替代文字（看不到图片的人会看到）', forward: '前移', back: '后移', into: (name: string) => `移到“${name}”`, remove: '删除',
    newPack: '新建贴纸包…', folder: '把文件夹导入为贴纸包…', rename: '重命名…', removePack: '删除贴纸包…', name: '贴纸包名称', save: '保存', cancel: '取消',
    sure: (name: string, count: number) => `删除“${name}”和其中的 ${count} 张贴纸？`, delete: '删除',
    full: (most: number) => `最多可以有 ${most} 张贴纸，其余的没有添加。`, manyPacks: '贴纸包已经够多了，请先删除一个。', noPictures: '文件夹里没有可用的图片。',
    skipped: (count: number) => `${count} 张图片无法使用：不是图片，或者太大。`, added: (count: number) => `已添加 ${count} 张贴纸`,
    share: '分享贴纸包…', shareAgain: '更新分享…', shareNow: '分享', copyLink: '复制链接', unshare: '停止分享', linkCopied: '贴纸包已分享，链接已复制。', unshared: '已停止分享。', unsharedLater: '连接恢复后停止分享。',
    sureShare: (name: string) => `“${name}”的图片会上传到你的服务器，知道你地址的人都能看到和添加它。`, changed: '分享之后有改动', sharing: '正在分享', stop: '停止',
  },
  en: {
    title: 'Stickers', own: 'My stickers', recent: 'Recently used', packs: 'Packs', packMenu: 'Menu of the packs', add: 'Add pictures…', edit: 'Edit', ready: 'Done',
    none: 'No stickers yet. Add some pictures, or choose “Add to my stickers” on a picture in a message.', empty: 'This pack is empty. Add some pictures.', noneUsed: 'Stickers you have sent are shown here.',
    send: (words: string, place: number) => `Send sticker ${place} ${words}`, change: (words: string, place: number) => `Edit sticker ${place} ${words}`,
    words: 'Words for it…', wordsOf: 'Words (for those who cannot see the picture)', forward: 'Move forward', back: 'Move back', into: (name: string) => `Move to “${name}”`, remove: 'Remove',
    newPack: 'New pack…', folder: 'Import a folder as a pack…', rename: 'Rename…', removePack: 'Remove the pack…', name: 'Name of the pack', save: 'Save', cancel: 'Cancel',
    sure: (name: string, count: number) => `Remove “${name}” and its ${count} ${count === 1 ? 'sticker' : 'stickers'}?`, delete: 'Remove',
    full: (most: number) => `There can be ${most} stickers at most; the others were not added.`, manyPacks: 'There are enough packs. Remove one first.', noPictures: 'There are no pictures in that folder.',
    skipped: (count: number) => `${count} ${count === 1 ? 'picture' : 'pictures'} cannot be used: not a picture, or too large.`, added: (count: number) => `${count} ${count === 1 ? 'sticker' : 'stickers'} added`,
    share: 'Share the pack…', shareAgain: 'Share it as it is now…', shareNow: 'Share', copyLink: 'Copy link', unshare: 'Stop sharing', linkCopied: 'The pack is shared; its link is copied.', unshared: 'No longer shared.', unsharedLater: 'No longer shared once there is a connection.',
    sureShare: (name: string) => `The pictures of “${name}” go to your server. Whoever knows your address can see and add them.`, changed: 'changed since it was shared', sharing: 'Sharing', stop: 'Stop',
  },
})
