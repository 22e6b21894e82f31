/** Since the login: stream management, heartbeat, traffic, and the links so far. */
import type { ConnectionFacts } from '#shared/model/connection-facts'
import type { AttemptFact } from '#shared/model/link-facts'
import type { EpochMs } from '#shared/time'
import { locale } from '../../lib/i18n/locale.svelte'
import { strings } from '../../lib/i18n/strings'
import { sizeText } from '../../lib/text/sizes'
import { median } from './chart'
import { cell, count, exactTime, lengthText, mono, problemWords, type Fact, type FactSection } from './section'
import { wayTexts } from './way'

const s = strings({
  zh: {
    management: '断线续接（流管理）', notOn: '没有启用：断线后只能开始新会话，可能要从存档补回消息。', id: '会话编号', idNote: '复制时不会带上', max: '服务器保留会话', maxUnknown: '服务器没有说明',
    handled: '已处理的来节（我们的 h）', sent: '已发出的节', acknowledged: '服务器已确认（它的 h）', waiting: '还没有确认',
    resumes: '续接记录', when: '时间', outcome: '结果', away: '断开多久', resent: '重发',
    resumed: '续接成功', refused: '服务器拒绝', 'too-late': '太迟，没有请求', 'not-offered': '服务器不再支持', restored: '程序重新启动之后', unknownAway: '不知道',
    line: '线路', heartbeat: '心跳间隔', heartbeatNote: '这么久没有动静就问一次，按这个网络能承受的静默时间学习得来', survived: '认为安全的静默', notSurvived: '太久而断线的静默', never: '还没有', serverLimit: '服务器挂断前的静默', losses: '无应答而断开', silence: '静默多久', afterWord: '发送之后没有应答', noLosses: '没有', roundTrip: '往返时间', lengths: (min: string, middle: string, max: string) => `最快 ${min}，中位数 ${middle}，最慢 ${max}`, measured: (n: number) => `最近测量的 ${n} 次`,
    traffic: '流量和连接记录', trafficNote: '加密前的大小，自程序启动以来', received: '收到', sentBytes: '发出', amount: (bytes: string, stanzas: string) => `${bytes}，${stanzas} 个节`,
    sessions: '会话', sessionCount: (fresh: number, resumed: number) => `新建 ${fresh} 次，续接 ${resumed} 次`, cuts: '断线次数',
    links: '连接记录', from: '开始', until: '结束', lasted: '持续', server: '服务器', began: '开始方式', fresh: '新会话', end: '结束原因', stands: '仍然连着', closedHere: '由喜鹊关闭',
    attempts: '连接尝试', took: '用时',
  },
  en: {
    management: 'Resuming after a cut (stream management)', notOn: 'Not in use: after a cut a new session begins, and messages may have to come from the archive.', id: 'Session id', idNote: 'left out of copies', max: 'The server keeps it for', maxUnknown: 'It did not say',
    handled: 'Stanzas handled (our h)', sent: 'Stanzas sent', acknowledged: 'Acknowledged by the server (its h)', waiting: 'Not yet acknowledged',
    resumes: 'Resumes so far', when: 'When', outcome: 'Outcome', away: 'Away for', resent: 'Sent again',
    resumed: 'Resumed', refused: 'Refused by the server', 'too-late': 'Too late, not asked for', 'not-offered': 'No longer offered', restored: 'after a restart of Magpie', unknownAway: 'unknown',
    line: 'Line', heartbeat: 'Heartbeat every', heartbeatNote: 'After so long a silence the server is asked; learned from what this network bears', survived: 'Silence taken as safe', notSurvived: 'Silence that was too long', never: 'None yet', serverLimit: 'The server hangs up after', losses: 'Lost without a word', silence: 'Silence before', afterWord: 'no answer to what was sent', noLosses: 'None', roundTrip: 'Round trip', lengths: (min: string, middle: string, max: string) => `fastest ${min}, median ${middle}, slowest ${max}`, measured: (n: number) => (n === 1 ? 'measured once' : `the last ${n} measurements`),
    traffic: 'Traffic and connections', trafficNote: 'before encryption, since Magpie started', received: 'Received', sentBytes: 'Sent', amount: (bytes: string, stanzas: string) => `${bytes} in ${stanzas} stanzas`,
    sessions: 'Sessions', sessionCount: (fresh: number, resumed: number) => `${fresh} new, ${resumed} resumed`, cuts: 'Connections cut',
    links: 'Connections so far', from: 'From', until: 'To', lasted: 'Lasted', server: 'Server', began: 'Began as', fresh: 'New session', end: 'Ended because', stands: 'Still there', closedHere: 'Closed by Magpie',
    attempts: 'Attempts', took: 'Took',
  },
})

export function managementSection({ management, resumes }: ConnectionFacts, nowMs: EpochMs): FactSection {
  const { isOn, id, maxMs, handled, sent, acknowledged, unacknowledged } = management
  const rows = resumes.toReversed().map((one) => [
    cell(exactTime(one.atMs, nowMs)),
    cell(s[one.outcome], { mark: one.outcome === 'resumed' ? 'good' : 'bad', ...((one.condition ?? (one.isRestored ? s.restored : null)) && { note: one.condition ?? s.restored }) }),
    cell(one.awayMs === null ? s.unknownAway : lengthText(one.awayMs)), cell(count(one.resent)),
  ])
  return {
    key: 'management', title: s.management,
    ...(!isOn && { notices: [{ tone: 'info', text: s.notOn }] }),
    facts: isOn
      ? [
          ...(id === null ? [] : [{ label: s.id, value: id, isMono: true, isSecret: true, note: s.idNote }]),
          { label: s.max, value: maxMs === null ? s.maxUnknown : lengthText(maxMs) },
          { label: s.handled, value: count(handled) }, { label: s.sent, value: count(sent) }, { label: s.acknowledged, value: count(acknowledged) },
          { label: s.waiting, value: count(unacknowledged) },
        ]
      : [],
    tables: rows.length > 0 ? [{ title: s.resumes, head: [s.when, s.outcome, s.away, s.resent], rows }] : [],
  }
}

export function lineSection({ heartbeat, losses, roundTrips }: ConnectionFacts, nowMs: EpochMs): FactSection {
  const facts: Fact[] = heartbeat
    ? [
        { label: s.heartbeat, value: lengthText(heartbeat.intervalMs), note: s.heartbeatNote },
        { label: s.survived, value: lengthText(heartbeat.survivedMs) },
        { label: s.notSurvived, value: heartbeat.lostMs === null ? s.never : lengthText(heartbeat.lostMs) },
        ...(heartbeat.serverLimitMs === null ? [] : [{ label: s.serverLimit, value: lengthText(heartbeat.serverLimitMs) }]),
      ]
    : []
  const lengths = roundTrips.map(({ ms }) => ms)
  if (lengths.length > 0) {
    facts.push({ label: s.roundTrip, value: s.lengths(lengthText(Math.min(...lengths)), lengthText(median(lengths)), lengthText(Math.max(...lengths))), note: s.measured(lengths.length) })
  }
  facts.push({ label: s.losses, value: losses.length === 0 ? s.noLosses : count(losses.length), ...(losses.length > 0 && { mark: 'warn' as const }) })
  const rows = losses.toReversed().map(({ atMs, silenceMs }) => [cell(exactTime(atMs, nowMs)), cell(silenceMs === null ? s.afterWord : lengthText(silenceMs))])
  return { key: 'line', title: s.line, facts, tables: rows.length > 0 ? [{ title: s.losses, head: [s.when, s.silence], rows }] : [] }
}

export function historySection({ tally, links, attempts }: ConnectionFacts, nowMs: EpochMs): FactSection {
  const { bytesIn, bytesOut, stanzasIn, stanzasOut } = tally.traffic
  const amount = (bytes: number, stanzas: number) => s.amount(sizeText(bytes, locale.tag), count(stanzas))
  const endOf = ({ endedAtMs, failure }: ConnectionFacts['links'][number]) =>
    endedAtMs === null ? cell(s.stands, { mark: 'good' }) : failure ? cell(problemWords(failure)) : cell(s.closedHere)
  const linkRows = links.toReversed().map((one) => [
    cell(exactTime(one.onlineAtMs, nowMs)), cell(one.endedAtMs === null ? '—' : exactTime(one.endedAtMs, nowMs)), cell(lengthText((one.endedAtMs ?? nowMs) - one.onlineAtMs)),
    { ...mono(one.server), note: one.address }, cell(one.isResumed ? s.resumed : s.fresh), endOf(one),
  ])
  const attemptRows = attempts.toReversed().map((one) => [cell(exactTime(one.atMs, nowMs)), outcomeOf(one), cell(one.tookMs === null ? '—' : lengthText(one.tookMs))])
  return {
    key: 'history', title: s.traffic,
    facts: [
      { label: s.received, value: amount(bytesIn, stanzasIn), note: s.trafficNote }, { label: s.sentBytes, value: amount(bytesOut, stanzasOut) },
      { label: s.sessions, value: s.sessionCount(tally.fresh, tally.resumed) }, { label: s.cuts, value: count(tally.cuts) },
    ],
    tables: [
      ...(linkRows.length > 0 ? [{ title: s.links, head: [s.from, s.until, s.lasted, s.server, s.began, s.end], rows: linkRows }] : []),
      ...(attemptRows.length > 1 ? [{ title: s.attempts, head: [s.when, s.outcome, s.took], rows: attemptRows }] : []),
    ],
  }
}

const outcomeOf = (attempt: AttemptFact) =>
  attempt.failure ? cell(problemWords(attempt.failure), { mark: 'bad' }) : cell(wayTexts[attempt.outcome], attempt.outcome === 'online' ? { mark: 'good' } : {})
