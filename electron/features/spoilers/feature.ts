/**
 * Words that are covered until somebody wants to see them: XEP-0382 version 0.2.0, with the first of several hints. It stands before the
 * feature that changes messages, so that a correction covers or uncovers, too.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { fail, ok } from '#shared/result'
import { getConversation } from '#store/conversations'
import { contract } from './contract'
import { buildSpoiler, hintOf, NS_SPOILER, parseSpoiler } from './stanza'

export const spoilers = defineFeature({
  name: 'spoilers',
  xeps: [{ id: '0382', version: '0.2.0', support: 'complete' }],
  discoFeatures: [NS_SPOILER],
  contract,
  start: ({ db, accountId, inbound, outbox }: Session<typeof contract>) => {
    inbound.on('annotate', (message) => {
      const spoiler = message.type === 'error' ? null : parseSpoiler(message.stanza)
      if (spoiler) message.extras.spoiler = spoiler
    })
    outbox.decorate((stanza, message) => {
      const spoiler = message.extras?.spoiler
      if (spoiler) stanza.append(buildSpoiler(spoiler))
    })
    return {
      calls: {
        'spoiler.send': ({ conversationId, body, hint }) => {
          const conversation = getConversation(db, conversationId)
          if (conversation?.accountId !== accountId) return fail('not-found', 'there is no such conversation')
          return ok({ messageId: outbox.enqueue(conversation, body, { spoiler: { hint: hintOf(hint) } }) })
        },
      },
      snapshot: () => null,
    }
  },
})
