import type { CallError } from '#shared/result'
import type { CommandProblem } from '#shared/model/commands'
import { strings } from '../../lib/i18n/strings'
import { errorText } from '../../lib/text/error-texts'

export const adHocTexts = strings({
  zh: {
    title: '远程命令', where: '位置', other: '其他地址…', address: '地址', addressHint: '服务器、群聊、联系人设备的完整地址……', look: '列出命令', invalid: '这不是一个地址', commands: '命令', running: '打开的命令', all: '全部命令',
    ofServer: (jid: string) => `${jid}（服务器）`, ofAccount: (jid: string) => `${jid}（自己的账号）`, ofService: (jid: string, name: string) => `${name} (${jid})`, ofDevice: (device: string) => `自己的设备：${device}`, ofRoom: (name: string, jid: string) => `群聊：${name} (${jid})`,
    users: '用户', sessions: '会话', announcements: '公告', server: '服务器', others: '其他',
    noneTitle: '这里没有命令', none: '这个地址没有为你提供命令。管理命令只有管理员能看到。', noList: '没有得到命令列表', choose: '选一个命令来执行', cutList: '命令太多，只显示一部分。',
    run: '执行', runAgain: '重新执行', next: '下一步', prev: '上一步', complete: '完成', submit: '提交', cancel: '取消', close: '关闭', closeOne: (name: string) => `关闭“${name}”`,
    at: (jid: string) => `在 ${jid} 上`, unknown: '这不是喜鹊认识的命令。有的命令会立刻执行，不再询问。', sure: '确定', affected: '涉及：',
    formTooLong: '这个表单太长，无法完整显示，因此不能提交。', someTooLong: (labels: string) => `太长而没有显示，会原样发回：${labels}`, required: '必须填写。', notAddress: '这不是一个地址。', notNumber: '这里要填一个数。',
    done: '命令已完成。', cancelled: '命令已取消。', going: '没有要填写的内容。', cut: '结果太多，只显示一部分。', more: (n: number) => `再显示 ${n} 行`, rows: (n: number) => `${n} 行`, empty: '没有内容', table: '结果',
    hidden: '（已隐藏）', showSecrets: '显示隐藏的内容', hideSecrets: '隐藏', copy: '复制', saveText: '保存为文本', saveCsv: '保存为表格（CSV）', copied: '已复制', file: '命令结果',
    over: '这次执行已经结束，可能是等待太久。请重新执行。', badAction: '对方现在不接受这一步。请用别的按钮，或重新执行。', badPayload: '对方不接受填写的内容。请检查后再提交。', badLocale: '对方不支持这种语言。请在设置里换一种语言后再试。', endless: '这个命令的步骤太多，已经停止。', goneCommand: '这个命令已经不存在。请重新列出命令。',
    wait: '正在等待答复……',
  },
  en: {
    title: 'Commands', where: 'Where', other: 'Another address …', address: 'Address', addressHint: 'A server, a room, the full address of a contact’s device …', look: 'List commands', invalid: 'This is no address', commands: 'Commands', running: 'Open commands', all: 'All commands',
    ofServer: (jid: string) => `${jid} (server)`, ofAccount: (jid: string) => `${jid} (own account)`, ofService: (jid: string, name: string) => `${name} (${jid})`, ofDevice: (device: string) => `Own device: ${device}`, ofRoom: (name: string, jid: string) => `Room: ${name} (${jid})`,
    users: 'Users', sessions: 'Sessions', announcements: 'Announcements', server: 'Server', others: 'Others',
    noneTitle: 'No commands here', none: 'This address offers you no commands. Those of administrators are only shown to them.', noList: 'There is no list of commands', choose: 'Choose a command to run', cutList: 'There are more commands than can be shown.',
    run: 'Run', runAgain: 'Run again', next: 'Next', prev: 'Back', complete: 'Finish', submit: 'Send', cancel: 'Cancel', close: 'Close', closeOne: (name: string) => `Close “${name}”`,
    at: (jid: string) => `at ${jid}`, unknown: 'Magpie does not know this command. Some act at once, without asking anything.', sure: 'Do it', affected: 'Affected: ',
    formTooLong: 'This form is too long to be shown whole, so it cannot be sent.', someTooLong: (labels: string) => `Too long to be shown, and sent back as it came: ${labels}`, required: 'This is needed.', notAddress: 'This is no address.', notNumber: 'A number is wanted here.',
    done: 'The command is done.', cancelled: 'The command was cancelled.', going: 'There is nothing to fill in.', cut: 'There is more than can be shown.', more: (n: number) => `Show ${n} more rows`, rows: (n: number) => (n === 1 ? '1 row' : `${n} rows`), empty: 'Nothing in it', table: 'Result',
    hidden: '(hidden)', showSecrets: 'Show what is hidden', hideSecrets: 'Hide it', copy: 'Copy', saveText: 'Save as text', saveCsv: 'Save as a table (CSV)', copied: 'Copied', file: 'command result',
    over: 'This run is over; it may have waited for too long. Run the command again.', badAction: 'The other side does not take this step now. Use another button, or run the command again.', badPayload: 'The other side does not take what was filled in. Check it and send it again.', badLocale: 'The other side does not know this language. Choose another one in the settings and try again.', endless: 'This command goes on without end, so it was stopped.', goneCommand: 'This command is there no more. List the commands again.',
    wait: 'Waiting for an answer …',
  },
})

const problems: Record<CommandProblem, () => string> = {
  'session-expired': () => adHocTexts.over,
  'bad-sessionid': () => adHocTexts.over,
  'bad-action': () => adHocTexts.badAction,
  'malformed-action': () => adHocTexts.badAction,
  'bad-payload': () => adHocTexts.badPayload,
  'bad-locale': () => adHocTexts.badLocale,
  'too-many-stages': () => adHocTexts.endless,
}

/** Why a command did not go on, with the server's words. */
export function commandErrorText(error: CallError): string {
  const own = Object.entries(problems).find(([problem]) => problem === error.problem)?.[1]() ?? (error.code === 'not-found' ? adHocTexts.goneCommand : null)
  if (own === null) return errorText(error)
  return error.text ? `${own} “${error.text}”` : own
}
/** The run cannot be gone on with. */
export const isOver = (error: CallError): boolean => ['session-expired', 'bad-sessionid', 'too-many-stages'].includes(error.problem ?? '') || error.code === 'not-found'
