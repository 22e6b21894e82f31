/** The connection of one account as the tester's workbench shows it. */
import type { ConnectionTally } from './connection'
import type { LinkFacts } from './link-facts'

export interface ConnectionFacts extends LinkFacts {
  tally: ConnectionTally
  /** Namespaces of stream features that Magpie makes use of, among those that were offered. */
  used: string[]
}
