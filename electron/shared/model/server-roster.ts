/** The contact list as the server has it, beside what Magpie has stored. */
export interface RosterLine {
  name: string
  /** Longer than what is shown of it. */
  isNameCut: boolean
  /** As it came: another word than RFC 6121 knows is shown as it is. */
  subscription: string
  isAsking: boolean
  /** Pre-approved (RFC 6121 §3.4). */
  isApproved: boolean
  groups: string[]
  /** More, or longer, than can be shown and written line by line. */
  areGroupsCut: boolean
}

/**
 * `only-server`, `only-stored`: the other one does not have it. `unreadable`: no address of a contact, so Magpie leaves it out.
 * `twice`: the server has sent it before.
 */
export const ROSTER_DIFFERENCES = ['only-server', 'only-stored', 'name', 'groups', 'subscription', 'asking', 'unreadable', 'twice'] as const
export type RosterDifference = (typeof ROSTER_DIFFERENCES)[number]

export interface RosterEntry {
  /** As it came. */
  jid: string
  /** Its place in the answer, for its XML. Null: it was not in there. */
  index: number | null
  server: RosterLine | null
  stored: RosterLine | null
  differences: RosterDifference[]
}

export interface ServerRoster {
  /** Null when the server does not number versions. */
  version: string | null
  page: number
  entries: RosterEntry[]
}
