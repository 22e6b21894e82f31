/**
 * The XML console of the tester's workbench: keeps what went over the wire of every account while the workbench is switched on (in memory,
 * passwords and tokens replaced), shows it, sends what a tester writes. No XEP.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { whileWorkbench } from '#core/while-workbench'
import { domainOf } from '#shared/jid'
import { done, fail, ok } from '#shared/result'
import { getMessage, getWireIds } from '#store/messages'
import { linesOf } from '#xmpp/xml-lines'
import { linesOfText, readPayload } from '#xmpp/xml-text'
import { contract } from './contract'
import { Recorder } from './recorder'
import { readStanza, summaryOf } from './stanza'
import { transcriptOf } from './transcript'

/** Of one stanza; what is longer is kept up to here. */
const MAX_ENTRY_CHARS = 256 * 1024
/** The page is told this often at most. */
const TELL_MS = 200

export const xmlConsole = defineFeature({
  name: 'console',
  xeps: [],
  contract,
  start: (session: Session<typeof contract>) => {
    const { accountId, clock, connection, settings, own } = session
    const recorder = new Recorder()
    let timer: NodeJS.Timeout | null = null

    const tell = () => {
      timer = null
      session.publish('console.grew', { accountId, lastSeq: recorder.lastSeq })
    }
    const trace = () =>
      connection.on('trace', (direction, textOf, el) => {
        const whole = textOf(MAX_ENTRY_CHARS + 1)
        const text = whole.slice(0, MAX_ENTRY_CHARS)
        recorder.add({ ...summaryOf(el, text), atMs: clock.nowMs(), direction, sizeChars: whole.length }, text, whole.length > text.length)
        timer ??= setTimeout(tell, TELL_MS)
      })
    const stop = whileWorkbench(settings, () => {
      const stopTracing = trace()
      return () => {
        stopTracing()
        recorder.clear()
      }
    })

    return {
      calls: {
        'console.read': ({ filter, afterSeq, beforeSeq, limit }) => {
          const found = recorder.find(filter, { afterSeq, beforeSeq: beforeSeq ?? Infinity, limit: limit + 1 })
          return ok({ entries: found.slice(-limit).map(({ entry }) => entry), lastSeq: recorder.lastSeq, isMore: found.length > limit })
        },
        'console.ofMessage': ({ messageId }) => {
          if (getMessage(session.db, messageId)?.accountId !== accountId) return fail('not-found', 'there is no such message')
          const ids = getWireIds(session.db, messageId)
          return ok({ text: ids?.originId ?? ids?.stanzaId ?? null })
        },
        'console.entry': ({ seq }) => {
          const kept = recorder.get(seq)
          return kept ? ok({ entry: kept.entry, lines: linesOfText(kept.text), text: kept.text, isCut: kept.isCut }) : fail('not-found', 'kept no more')
        },
        'console.check': ({ xml }) => {
          const { el, complaint } = readStanza(xml)
          return ok({ complaint, lines: el ? linesOf(el) : [] })
        },
        'console.checkPayload': ({ xml }) => ok({ complaint: readPayload(xml).complaint }),
        'console.send': ({ xml }) => {
          const { el, complaint } = readStanza(xml)
          if (!el) return fail('bad-input', complaint.detail ?? complaint.problem, { problem: complaint.problem })
          el.parent = null
          return connection.send(el) ? done : fail('offline', 'not connected')
        },
        'console.transcript': ({ filter }) => {
          const kept = recorder.find(filter)
          const facts = { server: domainOf(own), version: '', jid: connection.jid, at: new Date(clock.nowMs()).toISOString() }
          return ok({ text: transcriptOf(kept, facts), count: kept.length })
        },
        'console.clear': () => {
          recorder.clear()
          session.publish('console.cleared', { accountId })
          return done
        },
      },
      snapshot: () => null,
      stop: () => {
        stop()
        if (timer) clearTimeout(timer)
      },
    }
  },
})
