/** Whose client can do what: learns from presences, asks once per hash, keeps only what verifies. */
import type { Session } from '#core/context'
import { bareOf, isFullJid, type FullJid, type Jid } from '#shared/jid'
import type { Element } from '#xmpp/types'
import type { DiscoInfo } from '#xmpp/xep/0030'
import { isOccupantPresence } from '#xmpp/xep/0045'
import { parseCaps, verifyCaps, type Caps } from '#xmpp/xep/0115'
import { getCapability, putCapability } from './table'

/** Beyond it newcomers stay unknown. */
const MAX_KNOWN = 20_000
const MAX_ASKING = 3
/** Per session: somebody who makes up a new hash with every presence gets no more attention than this. */
const MAX_ASKED = 500

export interface CapsBook {
  onPresence(from: Jid, type: string | null, stanza: Element): void
  of(jid: FullJid): DiscoInfo | null
  onKnown(listener: (jid: FullJid) => void): () => void
  reconsider(): void
  /** Who is there with which. */
  users(): ReadonlyMap<FullJid, Caps>
  /** What they stand for is asked anew of those who are there. */
  forget(): void
  clear(): void
}

const keyOf = (caps: Caps) => `${caps.hash} ${caps.ver}`

export function createCapsBook(session: Session, ask: (jid: FullJid, node: string) => Promise<DiscoInfo | null>): CapsBook {
  const { db, own } = session
  const byJid = new Map<FullJid, Caps>()
  const known = new Map<string, DiscoInfo>()
  const asked = new Set<string>()
  const queue: { jid: FullJid; caps: Caps }[] = []
  const listeners = new Set<(jid: FullJid) => void>()
  let asking = 0
  let generation = 0

  const lookUp = (caps: Caps): DiscoInfo | null => {
    const key = keyOf(caps)
    const info = known.get(key) ?? getCapability(db, caps)
    if (info) known.set(key, info)
    return info
  }

  const learn = (caps: Caps, info: DiscoInfo) => {
    putCapability(db, caps, info)
    known.set(keyOf(caps), info)
    for (const [jid, other] of byJid) {
      if (keyOf(other) === keyOf(caps)) for (const listener of listeners) listener(jid)
    }
  }

  const next = () => {
    while (asking < MAX_ASKING) {
      const job = queue.shift()
      if (!job) return
      if (lookUp(job.caps) || byJid.get(job.jid)?.ver !== job.caps.ver) continue
      void run(job.jid, job.caps)
    }
  }

  const run = async (jid: FullJid, caps: Caps) => {
    const mine = generation
    asking++
    const info = await ask(jid, `${caps.node}#${caps.ver}`)
    if (mine !== generation) return
    asking--
    if (info && verifyCaps(caps, info)) learn(caps, { ...info, node: null })
    else if (info) session.refuse('R-CAPS-HASH', jid)
    next()
  }

  /** Asking tells that we are here: only those are asked who may know. One claimant per hash is not enough: he may lie. */
  const want = (jid: FullJid, caps: Caps) => {
    const mayAsk = bareOf(jid) === own || session.isContact(bareOf(jid))
    const key = mayAsk ? `${jid} ${keyOf(caps)}` : ''
    if (!mayAsk || asked.has(key) || asked.size >= MAX_ASKED || lookUp(caps)) return
    asked.add(key)
    queue.push({ jid, caps })
    next()
  }

  return {
    onPresence: (from, type, stanza) => {
      if (!isFullJid(from) || from === session.connection.jid || isOccupantPresence(stanza)) return // nobody asks what occupants can
      if (type === 'unavailable') return void byJid.delete(from)
      if (type !== null) return
      const caps = parseCaps(stanza)
      if (!caps) return void byJid.delete(from)
      if (byJid.size >= MAX_KNOWN && !byJid.has(from)) return
      byJid.set(from, caps)
      want(from, caps)
    },
    of: (jid) => {
      const caps = byJid.get(jid)
      return caps ? lookUp(caps) : null
    },
    onKnown: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reconsider: () => {
      for (const [jid, caps] of byJid) want(jid, caps)
    },
    users: () => byJid,
    forget: () => {
      known.clear()
      asked.clear()
      for (const [jid, caps] of byJid) want(jid, caps)
    },
    clear: () => {
      generation++
      asking = 0
      byJid.clear()
      asked.clear()
      queue.length = 0
    },
  }
}
