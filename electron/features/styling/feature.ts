/**
 * Message styling: XEP-0393 version 1.1.1. The styling itself is read where messages are drawn (renderer/lib/text/styling); here is only the wish of a
 * writer that his message be left as it is. Who has switched styling off means his own marks literally and says so.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { child, xml } from '#xmpp/element'
import { contract } from './contract'

const NS_STYLING = 'urn:xmpp:styling:0'

export const styling = defineFeature({
  name: 'styling',
  xeps: [{ id: '0393', version: '1.1.1', support: 'complete' }],
  discoFeatures: [NS_STYLING],
  contract,
  start: (session: Session<typeof contract>) => {
    session.inbound.on('annotate', (message) => {
      if (message.type !== 'error' && child(message.stanza, 'unstyled', NS_STYLING)) message.extras.isUnstyled = true
    })
    session.outbox.decorate((stanza) => {
      if (!session.settings.get().styling) stanza.append(xml('unstyled', { xmlns: NS_STYLING }))
    })
    return { calls: {}, snapshot: () => null }
  },
})
