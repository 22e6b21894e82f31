/** How a connection stands, and why it does not: words for the page. */
import { connectionProblems } from '#shared/connection-problems'
import type { CertificateInfo, ConnectionErrorCode, ConnectionStep, ConnectionView } from '#shared/model/connection'
import { locale, type Language } from '../../lib/i18n/locale.svelte'

export interface ProblemText {
  title: string
  advice: string
}

export function problemText(code: ConnectionErrorCode): ProblemText {
  const [title, advice] = connectionProblems[code][locale.current]
  return { title, advice }
}

const steps: Record<ConnectionStep, Record<Language, string>> = {
  resolve: { zh: '正在查找服务器…', en: 'Looking up the server…' },
  connect: { zh: '正在连接服务器…', en: 'Connecting…' },
  tls: { zh: '正在建立加密连接…', en: 'Securing the connection…' },
  login: { zh: '正在验证密码…', en: 'Checking the password…' },
  bind: { zh: '正在进入…', en: 'Opening your session…' },
}
export const stepText = (step: ConnectionStep): string => steps[step][locale.current]
/** For progress: 1 … 5. */
export const stepNumber = (step: ConnectionStep): number => Object.keys(steps).indexOf(step) + 1
export const STEP_COUNT = Object.keys(steps).length

const phases = { online: { zh: '已连接', en: 'Connected' }, offline: { zh: '未连接', en: 'Not connected' } }
/** How a connection stands, in a few words. */
export function stateText(connection: ConnectionView): string {
  if (connection.phase === 'online') return phases.online[locale.current]
  if (connection.phase === 'connecting') return stepText(connection.step)
  return connection.problem ? problemText(connection.problem.code).title : phases.offline[locale.current]
}

const certificateProblems: Record<CertificateInfo['problem'], Record<Language, string>> = {
  none: { zh: '证书本身没有问题，但连接没有被接受。', en: 'The certificate itself is fine, but the connection was not accepted.' },
  'unknown-authority': {
    zh: '签发这张证书的机构不在这台电脑信任的名单里。',
    en: 'It was issued by an authority that this computer does not know.',
  },
  'self-signed': {
    zh: '证书是服务器自己签发的，没有任何机构为它作证。',
    en: 'The server issued it to itself; nobody else vouches for it.',
  },
  'wrong-host': {
    zh: '证书属于另一个名字的服务器。',
    en: 'It belongs to a server of another name.',
  },
  expired: { zh: '证书已经过期。也请检查这台电脑的时钟。', en: 'It has expired. Also check the clock of this computer.' },
  'not-yet-valid': { zh: '证书尚未生效。也请检查这台电脑的时钟。', en: 'It is not valid yet. Also check the clock of this computer.' },
  other: { zh: '证书没有通过检查。', en: 'It did not pass the check.' },
}
export const certificateProblemText = (problem: CertificateInfo['problem']): string => certificateProblems[problem][locale.current]
