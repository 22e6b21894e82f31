/**
 * Whom the server keeps away: XEP-0191 version 1.3, with a report where the server takes one (XEP-0377 version 0.4.1; no
 * messages are sent along with it). The list of the last time is kept and shown before the connection is there. Left out: blocking where the server
 * cannot; unblocking all at once.
 */
import * as v from 'valibot'
import { ask } from '#core/ask'
import type { Session } from '#core/context'
import { failureOf } from '#core/failure'
import { defineFeature } from '#core/feature'
import { disco } from '#features/disco/public'
import { bareOf, type Jid } from '#shared/jid'
import type { Blocking } from '#shared/model/blocking'
import { done, fail, ok, type Result } from '#shared/result'
import { jid as address } from '#shared/schema'
import { getAccountValue, putAccountValue } from '#store/settings'
import type { Element, IqHandler } from '#xmpp/types'
import { linesOf } from '#xmpp/xml-lines'
import { contract } from './contract'
import { buildBlock, buildListGet, buildUnblock, NS_BLOCKING, NS_REPORTING, parseBlocklist, parseItems } from './stanza'

const KEY = 'blocking.list'
const stored = v.pipe(v.string(), v.parseJson(), v.array(address))

export const blocking = defineFeature({
  name: 'blocking',
  xeps: [
    { id: '0191', version: '1.3', support: 'complete' },
    { id: '0377', version: '0.4.1', support: 'partial', note: 'reason and words; no messages go along' },
  ],
  requires: ['disco'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { connection, db, accountId, own } = session
    const discovery = session.use(disco)
    const read = v.safeParse(stored, getAccountValue(db, accountId, KEY))
    let jids = new Set<Jid>(read.success ? read.output : [])
    let isSupported: boolean | null = null

    const view = (): Blocking => ({ isSupported, canReport: discovery.hasServerFeature(NS_REPORTING), jids: [...jids] })
    const set = (next: Iterable<Jid>) => {
      jids = new Set(next)
      session.transaction(() => {
        putAccountValue(db, accountId, KEY, JSON.stringify([...jids]))
        session.publish('blocking.changed', { accountId, blocking: view() })
      })
    }
    const add = (more: Jid[]) => set([...jids, ...more])
    const take = (gone: Jid[]) => set([...jids].filter((one) => !gone.includes(one)))

    // §3.3: from the own server alone (SAFETY §2.1). To others it looks as if nobody were here.
    const onPush = (apply: (payload: Element) => void): IqHandler => ({ from, payload }) => {
      if (from !== own) {
        session.refuse('R-BLOCK-SENDER', from)
        return { error: 'service-unavailable' }
      }
      apply(payload)
      return { result: null }
    }
    connection.onIq('set', 'block', NS_BLOCKING, 'everyone', onPush((payload) => add(parseItems(payload))))
    connection.onIq('set', 'unblock', NS_BLOCKING, 'everyone', onPush((payload) => {
      // Without any child all are free again; with some that are no addresses nobody is.
      if (payload.children.length === 0) set([])
      else take(parseItems(payload))
    }))

    // The server tells of changes only those who have asked for the list.
    session.onOnline('after-presence', async () => {
      isSupported = discovery.hasServerFeature(NS_BLOCKING)
      const reply = isSupported ? await connection.request({ type: 'get', payload: buildListGet() }) : null
      const list = reply?.ok ? parseBlocklist(reply.value) : null
      if (list) set(list)
      else session.publish('blocking.changed', { accountId, blocking: view() })
    })

    const request = async (payload: Element, then: () => void): Promise<Result<null>> => {
      if (isSupported === false) return fail('not-supported', 'the server cannot block')
      const reply = await connection.request({ type: 'set', payload })
      if (!reply.ok) return failureOf(reply.error)
      then()
      return done
    }
    return {
      calls: {
        'block.add': ({ jid, report }) => {
          if (bareOf(jid) === own) return fail('bad-input', 'this is the own address')
          return request(buildBlock(jid, discovery.hasServerFeature(NS_REPORTING) ? report : null), () => add([jid]))
        },
        'block.look': async () => {
          const asked = await ask(connection, { type: 'get', payload: buildListGet() }, parseBlocklist)
          if (!asked.ok) return asked
          const { value: there, reply } = asked.value
          const isThere = new Set(there)
          const entries = [...new Set([...there, ...jids])].map((jid) => ({ jid, isOnServer: isThere.has(jid), isStored: jids.has(jid) }))
          return ok({ entries, raw: linesOf(reply) })
        },
        'block.remove': ({ jid }) => request(buildUnblock(jid), () => take([jid])),
      },
      snapshot: () => ({ blocking: view() }),
    }
  },
})
