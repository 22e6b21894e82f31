/** A text as a file: the desktop asks where to. */
import { call } from './api'
import { strings } from './i18n/strings'
import { errorText } from './text/error-texts'

const s = strings({
  zh: { saved: '文件已保存。', refused: '不能写入那个位置。请选另一个文件夹。' },
  en: { saved: 'The file is saved.', refused: 'The file cannot be written there. Choose another folder.' },
})

/** What came of it; null when the user changed his mind. */
export async function saveText(name: string, kind: 'csv' | 'json' | 'html' | 'txt' | 'md' | 'xml', text: string): Promise<{ text: string; isBad: boolean } | null> {
  const result = await call('desktop.saveText', { name, kind, text })
  if (!result.ok) return { text: result.error.code === 'refused' ? s.refused : errorText(result.error), isBad: true }
  return result.value.isSaved ? { text: s.saved, isBad: false } : null
}
