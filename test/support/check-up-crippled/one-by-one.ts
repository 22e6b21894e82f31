/** Every module of the test servers, taken away alone: these lines of the report change, and no other does. */
import type { ServerKind } from '../servers-types'
import { ejabberd } from './ejabberd'
import { differing, type Lines } from './lines'
import { prosody } from './prosody'

export interface Single {
  module: string
  /** What would load it again, or cannot be without it: goes along. */
  along?: string[]
  /** Every line that differs from the report of the complete server, as `verdictsOf` writes it. None: `unseen` says why. */
  lines: Lines
  unseen?: string
  /** Nobody can log in without it: why, as the connection tells it. */
  refused?: string
}

const of = (kind: ServerKind, singles: readonly Single[]): Single[] => singles.map((one) => ({ ...one, lines: differing(kind, one.lines) }))

export const oneByOne: Record<ServerKind, Single[]> = { prosody: of('prosody', prosody), ejabberd: of('ejabberd', ejabberd) }

/** The lines of several that are taken away together; what a later one says holds. */
export function linesWithout(kind: ServerKind, modules: readonly string[]): Lines {
  const lines: Lines = {}
  for (const module of modules) {
    const single = oneByOne[kind].find((one) => one.module === module)
    if (!single) throw new Error(`no row for ${module} of ${kind}`)
    Object.assign(lines, single.lines)
  }
  return lines
}
