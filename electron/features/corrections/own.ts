/** Own messages changed and taken back: shown at once, said when they can leave (core/follow-ups), undone when refused. */
import type { Session } from '#core/context'
import type { FollowUp } from '#core/follow-ups'
import type { MessageId } from '#shared/ids'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import type { MessageExtras } from '#shared/model/message-extras'
import { done, fail, type Result } from '#shared/result'
import { getConversation } from '#store/conversations'
import { getMessage, getWireIds, setExtra, setMentions } from '#store/messages'
import { xml } from '#xmpp/element'
import { buildRetract } from '#xmpp/xep/0424'
import type { contract } from './contract'
import { NS_CORRECT } from './stanza'
import { nameOf, putChange, restore, setBody, setRetracted } from './table'

const CORRECTION = 'correction'
const RECALL = 'recall'
/** What comes back when it is refused. */
type Before = Pick<Message, 'body' | 'isEdited' | 'mentions' | 'extras'>
interface Payload {
  /** Of a correction. */
  body?: string
  /** Of a recall: the id to speak of it by, if it was known. */
  target?: string | null
  before: Before
}

export function addOwnChanges(session: Session<typeof contract>) {
  const { db, accountId, followUps, outbox, messageEvents, clock } = session

  const show = (message: Pick<Message, 'id' | 'conversationId'>) => {
    messageEvents.changed(message.id)
    messageEvents.conversationChanged(message.conversationId)
  }
  const changesOf = (id: MessageId) => followUps.waiting(id).filter(({ kind }) => kind === CORRECTION || kind === RECALL)
  const own = (id: MessageId): { message: Message; conversation: Conversation } | null => {
    const message = getMessage(db, id)
    const conversation = message && getConversation(db, message.conversationId)
    const isOwn = message?.accountId === accountId && message.direction === 'out' && message.kind === 'text' && !message.isRetracted
    return isOwn && conversation ? { message, conversation } : null
  }

  const add = (kind: string, { message, conversation }: { message: Message; conversation: Conversation }, payload: Omit<Payload, 'before'>, apply: () => void) =>
    session.transaction(() => {
      const { id: messageId, body, isEdited, mentions, extras } = message
      // What has not left yet is said together; what it would go back to is what the others know.
      const [oldest] = changesOf(messageId).filter((one) => followUps.drop(one))
      const before = (oldest?.payload as Payload | undefined)?.before ?? { body, isEdited, ...(mentions && { mentions }), ...(extras && { extras }) }
      const { wireId } = followUps.add({ conversationId: conversation.id, messageId, kind, payload: { ...payload, before } })
      const target = (kind === RECALL ? nameOf(db, conversation, messageId) : getWireIds(db, messageId)?.stanzaId) ?? ''
      putChange(
        db,
        {
          conversationId: conversation.id, kind: kind === RECALL ? 'retraction' : 'correction', target, wireId, archiveId: null, sentAtMs: clock.nowMs(),
          author: { direction: 'out', sender: outbox.sender(conversation), speaker: conversation.kind === 'chat' ? null : { occupantId: null, visit: null } },
        },
        { messageId, originalLength: [...body].length },
      )
      apply()
      setExtra(db, messageId, 'isChanging', true)
      show(message)
    })

  const settle = ({ messageId }: FollowUp) => {
    const message = messageId === null || changesOf(messageId).length > 0 ? null : getMessage(db, messageId)
    if (!message) return
    setExtra(db, message.id, 'isChanging', undefined)
    messageEvents.changed(message.id)
  }
  const restoreExtras = (id: MessageId, { reply, reactions, files, bundle, spoiler }: MessageExtras) => {
    setExtra(db, id, 'reply', reply)
    setExtra(db, id, 'reactions', reactions)
    setExtra(db, id, 'files', files?.map((file) => ({ ...file, local: file.url === null ? file.local : null }))) // they went with it
    setExtra(db, id, 'bundle', bundle)
    setExtra(db, id, 'spoiler', spoiler)
  }
  const undo = (one: FollowUp, what: 'correction' | 'recall', text: string | null) => {
    const message = one.messageId === null ? null : getMessage(db, one.messageId)
    if (!message) return
    const { before } = one.payload as Payload
    // Unless something has been said since.
    if (changesOf(message.id).length === 0) {
      restore(db, message.id, before.body, before.isEdited)
      setMentions(db, message.id, before.mentions ?? [])
      if (what === 'recall') restoreExtras(message.id, before.extras ?? {})
      setExtra(db, message.id, 'isChanging', undefined)
      show(message)
    }
    session.publish('correction.refused', { accountId, messageId: message.id, what, text })
  }

  followUps.define(CORRECTION, {
    build: (one, conversation) => {
      const message = one.messageId === null ? null : getMessage(db, one.messageId)
      const target = message && getWireIds(db, message.id)?.stanzaId
      if (!message || !target || message.isRetracted) return null
      const stanza = outbox.compose({ ...message, body: (one.payload as Payload).body ?? '' }, conversation, one.wireId)
      stanza?.append(xml('replace', { xmlns: NS_CORRECT, id: target }))
      return stanza
    },
    onSent: settle,
    onRefused: (one, { text }) => undo(one, 'correction', text),
  })
  followUps.define(RECALL, {
    build: (one, conversation) => {
      const target = (one.messageId === null ? null : nameOf(db, conversation, one.messageId)) ?? (one.payload as Payload).target ?? null
      if (target === null) return one.messageId === null ? null : 'wait'
      return buildRetract(conversation.peer, conversation.kind === 'room' ? 'groupchat' : 'chat', one.wireId, target)
    },
    onSent: settle,
    onRefused: (one, { text }) => undo(one, 'recall', text),
  })

  const noMessage = fail('not-found', 'there is no such message of ours')
  return {
    correct: (messageId: MessageId, body: string): Result<null> => {
      const found = own(messageId)
      if (!found || found.message.state === 'failed' || found.message.extras?.files || found.message.extras?.bundle) return noMessage // §5: never what is more than words
      if (outbox.isUnwritten(messageId)) {
        // Nobody has its first words: they are simply others.
        session.transaction(() => {
          restore(db, messageId, body, false)
          setMentions(db, messageId, [])
          show(found.message)
        })
      } else if (body !== found.message.body) add(CORRECTION, found, { body }, () => setBody(db, messageId, body, [], false))
      return done
    },
    recall: (messageId: MessageId): Result<null> => {
      const found = own(messageId)
      if (!found || found.message.state === 'failed') return noMessage
      if (outbox.withdraw(messageId)) return done
      const target = nameOf(db, found.conversation, messageId)
      if (target === null && found.message.state !== 'queued') return fail('not-supported', 'the room has given no id to it', { problem: 'no-id' })
      add(RECALL, found, { target }, () => setRetracted(db, messageId))
      return done
    },
  }
}
