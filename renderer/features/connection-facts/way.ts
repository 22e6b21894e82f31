/** How the server was found and reached. */
import type { AttemptFact, CandidateFact, SrvFact, TryFact } from '#shared/model/link-facts'
import { strings } from '../../lib/i18n/strings'
import { cell, familyOf, hostAndPort, lengthText, mono, problemWords, type Cell, type Fact, type FactSection } from './section'

const s = strings({
  zh: {
    title: '寻找服务器', source: '依据',
    settings: '账号设置中写明的主机和端口，没有查询 DNS', srv: 'DNS 中的 SRV 记录', domain: '域名本身和标准端口（没有 SRV 记录）', 'host-meta': '域名公布的 WebSocket 地址（host-meta）', redirect: '服务器转到了别处',
    asked: '向 DNS 查询的 SRV 记录', question: '查询', answer: '应答', priority: '优先级', weight: '权重', offersNone: '声明不提供这种服务',
    ENOTFOUND: '没有这个名字', ENODATA: '没有这种记录', ETIMEOUT: 'DNS 没有应答', ESERVFAIL: 'DNS 服务器出错', ECONNREFUSED: '连不上 DNS 服务器',
    hostMeta: '查询的 host-meta 文件', file: '文件', nothingIn: '里面没有 WebSocket 地址',
    tried: '依次尝试', server: '服务器', address: '网络地址', outcome: '结果', taken: '连上了，用的就是它', inHand: '正在尝试', notTried: '没有轮到',
    starttls: 'STARTTLS', tls: '直接 TLS', websocket: 'WebSocket', via: (proxy: string) => `经代理 ${proxy}`,
    proxy: '代理', noProxy: '不经代理', transport: '连接方式', took: '用时', outcomeLabel: '这次连接',
    online: '成功', failed: '失败', 'in-hand': '正在进行',
  },
  en: {
    title: 'Finding the server', source: 'By',
    settings: 'Host and port of the account’s settings; the DNS was not asked', srv: 'SRV records of the DNS', domain: 'The domain itself and the usual ports (there are no SRV records)', 'host-meta': 'The WebSocket that the domain announces (host-meta)', redirect: 'The server sent it elsewhere',
    asked: 'SRV records asked of the DNS', question: 'Question', answer: 'Answer', priority: 'Priority', weight: 'Weight', offersNone: 'Says that it offers no such service',
    ENOTFOUND: 'No such name', ENODATA: 'No such records', ETIMEOUT: 'The DNS did not answer', ESERVFAIL: 'The name server failed', ECONNREFUSED: 'The name server cannot be reached',
    hostMeta: 'host-meta files asked for', file: 'File', nothingIn: 'No WebSocket in it',
    tried: 'Tried, in this order', server: 'Server', address: 'Network address', outcome: 'What became of it', taken: 'Connected, and used', inHand: 'Being tried', notTried: 'Not its turn',
    starttls: 'STARTTLS', tls: 'Direct TLS', websocket: 'WebSocket', via: (proxy: string) => `through the proxy ${proxy}`,
    proxy: 'Proxy', noProxy: 'None', transport: 'Transport', took: 'Took', outcomeLabel: 'This attempt',
    online: 'Succeeded', failed: 'Failed', 'in-hand': 'Under way',
  },
})
export const wayTexts = s

const DNS_ERRORS = ['ENOTFOUND', 'ENODATA', 'ETIMEOUT', 'ESERVFAIL', 'ECONNREFUSED'] as const
const dnsError = (code: string): Cell => {
  const known = DNS_ERRORS.find((one) => one === code)
  return known ? cell(s[known], { note: code }) : cell(code)
}

function srvRows({ name, records, error }: SrvFact): Cell[][] {
  if (error !== null || records.length === 0) return [[mono(name), dnsError(error ?? 'ENODATA'), cell(''), cell('')]]
  return records.map(({ host, port, priority, weight }) => [
    mono(name), host === '.' ? cell(s.offersNone, { mark: 'warn' }) : mono(hostAndPort(host, port)), cell(String(priority)), cell(String(weight)),
  ])
}

const isTaken = (attempt: AttemptFact, one: TryFact) => one.failure === null && (one.secured !== null || attempt.outcome !== 'in-hand')

function candidateRows(attempt: AttemptFact, candidate: CandidateFact): Cell[][] {
  const { source, kind, host, port, url, tries } = candidate
  const server = cell(url ?? hostAndPort(host, port), { isMono: true, note: `${s[kind]} · ${s[source]}` })
  if (tries.length === 0) return [[server, cell('—'), cell(attempt.outcome === 'in-hand' ? '—' : s.notTried)]]
  return tries.map((one) => {
    const address = cell(one.address, { isMono: true, ...((one.proxy ?? familyOf(one.address)) && { note: one.proxy ? s.via(one.proxy) : familyOf(one.address)! }) })
    if (one.failure) return [server, address, cell(problemWords(one.failure), { mark: 'bad', note: lengthText(one.afterMs) })]
    return [server, address, isTaken(attempt, one) ? cell(s.taken, { mark: 'good' }) : cell(s.inHand)]
  })
}

export const takenOf = (attempt: AttemptFact): { candidate: CandidateFact; taken: TryFact } | null => {
  for (const candidate of attempt.candidates.toReversed()) {
    const taken = candidate.tries.findLast((one) => one.failure === null)
    if (taken) return { candidate, taken }
  }
  return null
}
/** The one that came farthest: what is to be said of TLS and features is of it. */
export const farthestOf = (attempt: AttemptFact): TryFact | null => {
  const tries = attempt.candidates.flatMap((one) => one.tries)
  return takenOf(attempt)?.taken ?? tries.findLast(({ tls }) => tls !== null) ?? tries.findLast(({ clear }) => clear !== null) ?? tries.at(-1) ?? null
}

export function waySection(attempt: AttemptFact): FactSection {
  const found = takenOf(attempt)
  const sources = [...new Set(attempt.candidates.map(({ source }) => source))]
  const facts: Fact[] = [
    { label: s.outcomeLabel, value: attempt.failure ? problemWords(attempt.failure) : s[attempt.outcome], ...(attempt.outcome !== 'in-hand' && { mark: attempt.outcome === 'online' ? 'good' : 'bad' }) },
    ...(attempt.tookMs === null ? [] : [{ label: s.took, value: lengthText(attempt.tookMs) }]),
    ...(sources.length > 0 ? [{ label: s.source, value: sources.map((source) => s[source]).join(' → ') }] : []),
  ]
  if (found) {
    const { candidate, taken } = found
    facts.push(
      { label: s.server, value: hostAndPort(candidate.host, candidate.port), isMono: true },
      { label: s.address, value: taken.address, isMono: true, ...(familyOf(taken.address) && { note: familyOf(taken.address)! }) },
      { label: s.proxy, value: taken.proxy ?? s.noProxy, isMono: taken.proxy !== null },
      { label: s.transport, value: s[candidate.kind] },
    )
  }
  const srv = attempt.srv.flatMap(srvRows)
  const files = attempt.hostMeta.map(({ url, found: urls, error }) => [mono(url), error !== null ? cell(error, { mark: 'bad' }) : urls.length > 0 ? mono(urls.join('\n')) : cell(s.nothingIn, { mark: 'warn' })])
  const tried = attempt.candidates.flatMap((candidate) => candidateRows(attempt, candidate))
  return {
    key: 'way', title: s.title, facts,
    tables: [
      ...(srv.length > 0 ? [{ title: s.asked, head: [s.question, s.answer, s.priority, s.weight], rows: srv }] : []),
      ...(files.length > 0 ? [{ title: s.hostMeta, head: [s.file, s.answer], rows: files }] : []),
      ...(tried.length > 0 ? [{ title: s.tried, head: [s.server, s.address, s.outcome], rows: tried }] : []),
    ],
  }
}
