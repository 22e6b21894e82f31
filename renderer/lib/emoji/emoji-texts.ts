import { strings } from '../i18n/strings'

export const s = strings({
  zh: {
    search: '搜索表情（中文或英文）', clear: '清除', emoji: '表情', groups: '分类', nothing: '没有找到这样的表情',
    found: (n: number) => `找到 ${n} 个`,
    recent: '最近使用', smileys: '笑脸与情感', people: '人物与手势', nature: '动物与自然', food: '食物与饮料', places: '旅行与地点', activities: '活动', objects: '物品', symbols: '符号', flags: '旗帜',
    tone: '肤色', tone0: '默认肤色', tone1: '较浅肤色', tone2: '中等偏浅肤色', tone3: '中等肤色', tone4: '中等偏深肤色', tone5: '较深肤色',
  },
  en: {
    search: 'Search emoji, in English or Chinese', clear: 'Clear', emoji: 'Emoji', groups: 'Groups', nothing: 'No emoji is called so',
    found: (n: number) => (n === 1 ? '1 emoji' : `${n} emoji`),
    recent: 'Recently used', smileys: 'Smileys and emotion', people: 'People and hands', nature: 'Animals and nature', food: 'Food and drink', places: 'Travel and places', activities: 'Activities',
    objects: 'Objects', symbols: 'Symbols', flags: 'Flags',
    tone: 'Skin tone', tone0: 'No skin tone', tone1: 'Light skin', tone2: 'Medium light skin', tone3: 'Medium skin', tone4: 'Medium dark skin', tone5: 'Dark skin',
  },
})

export const groupName = (name: string): string => s[name as 'smileys']
