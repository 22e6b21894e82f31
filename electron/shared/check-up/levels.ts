/**
 * XMPP Compliance Suites 2023 (XEP-0479 version 0.1.0 §2), the columns "Server" and "Advanced Server": which levels follow from what was
 * found. What no check looks at, or what could not be tried, is not known; nothing is guessed.
 */
import type { CheckReport } from './report'

export const SUITE = 'XEP-0479 0.1.0'

export type Category = 'core' | 'web' | 'im' | 'mobile' | 'av'
export type Level = 'core' | 'advanced'

interface Requirement {
  /** `XEP-0198`, as in the text. */
  spec: string
  /** As the table calls it. */
  feature: string
  /** From this level on. */
  level: Level
  /** All of these must pass. None: it cannot be seen by who logs in. */
  checks: readonly string[]
}

const need = (level: Level, spec: string, feature: string, ...checks: string[]): Requirement => ({ level, spec, feature, checks })

/** By category; the levels of all others stand on those of `core`. */
export const requirements: Record<Category, readonly Requirement[]> = {
  core: [
    need('core', 'RFC 6120', 'Core features', 'messages.sender', 'messages.order', 'services.unknown'),
    need('core', 'RFC 7590', 'TLS', 'connection.tls'),
    need('advanced', 'XEP-0368', 'Direct TLS', 'connection.direct-tls'),
    need('core', 'XEP-0030', 'Feature discovery', 'services.info', 'services.items'),
    need('advanced', 'XEP-0115', 'Feature broadcasts', 'services.caps'),
    need('core', 'XEP-0114', 'Server extensibility'),
    need('advanced', 'XEP-0163', 'Event publishing', 'publishing.offered', 'publishing.publish', 'publishing.events', 'publishing.filter'),
  ],
  web: [
    need('core', 'RFC 7395', 'Web connection mechanisms', 'connection.websocket'),
    need('core', 'XEP-0206', 'Web connection mechanisms'),
  ],
  im: [
    need('core', 'RFC 6121', 'Core features', 'account.contacts', 'account.subscription', 'account.presence', 'messages.delivery', 'messages.own-device'),
    need('advanced', 'XEP-0398', 'User avatar compatibility', 'publishing.avatars'),
    need('advanced', 'XEP-0153', 'User avatar compatibility'),
    need('core', 'XEP-0054', 'vcard-temp', 'account.card'),
    need('core', 'XEP-0280', 'Outbound message synchronization', 'messages.copies'),
    need('advanced', 'XEP-0191', 'User blocking', 'account.blocking'),
    need('core', 'XEP-0045', 'Group chat', 'rooms.create', 'rooms.join', 'rooms.message'),
    need('core', 'XEP-0249', 'Group chat', 'rooms.direct-invite'),
    need('advanced', 'XEP-0048', 'Advanced group chat', 'account.private-storage'),
    need('advanced', 'XEP-0313 (rooms)', 'Advanced group chat', 'rooms.archive', 'rooms.archive-found'),
    need('advanced', 'XEP-0402', 'Advanced group chat', 'publishing.bookmarks', 'publishing.max-items'),
    need('advanced', 'XEP-0410', 'Advanced group chat', 'rooms.self-ping'),
    need('advanced', 'XEP-0223', 'Persistent storage of private data via PubSub', 'publishing.options', 'publishing.private'),
    need('advanced', 'XEP-0049', 'Private XML storage', 'account.private-storage'),
    need('advanced', 'XEP-0198', 'Stream management', 'connection.acks', 'connection.resume'),
    need('advanced', 'XEP-0313', 'History storage / retrieval', 'archive.offered', 'archive.keeps', 'archive.forwards', 'archive.backwards'),
    need('core', 'XEP-0363', 'File upload', 'files.offered', 'files.slot', 'files.put', 'files.get'),
  ],
  mobile: [
    need('core', 'XEP-0198', 'Stream management', 'connection.acks', 'connection.resume'),
    need('core', 'XEP-0352', 'Client state indication', 'connection.csi'),
    need('advanced', 'XEP-0357', 'Third party push notifications', 'publishing.push'),
  ],
  av: [
    need('core', 'XEP-0215', 'STUN/TURN server discovery', 'services.external'),
  ],
}

/** As the suites are called; names, the same in all languages. */
export const categoryNames: Record<Category, string> = { core: 'Core', web: 'Web', im: 'IM', mobile: 'Mobile', av: 'A/V Calling' }

/** From the worst to the best. */
const STATES = ['notReached', 'unknown', 'reached'] as const
export type LevelState = (typeof STATES)[number]

export interface LevelResult {
  category: Category
  level: Level
  /**
   * `reached`: as far as a client can see. `unknown`: nothing is missing of what was tried, and something was not. There is no more than that:
   * the core category asks for something between servers (XEP-0114), and all others stand on it.
   */
  state: LevelState
  /** Specifications not met, and those that were not tried; of this category alone. */
  lacks: string[]
  untried: string[]
  /** What nobody can see who only logs in, with its name; of the core category, too. */
  unseen: string[]
  /** How far the core category is, where that holds this one back: not reached, or not known. */
  heldByCore: Exclude<LevelState, 'reached'> | null
}

export function levelsOf(report: Pick<CheckReport, 'lines'>): LevelResult[] {
  const verdicts = new Map(report.lines.map((line) => [line.id, line.verdict]))
  const stateOf = ({ checks }: Requirement): 'lacks' | 'untried' | 'unseen' | 'met' => {
    if (checks.length === 0) return 'unseen'
    const found = checks.map((id) => verdicts.get(id) ?? 'untested')
    if (found.some((verdict) => verdict === 'missing' || verdict === 'broken')) return 'lacks'
    return found.every((verdict) => verdict === 'pass') ? 'met' : 'untried'
  }
  const one = (category: Category, level: Level): LevelResult => {
    const wanted = (of: Category) => requirements[of].filter((need) => level === 'advanced' || need.level === 'core')
    const specs = (state: 'lacks' | 'untried') => [...new Set(wanted(category).filter((need) => stateOf(need) === state).map(({ spec }) => spec))]
    const [lacks, untried] = [specs('lacks'), specs('untried')]
    const all = category === 'core' ? wanted('core') : [...wanted('core'), ...wanted(category)]
    const unseen = all.filter((need) => stateOf(need) === 'unseen').map(({ spec, feature }) => `${spec} (${feature})`)
    const own: LevelState = lacks.length > 0 ? 'notReached' : untried.length > 0 ? 'unknown' : 'reached'
    const core = category === 'core' ? 'reached' : one('core', level).state
    const state = STATES[Math.min(STATES.indexOf(own), STATES.indexOf(core))]!
    return { category, level, state, lacks, untried, unseen, heldByCore: core === 'reached' ? null : core }
  }
  return (Object.keys(requirements) as Category[]).flatMap((category) => (['core', 'advanced'] as const).map((level) => one(category, level)))
}
