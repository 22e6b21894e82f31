/** Why a pack cannot be shared or taken, in words. */
import type { CallError } from '#shared/result'
import { MAX_SHARED_STICKERS } from '#shared/model/sticker'
import { strings } from '../../lib/i18n/strings'
import { errorText } from '../../lib/text/error-texts'
import { failureText } from '../messages/failure-texts'

const s = strings({
  zh: {
    missing: '这个贴纸包的图片都下载不了，可能已经不在服务器上。请对方重新分享一次。', altered: '这个贴纸包与它的编号不符，没有采用。', gone: '这个贴纸包已经不在那里了，可能已停止分享或有了改动。',
    full: '贴纸或贴纸包已经够多了，请先删除一些。', 'too-many': `一个贴纸包最多分享 ${MAX_SHARED_STICKERS} 张贴纸，请分成几个。`, busy: '另一个贴纸包正在处理，请稍候。', stopped: '已停止。',
    notKept: '你的服务器不能存放贴纸包。',
  },
  en: {
    missing: 'None of its pictures can be loaded; the server may no longer have them. Ask them to share it again.', altered: 'This pack is not what it is called by, and was not taken.', gone: 'The pack is not there any more: no longer shared, or changed.',
    full: 'There are enough stickers or packs. Remove some first.', 'too-many': `A pack of ${MAX_SHARED_STICKERS} stickers at most can be shared. Split it.`, busy: 'Another pack is under way; wait a moment.', stopped: 'Stopped.',
    notKept: 'Your server cannot keep packs of stickers.',
  },
})
type Problem = 'missing' | 'altered' | 'full' | 'too-many' | 'busy' | 'stopped'
const isProblem = (text: string | undefined): text is Problem => text !== undefined && Object.hasOwn({ missing: 1, altered: 1, full: 1, 'too-many': 1, busy: 1, stopped: 1 }, text)

export const wasStopped = ({ problem }: CallError) => problem === 'stopped'
export function packProblem(error: CallError, isOurs: boolean): string {
  if (isProblem(error.problem)) return s[error.problem]
  if (error.condition?.startsWith('upload-')) return failureText({ condition: error.condition, text: error.text ?? null })
  if (error.code === 'not-found' && !isOurs) return s.gone
  return error.code === 'not-supported' && isOurs ? s.notKept : errorText(error)
}
