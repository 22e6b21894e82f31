/**
 * What links lead to: XEP-0511 version 0.1.1 with the title and description of Open Graph. What a sender says of a link in his message is shown
 * without asking anybody; a page is read only when the user allows it and wants it, over https, by the rules for files (SAFETY §2.3), and only
 * its first part. Left out: pictures that would have to be fetched (only small data: ones are shown), descriptions in several
 * languages, other vocabularies, links that are not of the web.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { webAddressesIn, type LinkCard } from '#shared/model/link-card'
import { done, fail, ok, type Result } from '#shared/result'
import { getConversation } from '#store/conversations'
import { getMessage, setExtra } from '#store/messages'
import { contract } from './contract'
import { readCard } from './page'
import { buildCard, parseCards } from './stanza'

/** Pages that were asked lately. */
const MAX_KNOWN = 30

export const linkPreviews = defineFeature({
  name: 'link-previews',
  xeps: [{ id: '0511', version: '0.1.1', support: 'partial', note: 'title, description, pictures in data: addresses' }],
  requires: ['files'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, https, inbound, log, messageEvents, outbox, settings } = session
    const known = new Map<string, Promise<LinkCard | null>>()
    const ready = new Map<string, LinkCard>()

    inbound.on('annotate', (message) => {
      if (!message.conversation || message.body === null || message.notice || message.type === 'error') return
      const cards = parseCards(message.stanza, message.body)
      if (cards.length > 0) message.extras.links = cards
    })
    outbox.decorate((stanza, message) => {
      for (const card of message.extras?.links ?? []) if (webAddressesIn(message.body).includes(card.url)) stanza.append(buildCard(card))
    })

    const ask = async (url: string): Promise<Result<LinkCard>> => {
      if (!settings.get().linkPreviews) return fail('forbidden', 'the user does not allow it', { problem: 'not-allowed' })
      let asking = known.get(url)
      if (!asking) {
        asking = readCard(https, url).then(
          (card) => {
            if (card) ready.set(url, card)
            return card
          },
          (error: unknown) => {
            log('info', 'a linked page could not be read', { error: String(error) })
            return null
          },
        )
        known.set(url, asking)
        if (known.size > MAX_KNOWN) {
          const oldest = known.keys().next().value as string
          known.delete(oldest)
          ready.delete(oldest)
        }
      }
      const card = await asking
      return card ? ok(card) : fail('not-found', 'the page says nothing of itself')
    }

    return {
      calls: {
        'link.preview': async ({ url }) => {
          const found = await ask(url)
          return found.ok ? ok({ card: found.value }) : found
        },
        'link.show': async ({ messageId, url }) => {
          const isThere = () => {
            const message = getMessage(db, messageId)
            return message?.accountId === accountId && webAddressesIn(message.body).includes(url) ? message : null
          }
          if (!isThere()) return fail('not-found', 'there is no such link')
          known.delete(url) // he asks anew
          const found = await ask(url)
          const message = isThere()
          if (!found.ok || !message) return found.ok ? done : found
          session.transaction(() => {
            setExtra(db, messageId, 'links', [...(message.extras?.links ?? []).filter((one) => one.url !== url), found.value])
            messageEvents.changed(messageId)
          })
          return done
        },
        'link.send': ({ conversationId, body, url }) => {
          const conversation = getConversation(db, conversationId)
          if (conversation?.accountId !== accountId) return fail('not-found', 'there is no such conversation')
          const card = webAddressesIn(body).includes(url) ? ready.get(url) : undefined
          return ok({ messageId: outbox.enqueue(conversation, body, card ? { links: [card] } : {}) })
        },
      },
      snapshot: () => null,
    }
  },
})
