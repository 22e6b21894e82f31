/** Words that many components share. */
import { strings } from './strings'

export const common = strings({
  zh: {
    ok: '确定', cancel: '取消', close: '关闭', save: '保存', remove: '删除', retry: '重试', back: '返回', copy: '复制', copied: '已复制',
    show: '显示密码', hide: '隐藏密码', showCertificate: '查看证书', clear: '清除', loading: '正在载入…', yes: '是', no: '否', appName: '喜鹊', technical: '技术细节',
  },
  en: {
    ok: 'OK', cancel: 'Cancel', close: 'Close', save: 'Save', remove: 'Remove', retry: 'Try again', back: 'Back', copy: 'Copy', copied: 'Copied',
    show: 'Show password', hide: 'Hide password', showCertificate: 'Show certificate', clear: 'Clear', loading: 'Loading…', yes: 'Yes', no: 'No', appName: 'Magpie', technical: 'Technical details',
  },
})
