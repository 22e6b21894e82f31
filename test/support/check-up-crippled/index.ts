/** What the check-up must say when a module is taken away: these lines change, and no other does. An area is one line here. */
import type { AreaKey } from '#shared/check-up/report'
import type { ServerKind, TestHost } from '../servers-types'
import { account } from './account'
import { rooms } from './rooms'
import { services } from './services'

export interface Row {
  /** Modules as the server calls them; more than one where one loads the other again. */
  without: string[]
  /** Every line that differs from the report of the complete server, as `verdictsOf` writes it. */
  changes: Record<string, string>
}

export type Rows = Record<ServerKind, Row[]>

const areas = [account, services, rooms]

/** The same modules in two areas: one domain, and the lines of both. */
function of(kind: ServerKind): Row[] {
  const rows = new Map<string, Row>()
  for (const { without, changes } of areas.flatMap((area) => area[kind])) {
    const name = [...without].sort().join(' ')
    rows.set(name, { without, changes: { ...rows.get(name)?.changes, ...changes } })
  }
  return [...rows.values()]
}

export const crippled: Rows = { prosody: of('prosody'), ejabberd: of('ejabberd') }

/** Rooms take longest: they are tried where something of them is taken away. */
export const isTried = ({ changes }: Row, area: AreaKey): boolean => area !== 'rooms' || Object.keys(changes).some((id) => id.startsWith('rooms.'))

export const hostOf = ({ without }: Row): TestHost =>
  ({ domain: `no-${without.join('-').replaceAll('mod_', '').replaceAll('_', '-')}.test`, withoutModules: without })
