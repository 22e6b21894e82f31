/** The words around the checks: verdicts, areas, common reasons, headings of exports. Those of single checks are in texts/. */
import type { AreaKey, Verdict } from './report'
import type { CheckLanguage } from './texts'

type Words<K extends string> = Record<CheckLanguage, Record<K, string>>

export const verdictWords: Words<Verdict> = {
  zh: { pass: '正常', missing: '没有', broken: '有问题', untested: '未测' },
  en: { pass: 'Pass', missing: 'Missing', broken: 'Broken', untested: 'Not tested' },
}

/** A sign beside the word, for texts: the page draws its own. */
export const verdictSigns: Record<Verdict, string> = { pass: '✓', missing: '–', broken: '✗', untested: '·' }

export const AREAS: readonly AreaKey[] = ['connection', 'account', 'messages', 'archive', 'publishing', 'files', 'services', 'rooms']
export const areaWords: Words<AreaKey> = {
  zh: {
    connection: '连接与登录', account: '账号与联系人', messages: '消息', archive: '消息存档', publishing: '资料与发布', files: '文件', services: '其他服务', rooms: '群聊',
  },
  en: {
    connection: 'Connection and login', account: 'Account and contacts', messages: 'Messages', archive: 'Message archive', publishing: 'Profile and publishing', files: 'Files', services: 'Other services', rooms: 'Rooms',
  },
}

/** Why a check of any kind was not tried. `{check}` is filled with the title of another check. */
export const commonReasons: Words<'pair' | 'after' | 'stopped' | 'offline' | 'fault'> = {
  zh: {
    pair: '需要第二个账号才能测试。', after: '因为“{check}”没有通过，所以没有测试。', stopped: '体检中途停止，没有测到这一项。', offline: '与服务器的连接断了，没有恢复，所以没有测试。',
    fault: '测试本身出了错，与服务器无关。请把日志发给喜鹊的开发者。',
  },
  en: {
    pair: 'Not tried: a second account is needed.', after: 'Not tried, because “{check}” did not pass.', stopped: 'Not tried: the check-up was stopped before.', offline: 'Not tried: the connection to the server was lost and did not come back.',
    fault: 'The check itself failed, which says nothing about the server. Please send the log to the developers of Magpie.',
  },
}

/** What is said of a verdict for which the check has no sentence of its own. */
export const plainSentences: Words<Verdict> = {
  zh: { pass: '正常。', missing: '服务器不提供。', broken: '服务器提供，但不能正常使用。', untested: '没有测试。' },
  en: { pass: 'Works.', missing: 'The server does not offer this.', broken: 'The server offers this, but it does not work.', untested: 'Not tried.' },
}

/** By the first word of `CheckReport.leftBehind`. */
export const remainders = {
  zh: {
    room: '群 {what}', node: '节点 {what}', file: '文件 {what}（很小，客户端无法删除）', contact: '联系人 {what}', blocked: '屏蔽名单里的 {what}', storage: '私有存储里的内容 {what}', pair: '仍互为联系人：{what}',
    messages: '{last} 的消息存档里：体检发的消息 {first} 条（客户端无法删除）', uncounted: '{last} 的消息存档里：体检发的消息（数目不详，客户端无法删除）',
  },
  en: {
    room: 'room {what}', node: 'node {what}', file: 'file {what} (very small; no client can delete it)', contact: 'contact {what}', blocked: 'blocked address {what}', storage: 'data in private storage {what}', pair: 'still contacts of each other: {what}',
    messages: 'messages of the check-up in the archive of {last}: {first} (no client can delete them)', uncounted: 'messages of the check-up in the archive of {last} (how many is not known; no client can delete them)',
  },
} as const satisfies Record<CheckLanguage, Record<string, string>>

const zh = {
  colon: '：',
  title: '服务器体检', server: '服务器', software: '软件', unnamed: '没有说明', accounts: '账号', at: '时间', took: '用时', program: '体检程序', seconds: '秒', stopped: '这次体检被中途停止，结果不完整。',
  leftBehind: '没能清除的内容', leftBehindText: '体检建立了这些内容，但没能从服务器上清除：', keptText: '体检留下了这些内容，只有服务器能删除：', levels: 'XEP-0479 合规级别', level: '级别', category: '类别', state: '结论',
  core: '核心', advanced: '高级', reached: '就客户端所见已达到', notReached: '未达到', unknown: '还不知道', lacks: '缺少', untried: '未测', unseen: '客户端看不到',
  levelsText: '根据各项结果计算；客户端看不到的，不作猜测。版本：{version}。', check: '项目', meaning: '说明', spec: '规范', hint: '给管理员', evidence: '往来内容',
  compared: '与上一次比较', comparedWith: '对比对象', better: '变好了', worse: '变差了', changed: '有变化', fresh: '新增的项目', gone: '不再有的项目', same: '没有变化', nothing: '没有差别。', was: '之前', is: '现在', sent: '发出', received: '收到',
}
export const exportWords: Record<CheckLanguage, typeof zh> = {
  zh,
  en: {
    colon: ': ',
    title: 'Server check-up', server: 'Server', software: 'Software', unnamed: 'does not say', accounts: 'Accounts', at: 'When', took: 'Took', program: 'Checked with', seconds: 's', stopped: 'This check-up was stopped early; it is incomplete.',
    leftBehind: 'Left behind', leftBehindText: 'The check-up created these and could not remove them from the server:', keptText: 'These stay from the check-up; only the server can delete them:', levels: 'Levels of XEP-0479', level: 'Level', category: 'Category', state: 'Result',
    core: 'Core', advanced: 'Advanced', reached: 'reached, as far as a client can see', notReached: 'not reached', unknown: 'not known yet', lacks: 'Lacks', untried: 'Not tested', unseen: 'Out of a client’s sight',
    levelsText: 'Computed from the results; what a client cannot see is not guessed. Version: {version}.', check: 'Check', meaning: 'What it means', spec: 'Specification', hint: 'For administrators', evidence: 'On the wire',
    compared: 'Comparison with the other run', comparedWith: 'Compared with', better: 'Better', worse: 'Worse', changed: 'Changed', fresh: 'New checks', gone: 'Checks no longer there', same: 'The same', nothing: 'No difference.', was: 'Was', is: 'Is', sent: 'Sent', received: 'Received',
  },
}
