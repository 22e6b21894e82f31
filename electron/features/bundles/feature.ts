/**
 * Several messages passed on as one: XEP-0297 version 1.0 as it is used by people, with words for programs that do not know it marked as
 * XEP-0428 version 0.2.1 does (0297 §4 would rather have none: most programs know no bundles, and would show nothing). What stands inside is a
 * claim of whoever passes it on: it is kept with his message and never goes the way of messages, whatever ids, receipts or changes it has in it.
 * Left out: to whom it was said, the ids of the messages, extensions other than files (XEP-0447, 0066) and covers (XEP-0382), stanzas that are no messages.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { MAX_BUNDLE_DEPTH, MAX_ENTRIES, type Bundle, type ForwardedEntry } from '#shared/model/bundle'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import { fail, ok } from '#shared/result'
import { getConversation } from '#store/conversations'
import { getMessage } from '#store/messages'
import { serialise } from '#xmpp/serialise'
import type { Element } from '#xmpp/types'
import { NS_FORWARD } from '#xmpp/xep/0297'
import { contract, type BundleProblem } from './contract'
import { buildBundle, parseBundle, wordsOf, writerOf } from './stanza'

/** Prosody and ejabberd close the stream of a client whose stanza is over 256 KiB; a server between two may take less. */
const MAX_BYTES = 200_000

const problem = (what: BundleProblem) => fail('bad-input', 'these messages cannot be passed on as one', { problem: what })

/** Infinity: longer than is ever written. */
const bytesOf = (part: Element) => {
  const text = serialise(part)
  return text === null ? Infinity : Buffer.byteLength(text)
}
const countOf = (entries: readonly ForwardedEntry[]): number => entries.reduce((sum, { inner }) => sum + 1 + countOf(inner ?? []), 0)
const cutAt = (entries: readonly ForwardedEntry[], depth: number): ForwardedEntry[] =>
  entries.map(({ inner, ...one }) => ({ ...one, ...(inner && depth < MAX_BUNDLE_DEPTH && { inner: cutAt(inner, depth + 1) }) }))

export const bundles = defineFeature({
  name: 'bundles',
  xeps: [{ id: '0297', version: '1.0', support: 'partial', note: 'in carbons and archives; bundles of messages with words and files' }],
  requires: ['files', 'mentions', 'spoilers'],
  discoFeatures: [NS_FORWARD],
  contract,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, inbound, outbox } = session

    inbound.on('annotate', (message) => {
      if (!message.conversation || message.notice || message.type === 'error') return
      const bundle = parseBundle(message.stanza, message.body)
      if (!bundle) return
      message.body ??= wordsOf(bundle.entries)
      message.extras.bundle = bundle
      if (!bundle.hasWords) Object.assign(message, { isMention: false, mentions: [] }) // what is passed on addresses nobody
    })
    outbox.decorate((stanza, message) => {
      const bundle = message.extras?.bundle
      if (bundle) for (const part of buildBundle(bundle)) stanza.append(part)
    })

    const addressOf = (message: Message, { kind, peer }: Conversation): string =>
      kind === 'room' ? `${peer}/${message.sender}` : kind === 'room-pm' && message.direction === 'in' ? peer : message.sender
    const entryOf = (message: Message): ForwardedEntry | null => {
      const conversation = getConversation(db, message.conversationId)
      if (!conversation || message.kind !== 'text' || message.isRetracted) return null
      const files = message.extras?.files?.filter((file) => file.url !== null).map((file) => ({ ...file, thumbnail: null, local: null, problem: null }))
      const bundle = message.extras?.bundle
      return {
        ...writerOf(addressOf(message, conversation), conversation.kind !== 'chat'),
        sentAtMs: message.sentAtMs,
        body: message.body,
        ...(files && files.length > 0 && { files }),
        ...(message.extras?.spoiler && { spoiler: message.extras.spoiler }),
        ...(bundle && { inner: bundle.entries }),
      }
    }

    return {
      calls: {
        'bundle.send': ({ conversationId, messageIds }) => {
          const conversation = getConversation(db, conversationId)
          const messages = messageIds.map((id) => getMessage(db, id)).filter((one) => one !== null)
          const isOfOne = messages.every((one) => one.conversationId === messages[0]?.conversationId)
          if (conversation?.accountId !== accountId || !isOfOne) return fail('not-found', 'there is no such conversation')
          const alone = messages.length === 1 ? messages[0]!.extras?.bundle : undefined
          const all = alone?.entries ?? messages.map(entryOf).filter((one) => one !== null)
          if (all.length === 0) return problem('nothing-left')
          const bundle: Bundle = { entries: cutAt(all, 1), ...(alone?.isPart && { isPart: true }) }
          const words = wordsOf(bundle.entries)
          const bytes = Buffer.byteLength(words) + buildBundle(bundle).reduce((sum, part) => sum + bytesOf(part), 0)
          if (countOf(bundle.entries) > MAX_ENTRIES || bytes > MAX_BYTES) return problem('too-large')
          return ok({ messageId: outbox.enqueue(conversation, words, { bundle }) })
        },
      },
      snapshot: () => null,
    }
  },
})
