/** The capabilities that are kept, and who is there with which: for the tester's workbench. */
import type { FullJid } from '#shared/jid'
import type { CapsEntry } from '#shared/model/capabilities'
import type { Caps } from '#xmpp/xep/0115'
import type { KnownCapability } from './table'

/** As many as are shown. */
const MAX_USED_BY = 50
const MAX_NODES = 5

/** Those in use first, then by the program's name. */
export function listCaps(known: readonly KnownCapability[], users: ReadonlyMap<FullJid, Caps>): CapsEntry[] {
  const entries = new Map(known.map(({ hash, ver, name, features }): [string, CapsEntry] => [`${hash} ${ver}`, { hash, ver, nodes: [], name, features, users: 0, usedBy: [] }]))
  for (const [jid, { hash, ver, node }] of users) {
    const key = `${hash} ${ver}`
    let entry = entries.get(key)
    if (!entry) entries.set(key, (entry = { hash, ver, nodes: [], name: null, features: null, users: 0, usedBy: [] }))
    entry.users++
    if (entry.usedBy.length < MAX_USED_BY) entry.usedBy.push(jid)
    if (entry.nodes.length < MAX_NODES && !entry.nodes.includes(node)) entry.nodes.push(node)
  }
  return [...entries.values()].sort((a, b) => b.users - a.users || (a.name ?? '').localeCompare(b.name ?? '') || a.ver.localeCompare(b.ver))
}
