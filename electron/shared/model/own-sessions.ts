/** Where the own account is logged in. */
import type { FullJid } from '../jid'
import type { EpochMs } from '../time'
import type { Availability } from './contact'
import type { Asked } from './services'
import type { SoftwareVersion } from './software-version'

export interface OwnSession {
  jid: FullJid
  /** This program. */
  isThis: boolean
  /** Null: the server names it, but it has sent no presence. */
  availability: Availability | null
  status: string
  priority: number | null
  idleSinceMs: EpochMs | null
  /** Program, where its capabilities tell. */
  client: string | null
  caps: { node: string; ver: string; hash: string } | null
}

export interface OwnSessions {
  sessions: OwnSession[]
  /** The server lets us end them. */
  canEnd: boolean
}

/** What a session says when it is asked. */
export interface SessionAnswers {
  version: Asked<SoftwareVersion>
  /** Since nobody has touched it, seconds. */
  idle: Asked<number>
}
