/** TLS and its certificates, the login, and what the stream offers. */
import type { AttemptFact, CertificateFact, CheckFact, StreamFeaturesFact, TlsFact } from '#shared/model/link-facts'
import { specOf } from '#shared/model/xep-names'
import type { EpochMs } from '#shared/time'
import { locale } from '../../lib/i18n/locale.svelte'
import { strings } from '../../lib/i18n/strings'
import { dateText } from '../../lib/text/times'
import { cell, count, mono, words, type Cell, type Fact, type FactSection, type FactTable, type Mark } from './section'
import { farthestOf } from './way'

const s = strings({
  zh: {
    tls: '加密（TLS）', noTls: '这次连接没有加密：传输的内容谁都看得到。', notReached: '还没有进行到加密这一步。',
    version: '版本', cipher: '加密套件', bits: (n: number) => `${n} 位`, keyExchange: '密钥交换', alpn: '协议协商（ALPN）', alpnGiven: (asked: string, given: string) => `请求 ${asked}，服务器选定 ${given}`, alpnNone: (asked: string) => `请求 ${asked}，服务器没有回答`,
    sni: '请求的名字（SNI）', noSni: '没有发送（服务器以网络地址指定）', exporter: '可用于绑定通道（tls-exporter）', exporterNo: '不可用：只有 TLS 1.3 才有',
    verdict: '结论', valid: '证书可信', 'by-user': '检查未通过，但你选择了信任它', refused: '拒绝了这张证书',
    nameCheck: '名字', authorityCheck: '签发机构', datesCheck: '有效期', pinCheck: '限定的证书',
    passed: '通过', failed: '未通过', unknown: '没有检查：之前的检查已经失败', 'not-asked': '没有限定',
    ofServer: '服务器的证书', ofAuthority: (n: number) => `第 ${n} 张：签发机构`, subject: '颁发给', issuer: '颁发者', names: '适用名称', validity: '有效期', range: (from: string, to: string) => `${from} 至 ${to}`,
    expired: '已过期', notYet: '尚未生效', fingerprint: 'SHA-256 指纹', key: '密钥', serial: '序列号',
    login: '登录', inClear: '加密之前提供的方式', offered: '加密之后提供的方式', used: '使用的方式', notDone: '没有成功', noOffer: '没有',
    plainWarning: '服务器在加密之前就提供 PLAIN。喜鹊不会这样用，但别的程序可能会让路上的人看到密码。管理员：请设为必须先加密。',
    clearWarning: '服务器在加密之前就允许登录。管理员：请设为必须先加密。',
    bindings: '提供的通道绑定类型', bindingsNone: '没有说明', binding: '使用的通道绑定', bindingCould: '没有：本可以使用，但服务器没有提供', bindingCannot: '没有：这次连接做不到', iterations: '密码散列次数', proof: '登录方式的防篡改证明', proved: '服务器已证明所提供的就是这些', notProved: '服务器没有给出证明',
    features: '流功能', before: '加密之前', secured: '加密之后、登录之前', after: '登录之后', element: '元素', specification: '规范', isUsed: '喜鹊会用到', namespace: '命名空间', xml: '原文', unknownSpec: '未知规范',
  },
  en: {
    tls: 'Encryption (TLS)', noTls: 'This connection is not encrypted: anybody on the way can read it.', notReached: 'It did not come to encryption.',
    version: 'Version', cipher: 'Cipher', bits: (n: number) => `${n} bits`, keyExchange: 'Key exchange', alpn: 'Protocol agreed on (ALPN)', alpnGiven: (asked: string, given: string) => `asked for ${asked}, the server chose ${given}`, alpnNone: (asked: string) => `asked for ${asked}, the server did not say`,
    sni: 'Name asked for (SNI)', noSni: 'Not sent (the server is given by its network address)', exporter: 'Can bind the channel (tls-exporter)', exporterNo: 'No: only TLS 1.3 has it',
    verdict: 'Verdict', valid: 'The certificate is trusted', 'by-user': 'It failed the checks, and you chose to trust it', refused: 'This certificate was refused',
    nameCheck: 'Name', authorityCheck: 'Authority', datesCheck: 'Dates', pinCheck: 'The one it is bound to',
    passed: 'Passed', failed: 'Failed', unknown: 'Not checked: another check had failed', 'not-asked': 'Not bound to one',
    ofServer: 'The server’s certificate', ofAuthority: (n: number) => `Number ${n}: its authority`, subject: 'Issued to', issuer: 'Issued by', names: 'For the names', validity: 'Valid', range: (from: string, to: string) => `${from} to ${to}`,
    expired: 'Expired', notYet: 'Not valid yet', fingerprint: 'SHA-256 fingerprint', key: 'Key', serial: 'Serial number',
    login: 'Login', inClear: 'Ways offered before encryption', offered: 'Ways offered inside encryption', used: 'Way used', notDone: 'did not succeed', noOffer: 'None',
    plainWarning: 'The server offers PLAIN before encryption. Magpie never uses it there, but other programs may show the password to anybody on the way. For the administrator: demand encryption first.',
    clearWarning: 'The server allows logging in before encryption. For the administrator: demand encryption first.',
    bindings: 'Types of channel binding offered', bindingsNone: 'It names none', binding: 'Channel binding used', bindingCould: 'None: it could have been used, the server does not offer it', bindingCannot: 'None: not possible on this connection', iterations: 'Rounds of password hashing', proof: 'Proof against tampering with the offer', proved: 'The server has proved that it offers just these', notProved: 'The server gave none',
    features: 'Stream features', before: 'Before encryption', secured: 'Inside encryption, before the login', after: 'After the login', element: 'Element', specification: 'Specification', isUsed: 'Used by Magpie', namespace: 'Namespace', xml: 'XML', unknownSpec: 'unknown specification',
  },
})

const CHECK_MARKS: Record<CheckFact['outcome'], Mark | undefined> = { passed: 'good', failed: 'bad', unknown: 'warn', 'not-asked': undefined }
function checkFact(label: string, { outcome, detail }: CheckFact): Fact {
  const mark = CHECK_MARKS[outcome]
  return { label, value: s[outcome], ...(mark && { mark }), ...(detail !== null && { note: detail }) }
}

function certificateFacts(one: CertificateFact, nowMs: EpochMs): Fact[] {
  const day = (ms: EpochMs) => dateText(ms, locale.tag)
  const wrong = nowMs > one.validToMs ? s.expired : nowMs < one.validFromMs ? s.notYet : null
  return [
    { label: s.subject, value: one.subject },
    { label: s.issuer, value: one.issuer },
    ...(one.names.length > 0 ? [{ label: s.names, value: one.names.join(', ') }] : []),
    { label: s.validity, value: s.range(day(one.validFromMs), day(one.validToMs)), ...(wrong && { mark: 'bad' as const, note: wrong }) },
    ...(one.key ? [{ label: s.key, value: one.key }] : []),
    { label: s.fingerprint, value: one.fingerprint, isMono: true },
    { label: s.serial, value: one.serial, isMono: true },
  ]
}

const verdictMarks: Record<TlsFact['verdict'], Mark> = { valid: 'good', 'by-user': 'warn', refused: 'bad' }

export function tlsSection(attempt: AttemptFact, nowMs: EpochMs): FactSection {
  const farthest = farthestOf(attempt)
  const tls = farthest?.tls
  const base = { key: 'tls', title: s.tls }
  if (!tls) return { ...base, notices: [attempt.login ? { tone: 'warning', text: s.noTls } : { tone: 'info', text: s.notReached }] }
  const { alpn, checks } = tls
  return {
    ...base,
    facts: [
      { label: s.verdict, value: s[tls.verdict], mark: verdictMarks[tls.verdict] },
      checkFact(s.nameCheck, checks.name), checkFact(s.authorityCheck, checks.authority), checkFact(s.datesCheck, checks.dates), checkFact(s.pinCheck, checks.pin),
      ...(tls.version ? [{ label: s.version, value: tls.version }] : []),
      ...(tls.cipher ? [{ label: s.cipher, value: tls.cipher, isMono: true, ...(tls.bits && { note: s.bits(tls.bits) }) }] : []),
      ...(tls.keyExchange ? [{ label: s.keyExchange, value: tls.keyExchange }] : []),
      { label: s.alpn, value: alpn.given ? s.alpnGiven(alpn.asked, alpn.given) : s.alpnNone(alpn.asked) },
      { label: s.sni, value: tls.serverName ?? s.noSni },
      { label: s.exporter, value: tls.canExport ? words.yes : s.exporterNo },
    ],
    groups: tls.chain.map((one, i) => ({ title: i === 0 ? s.ofServer : s.ofAuthority(i + 1), facts: certificateFacts(one, nowMs) })),
  }
}

export function loginSection(attempt: AttemptFact): FactSection | null {
  const farthest = farthestOf(attempt)
  const { login } = attempt
  const offer = farthest?.secured ?? (farthest?.tls ? null : farthest?.clear)
  const inClear = farthest?.tls || farthest?.secured ? (farthest.clear?.mechanisms ?? []) : []
  if (!offer && !login && inClear.length === 0) return null
  const list = (all: readonly string[]) => all.join(' ') || s.noOffer
  const facts: Fact[] = [{ label: s.inClear, value: list(inClear), ...(inClear.length > 0 && { mark: 'warn' as const, isMono: true }) }]
  if (offer) {
    facts.push({ label: s.offered, value: list(offer.mechanisms), isMono: true }, { label: s.bindings, value: offer.bindings?.join(' ') || s.bindingsNone, isMono: Boolean(offer.bindings?.length) })
  }
  if (login) {
    facts.push({ label: s.used, value: login.mechanism, isMono: true, mark: login.isDone ? 'good' : 'bad', ...(!login.isDone && { note: s.notDone }) })
    if (login.bindingFlag !== null) {
      const none = login.bindingFlag === 'y' ? s.bindingCould : s.bindingCannot
      facts.push({ label: s.binding, value: login.binding ?? none, isMono: login.binding !== null }, { label: s.proof, value: login.isOfferProved ? s.proved : s.notProved })
    }
    if (login.iterations !== null) facts.push({ label: s.iterations, value: count(login.iterations) })
  }
  const warning = inClear.includes('PLAIN') ? s.plainWarning : inClear.length > 0 ? s.clearWarning : null
  return { key: 'login', title: s.login, facts, ...(warning && { notices: [{ tone: 'warning', text: warning }] }) }
}

export function featuresSection(attempt: AttemptFact, used: readonly string[]): FactSection | null {
  const farthest = farthestOf(attempt)
  const phases = ([[s.before, farthest?.clear], [s.secured, farthest?.secured], [s.after, attempt.features]] as [string, StreamFeaturesFact | null | undefined][])
    .flatMap(([title, features]) => (features ? [{ title, features }] : []))
  if (phases.length === 0) return null
  const row = ({ name, namespace }: StreamFeaturesFact['list'][number]): Cell[] => {
    const spec = specOf(namespace)
    const isUsed = used.includes(namespace)
    return [
      mono(name), spec ? cell(spec.title ?? spec.id, spec.title ? { note: `XEP-${spec.id}` } : {}) : cell(s.unknownSpec),
      cell(isUsed ? words.yes : words.no, isUsed ? { mark: 'good' } : {}), mono(namespace),
    ]
  }
  const table = ({ title, features }: { title: string; features: StreamFeaturesFact }): FactTable => ({ title, head: [s.element, s.specification, s.isUsed, s.namespace], rows: features.list.map(row) })
  return {
    key: 'features', title: s.features, tables: phases.map(table),
    xml: phases.map(({ title, features }) => ({ label: `${s.xml}: ${title}`, lines: features.lines })),
  }
}
