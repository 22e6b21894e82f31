import { strings } from '../../lib/i18n/strings'

export const viewerTexts = strings({
  zh: {
    again: '重新查询', detail: '选中的内容', noAnswer: '没有得到应答', raw: '显示原文', rawOf: '原文', gone: '这一页已经换掉了，请重新查询。', here: 'Magpie', server: '服务器', field: '项目', yes: '是', no: '否', none: '无',
    fine: '格式正确', oneElement: '只能有一个最外层元素', at: (line: number, column: number) => `第 ${line} 行第 ${column} 列`, xml: 'XML', nothing: '没有内容', filter: '筛选', choose: '在列表里选一项查看', unknown: '未知',
  },
  en: {
    again: 'Ask again', detail: 'What was chosen', noAnswer: 'No answer', raw: 'Show the XML', rawOf: 'XML', gone: 'Another page has come meanwhile. Ask again.', here: 'Magpie', server: 'Server', field: 'What', yes: 'Yes', no: 'No', none: 'none',
    fine: 'Well-formed', oneElement: 'Only one outermost element', at: (line: number, column: number) => `line ${line}, column ${column}`, xml: 'XML', nothing: 'Nothing in it', filter: 'Filter', choose: 'Choose something in the list', unknown: 'unknown',
  },
})
