/** What servers answer, in words: error conditions (RFC 6120 §8.3.3), who may read a node (XEP-0060 §4.5), what a room says of itself and its settings. */
import type { CheckLanguage } from '../texts'

type Words = Record<CheckLanguage, string>
const w = (zh: string, en: string): Words => ({ zh, en })

const notHere = w('不提供这项功能', 'not offered')
const notAllowed = w('没有权限', 'no permission')
const notFound = w('没有找到', 'not found')
const tooMuch = w('超出服务器的限制', 'a limit of the server is exceeded')

/** Those of our own have no name to be shown: nothing came. */
const noAnswer: Record<string, Words> = {
  '': w('原因不明', 'unknown reason'), timeout: w('没有回答', 'no answer'), offline: w('连接断了', 'the connection was lost'), 'too-late': w('已经太迟', 'it was too late'),
  'no-form': w('没有表格', 'there is no form'), silent: w('没有回答', 'no answer'), refused: w('拒绝了', 'refused'), 'not-offered': w('不再提供', 'no longer offered'),
}
const conditions: Record<string, Words> = {
  'bad-request': w('服务器看不懂请求', 'the server does not understand the request'), conflict: w('与已有的内容冲突', 'it conflicts with something existing'),
  'feature-not-implemented': notHere, 'service-unavailable': notHere, forbidden: notAllowed, 'not-allowed': notAllowed, 'not-authorized': w('需要授权或密码', 'authorization or a password is needed'),
  gone: w('已经不存在', 'no longer there'), 'item-not-found': notFound, 'recipient-unavailable': w('对方不在线', 'the recipient is not online'),
  'internal-server-error': w('服务器内部出错', 'an error inside the server'), 'jid-malformed': w('地址格式不对', 'a malformed address'), 'not-acceptable': w('不符合服务器的要求', 'not acceptable to the server'),
  'policy-violation': w('违反服务器的规定', 'against the server’s rules'), 'resource-constraint': tooMuch, redirect: w('在别的地址', 'it is at another address'),
  'registration-required': w('需要是成员', 'membership is required'), 'subscription-required': w('需要先互为联系人', 'only for contacts'),
  'remote-server-not-found': w('找不到那台服务器', 'that server was not found'), 'remote-server-timeout': w('那台服务器没有回答', 'that server does not answer'),
  'undefined-condition': w('没有说明原因', 'no reason given'), 'unexpected-request': w('服务器没有料到这个请求', 'the server did not expect it'),
}

const access: Record<string, Words> = {
  open: w('人人可读', 'everybody may read'), presence: w('联系人可读', 'contacts may read'), roster: w('联系人分组可读', 'some groups of contacts may read'),
  authorize: w('批准后可读', 'readable after approval'), whitelist: w('名单内可读', 'only those listed may read'), '': w('没有说明谁可读', 'it does not say who may read'),
}

const said: Record<string, Words> = {
  muc_public: w('公开', 'public'), muc_hidden: w('隐藏', 'hidden'), muc_membersonly: w('仅限成员', 'members-only'), muc_open: w('人人可进', 'open to everybody'),
  muc_moderated: w('发言受限', 'moderated'), muc_unmoderated: w('人人可发言', 'unmoderated'), muc_persistent: w('永久', 'permanent'), muc_temporary: w('临时', 'temporary'),
  muc_passwordprotected: w('有密码', 'password-protected'), muc_unsecured: w('无密码', 'without a password'), muc_nonanonymous: w('公开真实地址', 'showing real addresses'),
  muc_semianonymous: w('隐藏真实地址', 'hiding real addresses'),
}

const settings: Record<string, Words> = {
  name: w('群名', 'name'), description: w('简介', 'description'), listed: w('列入目录', 'listed in the directory'), persistent: w('永久保留', 'permanent'), membersOnly: w('仅限成员', 'members-only'),
  moderated: w('发言受限', 'moderated'), passwordProtected: w('需要密码', 'password required'), password: w('密码', 'password'), realAddresses: w('谁看得到真实地址', 'who sees real addresses'),
  subjectByAll: w('谁可以更改主题', 'who may change the subject'), invites: w('成员可以邀请', 'members may invite'), maxUsers: w('人数上限', 'limit on people'), '–': w('无', 'none'),
}

const of = (table: Record<string, Words>, value: string, language: CheckLanguage): string | null => (Object.hasOwn(table, value) ? table[value]![language] : null)
const separator: Words = w('、', ', ')

function condition(value: string, language: CheckLanguage): string {
  const plain = of(noAnswer, value, language)
  if (plain !== null) return plain
  const words = of(conditions, value, language)
  const name = language === 'zh' ? `错误代号 ${value}` : `error “${value}”`
  return words === null ? name : language === 'zh' ? `${words}，${name}` : `${words}; ${name}`
}

/** By the fact's name; what is in no table stays as the server said it. */
const tellers: Record<string, (value: string, language: CheckLanguage) => string> = {
  condition,
  access: (value, language) => of(access, value, language) ?? value,
  said: (value, language) => of(said, value, language) ?? value,
  lacking: (value, language) => value.split(', ').map((one) => of(settings, one, language) ?? one).join(separator[language]),
}

/** `value` has been made harmless by the caller. */
export const factText = (name: string, value: string, language: CheckLanguage): string => (Object.hasOwn(tellers, name) ? tellers[name]!(value, language) : value)
