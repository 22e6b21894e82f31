/** What of a contact the user has changed. */
import type { RosterLine } from '#shared/model/server-roster'

/** Null: not touched, so it stays at the server as it is, which may be more than what is shown of it. */
export interface EntryChange {
  name: string | null
  groups: string[] | null
}

/** One group in a line. */
export const groupsText = ({ groups }: Pick<RosterLine, 'groups'>): string => groups.join('\n')

/** Null: nothing was changed. */
export function changeOf(line: RosterLine, name: string, groups: string): EntryChange | null {
  const change = {
    name: name === line.name ? null : name,
    groups: groups === groupsText(line) ? null : groups.split('\n').map((group) => group.trim()).filter(Boolean),
  }
  return change.name === null && change.groups === null ? null : change
}
