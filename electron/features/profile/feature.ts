/**
 * Cards of people: XEP-0054 version 1.3.0, read when somebody looks, and our own written with all that is not ours kept in it.
 * Left out: vCard4 (XEP-0292; servers that have it convert), several postal addresses, logos and sounds.
 */
import type { Session } from '#core/context'
import { failureOf } from '#core/failure'
import { defineFeature } from '#core/feature'
import { nicksApi } from '#features/nicks/public'
import { isFullJid, type Jid } from '#shared/jid'
import { done, ok, type Result } from '#shared/result'
import { child } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { buildVcardGet, NS_VCARD } from '#xmpp/xep/0054'
import { changeCard, parseProfile } from './card'
import { contract } from './contract'
import { getCard, migrations, putCard } from './table'

export const profile = defineFeature({
  name: 'profile',
  xeps: [{ id: '0054', version: '1.3.0', support: 'partial', note: 'one postal address; no logos or sounds' }],
  requires: ['nicks'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { connection, db, accountId, own, clock } = session
    const nicks = session.use(nicksApi)

    /** Null: he has none. */
    const readCard = async (jid: Jid): Promise<Result<Element | null>> => {
      const reply = await connection.request({ type: 'get', to: jid === own ? undefined : jid, payload: buildVcardGet() })
      if (reply.ok) return ok(child(reply.value, 'vCard', NS_VCARD))
      // COMPAT(Prosody): for somebody without a card.
      return reply.error.condition === 'item-not-found' && (jid === own || !isFullJid(jid)) ? ok(null) : failureOf(reply.error)
    }

    return {
      calls: {
        'profile.known': ({ jid }) => ok(getCard(db, accountId, jid) ?? { profile: null, atMs: null }),
        'profile.ask': async ({ jid }) => {
          const card = await readCard(jid)
          if (!card.ok) return card
          const read = { profile: parseProfile(card.value), atMs: clock.nowMs() }
          putCard(db, accountId, jid, read.profile, read.atMs)
          return ok(read)
        },
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
