/** Gets pictures that are not at hand: few at a time, each once, kept only when they are what was announced. */
import { createHash } from 'node:crypto'
import type { Session } from '#core/context'
import { isFullJid, type Jid } from '#shared/jid'
import { avatarFacts, MAX_AVATAR_BYTES } from '#shared/model/avatar'
import { buildVcardGet, parseVcard } from '#xmpp/xep/0054'
import { fetchPep } from '#xmpp/xep/0163'
import type { contract } from './contract'
import { NS_DATA, parseData } from './stanza'
import { getPicture, putPicture, type AvatarSource, type StoredPicture } from './table'

const AT_ONCE = 4
/** Per session: who announces a new hash every second is not followed. */
const MAX_FAILED = 2000

export const hashOf = (bytes: Buffer) => createHash('sha1').update(bytes).digest('hex')

/** Null: not what was announced, too big, or no picture by its own bytes. */
export function checkPicture(base64: string | null, hash: string): StoredPicture | null {
  if (base64 === null || base64.length > Math.ceil(MAX_AVATAR_BYTES / 3) * 4) return null
  const data = Buffer.from(base64, 'base64')
  const facts = avatarFacts(data)
  return facts && hashOf(data) === hash ? { type: facts.type, data } : null
}

export function createFetcher(session: Session<typeof contract>) {
  const { db, clock, connection } = session
  const running = new Map<string, Promise<StoredPicture | null>>()
  const failed = new Set<string>()
  const waiting: (() => void)[] = []
  let busy = 0

  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
    busy++
    try {
      return await work()
    } finally {
      busy--
      waiting.shift()?.()
    }
  }
  /** `gone`: the answer did not come; it may come another time. */
  const fromVcard = async (jid: Jid): Promise<string | null | 'gone'> => {
    const reply = await connection.request({ type: 'get', to: jid, payload: buildVcardGet() })
    if (reply.ok) return parseVcard(reply.value).photo
    return reply.error.condition === 'offline' || reply.error.condition === 'timeout' ? 'gone' : null
  }
  const fetch = async (jid: Jid, hash: string, source: AvatarSource): Promise<StoredPicture | null> => {
    if (source === 'pep' && !isFullJid(jid)) {
      const items = await fetchPep(connection, jid, NS_DATA, hash)
      const picture = Array.isArray(items) ? checkPicture(parseData(items, hash), hash) : null
      if (picture) return picture
    }
    const photo = await fromVcard(jid)
    const picture = photo === 'gone' ? null : checkPicture(photo, hash)
    if (!picture && photo !== 'gone' && failed.size < MAX_FAILED) failed.add(`${jid} ${hash}`)
    return picture
  }

  return async (jid: Jid, hash: string, source: AvatarSource): Promise<StoredPicture | null> => {
    const stored = getPicture(db, hash, clock.nowMs())
    if (stored || failed.has(`${jid} ${hash}`) || failed.size >= MAX_FAILED) return stored
    const again = running.get(`${jid} ${hash}`)
    if (again) return again
    const job = turn(() => fetch(jid, hash, source))
      .then((picture) => {
        if (picture) putPicture(db, hash, picture, clock.nowMs())
        return picture
      })
      .finally(() => running.delete(`${jid} ${hash}`))
    running.set(`${jid} ${hash}`, job)
    return job
  }
}
