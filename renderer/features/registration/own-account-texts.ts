/** Why a password was not changed or an account not deleted, and what to do. */
import type { CallError } from '#shared/result'
import { strings } from '../../lib/i18n/strings'
import { errorText } from '../../lib/text/error-texts'

const s = strings({
  zh: {
    wrong: '当前密码不对，请再输入一次。', open: '到服务器的连接没有加密，密码会被别人看到，所以没有发送。', no: '服务器不允许在这里修改。请到服务器的网站上操作，或联系管理员。',
    weak: '服务器不接受这个密码，请换一个更长、更复杂的。', unsure: '服务器没有答复，不清楚是否已生效。如果登录时旧密码不再有效，请用新密码。',
  },
  en: {
    wrong: 'This is not the current password. Enter it again.', open: 'The link to the server is not encrypted, and others could read the password. Nothing was sent.',
    no: 'The server does not allow this from here. Do it on its web site, or ask its administrator.', weak: 'The server does not take this password. Choose a longer or less simple one.',
    unsure: 'The server did not answer, so it is not known whether it was done. If your old password is refused at the next login, use the new one.',
  },
})

export function ownAccountText(error: CallError): string {
  if (error.problem === 'wrong-password') return s.wrong
  if (error.problem === 'not-encrypted') return s.open
  switch (error.condition) {
    case 'not-acceptable':
    case 'policy-violation':
      return s.weak
    case 'not-allowed':
    case 'forbidden':
    case 'not-authorized':
    case 'bad-request':
    case 'service-unavailable':
    case 'feature-not-implemented':
      return s.no
    case 'timeout':
    case 'offline':
      return s.unsure
    default:
      return errorText(error)
  }
}
