/** What Magpie is measured against, each in a process of its own: reading without keeping, and keeping without reading. */
import { client, xml, type Element } from '@xmpp/client'
import { performance } from 'node:perf_hooks'
import type { AccountId, ConversationId } from '#shared/ids'
import type { EpochMs } from '#shared/time'
import { putAccount } from '#store/accounts'
import { putConversation } from '#store/conversations'
import { openDatabase } from '#store/database'
import type { BareJid } from '#shared/jid'
import { vmPeakMbOf } from '../memory'
import { makePast, OWNER } from './history'

export interface Reading {
  messages: number
  seconds: number
  cpuSeconds: number
  peakMemoryMb: number
}

const NS_MAM = 'urn:xmpp:mam:2'
const NS_RSM = 'http://jabber.org/protocol/rsm'

function meter() {
  const startMs = performance.now()
  const cpu = process.cpuUsage()
  return (messages: number): Reading => {
    const { user, system } = process.cpuUsage(cpu)
    return { messages, seconds: (performance.now() - startMs) / 1000, cpuSeconds: (user + system) / 1e6, peakMemoryMb: vmPeakMbOf(process.pid) }
  }
}

/** The same pages in the same order as an empty store asks for: newest first, backwards, one after the other. */
export async function bareRead({ host, port, domain, page }: { host: string; port: number; domain: string; page: number }): Promise<Reading> {
  const xmpp = client({ service: `xmpp://${host}:${port}`, domain, username: OWNER, password: OWNER })
  let messages = 0
  xmpp.on('stanza', (stanza: Element) => {
    if (stanza.is('message') && stanza.getChild('result', NS_MAM)) messages++
  })
  // Without this its small writes wait for each other (Nagle), 40 ms a page, and Magpie would look better than it is.
  xmpp.on('online', () => xmpp.socket.socket.setNoDelay(true))
  xmpp.timeout = 60_000 // for each step of its login
  xmpp.on('error', () => undefined) // at the end, when the server goes; before that start() and request() tell
  await xmpp.start()
  const read = meter()
  for (let before = ''; ; ) {
    const set = xml('set', { xmlns: NS_RSM }, xml('max', {}, String(page)), xml('before', {}, before))
    const query = xml('query', { xmlns: NS_MAM, queryid: 'q' },
      xml('x', { xmlns: 'jabber:x:data', type: 'submit' }, xml('field', { var: 'FORM_TYPE', type: 'hidden' }, xml('value', {}, NS_MAM))), set)
    const answer = await xmpp.iqCaller.request(xml('iq', { type: 'set' }, query), 60_000)
    const fin = answer.getChild('fin', NS_MAM)
    const first = fin?.getChild('set', NS_RSM)?.getChildText('first')
    if (!first || fin?.attrs['complete'] === 'true') break
    before = first
  }
  const reading = read(messages)
  await xmpp.stop()
  return reading
}

/** The same rows with the same indexes and settings; `page` of them are one transaction. */
export function bareInsert({ file, count, domain, page, nativeBinding }: {
  file: string; count: number; domain: string; page: number; nativeBinding: string | undefined
}): Reading {
  const past = makePast(count, domain)
  const db = openDatabase({ file, nativeBinding })
  const account: AccountId = putAccount(db, `${OWNER}@${domain}` as BareJid, 'bench').id
  const read = meter()
  const conversations = new Map<string, ConversationId>()
  const add = db.prepare(
    `INSERT INTO message (account_id, conversation_id, direction, kind, body, notice, sender, stanza_id, origin_id, archive_id,
       sent_at_ms, received_at_ms, order_ms, state, is_unread, is_mention) VALUES (?, ?, ?, 'text', ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)`,
  )
  for (let at = past.length; at > 0; at -= page) {
    db.transaction(() => {
      for (const { direction, peer, atS, body, id } of past.slice(Math.max(0, at - page), at)) {
        let conversation = conversations.get(peer)
        if (conversation === undefined) {
          conversations.set(peer, (conversation = putConversation(db, account, 'chat', peer, (atS * 1000) as EpochMs).id))
        }
        const sender = direction === 'in' ? peer : `${OWNER}@${domain}`
        add.run(account, conversation, direction, body, sender, id, id, `archive-${id}`, atS * 1000, atS * 1000, atS * 1000,
          direction === 'in' ? 'received' : 'sent')
      }
    }).immediate()
  }
  const reading = read(past.length)
  db.close()
  return reading
}
