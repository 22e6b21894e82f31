/**
 * Cards of people: XEP-0054 version 1.3.0, read when somebody looks, and our own written with all that is not ours kept in it.
 * Others' newer card (XEP-0292 version 0.12.0) is read with it, and the two are shown as one. The picture in the card of somebody
 * who is no contact is kept as his. Left out: writing our own in the new form (servers that have it convert), several postal
 * addresses, logos and sounds.
 */
import type { Session } from '#core/context'
import { failureOf } from '#core/failure'
import { defineFeature } from '#core/feature'
import { avatarsApi } from '#features/avatars/public'
import { nicksApi } from '#features/nicks/public'
import { roster } from '#features/roster/public'
import { isFullJid, type Jid } from '#shared/jid'
import { MAX_AVATAR_BYTES } from '#shared/model/avatar'
import type { Profile } from '#shared/model/profile'
import { done, ok, type Result } from '#shared/result'
import { child } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { buildVcardGet, NS_VCARD, parseVcard } from '#xmpp/xep/0054'
import { fetchPep } from '#xmpp/xep/0163'
import { changeCard, parseProfile } from './card'
import { contract } from './contract'
import { getCard, listAlike, migrations, putCard } from './table'
import { mergeProfiles, NODE_VCARD4, parseVcard4 } from './vcard4'

const MAX_PHOTO_CHARS = Math.ceil(MAX_AVATAR_BYTES / 3) * 4

export const profile = defineFeature({
  name: 'profile',
  xeps: [
    { id: '0054', version: '1.3.0', support: 'partial', note: 'one postal address; no logos or sounds' },
    { id: '0292', version: '0.12.0', support: 'partial', note: 'read; our own is written in the older form' },
  ],
  requires: ['nicks', 'avatars', 'roster'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { connection, db, accountId, own, clock } = session
    const nicks = session.use(nicksApi)
    const pictures = session.use(avatarsApi)
    const contacts = session.use(roster)

    /** Null: he has none. */
    const readCard = async (jid: Jid): Promise<Result<Element | null>> => {
      const reply = await connection.request({ type: 'get', to: jid === own ? undefined : jid, payload: buildVcardGet() })
      if (reply.ok) {
        const { photo } = parseVcard(reply.value)
        // Pictures of contacts are announced; of others this is all that can be had.
        if (photo !== null && photo.length <= MAX_PHOTO_CHARS && !isFullJid(jid) && jid !== own && !contacts.get(jid)) pictures.put(jid, Buffer.from(photo, 'base64'))
        return ok(child(reply.value, 'vCard', NS_VCARD))
      }
      // COMPAT(Prosody): for somebody without a card.
      return reply.error.condition === 'item-not-found' && (jid === own || !isFullJid(jid)) ? ok(null) : failureOf(reply.error)
    }

    /** Null: none that we may read. */
    const readNewCard = async (jid: Jid): Promise<Profile | null> => {
      if (jid === own || isFullJid(jid)) return null
      const items = await fetchPep(connection, jid, NODE_VCARD4, null)
      return Array.isArray(items) ? parseVcard4(items[0] ?? null) : null
    }

    return {
      calls: {
        'profile.known': ({ jid }) => ok(getCard(db, accountId, jid) ?? { profile: null, atMs: null }),
        'profile.ask': async ({ jid }) => {
          const [card, newer] = await Promise.all([readCard(jid), readNewCard(jid)])
          if (!card.ok && !newer) return card
          const read = { profile: mergeProfiles(parseProfile(card.ok ? card.value : null), newer), atMs: clock.nowMs() }
          putCard(db, accountId, jid, read.profile, read.atMs)
          return ok(read)
        },
        'profile.alike': ({ jid }) => ok({ jids: listAlike(db, accountId, jid).filter((one) => contacts.get(one) !== null) }),
        'profile.setOwn': async ({ profile: wanted }) => {
          const card = await readCard(own)
          if (!card.ok) return card
          const reply = await connection.request({ type: 'set', payload: changeCard(card.value, wanted) })
          if (!reply.ok) return failureOf(reply.error)
          putCard(db, accountId, own, wanted, clock.nowMs())
          const told = await nicks.setOwn(wanted.nickname.trim())
          // A server without such nodes: the card says it, too.
          return told.ok || told.error.code === 'not-supported' ? done : told
        },
      },
      snapshot: () => null,
    }
  },
})
