/** Which lines change together when something is taken away: what is missing, and what is not tried because it stands on it. */
import { allChecks } from '#features/check-up/checks/index'
import { expected } from '../check-up-expected/index'
import type { ServerKind } from '../servers-types'

export type Lines = Record<string, string>

/** All that stands on these is not tried. */
export const after = (...ids: string[]): Lines => {
  const lines: Lines = {}
  const add = (id: string) => {
    for (const check of allChecks) {
      if (!check.after?.includes(id) || check.id in lines) continue
      lines[check.id] = 'untested:after'
      add(check.id)
    }
  }
  ids.forEach(add)
  return lines
}

/** Not offered, and what stands on it not tried. */
export const gone = (...ids: string[]): Lines => ({ ...after(...ids), ...Object.fromEntries(ids.map((id) => [id, 'missing'])) })

/** Without what the complete server says anyway. */
export const differing = (kind: ServerKind, lines: Lines): Lines => Object.fromEntries(Object.entries(lines).filter(([id, verdict]) => expected[kind][id] !== verdict))
