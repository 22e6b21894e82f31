/**
 * What our other devices send and get, as it happens: XEP-0280 version 1.0.1.
 * A message sent by another device stands in the conversation as ours. Carbons count only from our own bare address
 * (§11; forged ones were the hole of a dozen clients, SAFETY §2.1 S01–S03). Left out: switching them off again.
 */
import { defineFeature } from '#core/feature'
import type { Session } from '#core/context'
import { unwrapTo } from '#core/inbound'
import { disco } from '#features/disco/public'
import { domainOf } from '#shared/jid'
import { parseDelay } from '#xmpp/xep/0203'
import { contract } from './contract'
import type { CarbonsApi } from './public'
import { buildEnable, isCarbon, NS_CARBONS, parseCarbon, privateMarks } from '#xmpp/xep/0280'

export const carbons = defineFeature({
  name: 'carbons',
  xeps: [
    { id: '0280', version: '1.0.1', support: 'complete' },
  ],
  requires: ['disco'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { own, inbound, log, refuse } = session
    const { hasServerFeature } = session.use(disco)
    let isOn = false

    // Written before the initial presence, whose answer need not be waited for: the server takes one after the other.
    session.onOnline('presence', () => {
      isOn = false
      if (hasServerFeature(NS_CARBONS)) void enable()
    })
    session.onEnded(() => void (isOn = false))
    const enable = async () => {
      const reply = await session.connection.request({ type: 'set', payload: buildEnable() })
      isOn = reply.ok
      if (!reply.ok) log('warn', 'the server gives no carbons', { condition: reply.error.condition })
    }

    inbound.on('unwrap', (message) => {
      if (!isCarbon(message.stanza)) return
      if (message.from !== own || message.type === 'error') return refuse('R-CARBON-SENDER', message.from)
      const carbon = parseCarbon(message.stanza)
      if (!carbon) return refuse('R-CARBON-FORM', message.from)
      const delay = parseDelay(message.stanza, (from) => from === own || from === domainOf(own))
      if (!unwrapTo(message, carbon.message, own)) return refuse('R-CARBON-FORM', message.from)
      // What others sent cannot have been sent by us. The other way round a note to ourselves is both.
      if (carbon.direction === 'sent' && message.direction !== 'out') return refuse('R-CARBON-FORM', message.from)
      if (carbon.direction === 'received') message.direction = 'in'
      message.source = 'carbon'
      if (delay && delay.stampMs <= message.sentAtMs) {
        message.sentAtMs = delay.stampMs
        message.isDelayed = true
      }
    })

    session.outbox.decorate((stanza, _message, conversation) => {
      if (conversation.kind !== 'room-pm') return
      for (const mark of privateMarks()) stanza.append(mark)
    })

    const api: CarbonsApi = { isOn: () => isOn }
    return { calls: {}, snapshot: () => null as never, api }
  },
})
