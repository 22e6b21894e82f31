/**
 * Pictures of people, rooms and occupants in one place. XEP-0084 version 1.1.4: ours is published, those of contacts are learnt
 * from their events. XEP-0398 version 1.0.0: where the server converts, it keeps the vCard and the presence in step; elsewhere we
 * do, by XEP-0153 version 1.1.1, which is also read of contacts and occupants (rooms: room-facts). Fetched when it is shown, kept
 * by hash. Left out: pictures on the web (nothing is requested there), several sizes of one picture.
 */
import { failureOf } from '#core/failure'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { isPersonsEvent } from '#core/trust'
import { disco } from '#features/disco/public'
import { presence } from '#features/presence/public'
import { roster } from '#features/roster/public'
import { bareOf } from '#shared/jid'
import { avatarFacts } from '#shared/model/avatar'
import { done, fail, ok, type Result } from '#shared/result'
import { buildPhotoUpdate, buildVcardGet, buildVcardSet, parsePhotoUpdate, parseVcard } from '#xmpp/xep/0054'
import { publishPep, type PepAccess } from '#xmpp/xep/0163'
import { parseNodeEvent } from '#xmpp/xep/0223'
import { createBook } from './book'
import { contract } from './contract'
import { createFetcher, hashOf } from './fetch'
import type { AvatarsApi } from './public'
import { buildData, buildMetadata, NS_DATA, NS_METADATA, parseMetadata } from './stanza'
import { migrations, putPicture } from './table'

const NS_CONVERSION = 'urn:xmpp:pep-vcard-conversion:0'
const NS_PUBLISH = 'http://jabber.org/protocol/pubsub#publish'

export const avatars = defineFeature({
  name: 'avatars',
  xeps: [
    { id: '0084', version: '1.1.4', support: 'partial', note: 'one size, no pictures on the web' },
    { id: '0153', version: '1.1.1', support: 'complete' },
    { id: '0398', version: '1.0.0', support: 'complete' },
    { id: '0163', version: '1.2.2', support: 'partial', note: 'no filtering but by capabilities' },
  ],
  requires: ['disco', 'roster', 'presence'],
  discoFeatures: [`${NS_METADATA}+notify`],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { connection, db, clock, own } = session
    const contacts = session.use(roster)
    const presences = session.use(presence)
    const discovery = session.use(disco)
    const book = createBook(session)
    const fetchPicture = createFetcher(session)

    /** COMPAT(Openfire 4.7): announces no `#publish` of the account, but has PEP; only a server without any says nothing of pubsub. */
    const hasPep = () => discovery.hasAccountFeature(NS_PUBLISH) || discovery.hasServerFeature(NS_PUBLISH) || isConverted()
    const isConverted = () => discovery.hasAccountFeature(NS_CONVERSION)

    // XEP-0153 §3.1, where the server does not do it itself.
    let isRemoved = false
    session.addPresenceExtras(() => (isConverted() ? [] : [buildPhotoUpdate(book.of(own)?.hash ?? (isRemoved ? '' : null))]))

    presences.onContact((from, stanza, isAvailable) => {
      const hash = isAvailable && bareOf(from) !== own ? parsePhotoUpdate(stanza) : null
      if (hash !== null) book.set(bareOf(from), hash, 'vcard')
    })
    contacts.onChange((jids) => {
      for (const jid of jids) if (!contacts.get(jid)) forget(jid)
    })
    const forget = (jid: Parameters<AvatarsApi['put']>[0]) => {
      if (jid !== own) book.set(jid, '', book.of(jid)?.source ?? 'vcard')
    }

    // Whoever writes can put an event into a message, but not from a bare address (RFC 6120 §8.1.2.1): that is the account's server.
    session.inbound.on('trust', (message) => {
      const event = parseNodeEvent(message.stanza, NS_METADATA)
      if (!event) return
      if (!isPersonsEvent(message, (jid) => jid === own || contacts.get(jid) !== null)) return session.refuse('R-CONTACT-EVENT', message.from)
      const { from } = message
      const hash = event.published.length > 0 ? parseMetadata(event.published) : ''
      if (hash === null) return 'drop'
      const before = book.of(from)?.hash ?? ''
      book.set(from, hash, 'pep')
      // Rooms hear of it only by a new presence (0398 §4), ours or the server's word in it.
      if (from === own && hash !== before) presences.renew()
      return 'drop'
    })

    const setVcard = async (base64: string | null, type: string): Promise<Result<null>> => {
      const before = await connection.request({ type: 'get', payload: buildVcardGet() })
      if (!before.ok && before.error.condition !== 'item-not-found') return failureOf(before.error)
      const rest = before.ok ? parseVcard(before.value).rest : []
      const reply = await connection.request({ type: 'set', payload: buildVcardSet(rest, base64 === null ? null : { type, base64 }) })
      return reply.ok ? done : failureOf(reply.error)
    }

    const setOwn = async (base64: string | null, access: PepAccess): Promise<Result<null>> => {
      const data = base64 === null ? null : Buffer.from(base64, 'base64')
      const facts = data && avatarFacts(data)
      if (data && !facts) return fail('bad-input', 'no picture that can be shown')
      const hash = data ? hashOf(data) : ''
      if (hasPep()) {
        // The data first: whoever hears of it fetches it at once.
        const sent = data && base64 !== null ? await publishPep(connection, NS_DATA, hash, buildData(base64), access) : null
        if (sent && !sent.ok) return failureOf(sent.error)
        const metadata = buildMetadata(data && facts ? { ...facts, hash, bytes: data.length } : null)
        const told = await publishPep(connection, NS_METADATA, hash || 'current', metadata, access)
        if (!told.ok) return failureOf(told.error)
      }
      if (!isConverted()) {
        const stored = await setVcard(base64, facts?.type ?? '')
        if (!stored.ok) return stored
      }
      if (data && facts) putPicture(db, hash, { type: facts.type, data }, clock.nowMs())
      book.set(own, hash, hasPep() ? 'pep' : (book.of(own)?.source ?? 'vcard'))
      isRemoved = data === null
      presences.renew()
      return done
    }

    session.onEnded(book.forgetOccupants)

    const api: AvatarsApi = {
      announced: (jid, hash) => book.set(jid, hash, 'vcard'),
      put: (jid, data) => {
        const facts = avatarFacts(data)
        if (!facts) return
        if (book.of(jid)?.hash === hashOf(data)) return
        putPicture(db, hashOf(data), { type: facts.type, data }, clock.nowMs())
        book.set(jid, hashOf(data), 'vcard')
      },
    }
    return {
      calls: {
        'avatar.get': async ({ jid }) => {
          const known = book.of(jid)
          const picture = known && (await fetchPicture(jid, known.hash, known.source))
          return ok({ avatar: picture && { hash: known.hash, type: picture.type, base64: picture.data.toString('base64') } })
        },
        'avatar.setOwn': ({ base64, isForContacts }) => setOwn(base64, isForContacts ? 'presence' : 'open'),
      },
      snapshot: () => ({ avatars: book.list() }),
      api,
      stop: book.stop,
    }
  },
})
