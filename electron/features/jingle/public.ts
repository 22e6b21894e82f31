/** Sessions between two clients, for the features that have something to send. */
import { publicApi } from '#core/feature'
import type { FullJid } from '#shared/jid'
import type { Element } from '#xmpp/types'
import type { Channel } from './channel'
import type { Reason } from './stanza'

export type { Channel, Reason }

export interface SessionEnd {
  by: 'us' | 'them'
  reason: Reason | 'offline'
}

export interface SessionListener {
  /** They take it. */
  accepted?(): void
  /** The way is there. Once. */
  channel(channel: Channel): void
  info(payload: Element): void
  /** Once, whoever ended it; nothing comes after it. */
  over(end: SessionEnd): void
}

export interface Session {
  readonly peer: FullJid
  /** What is offered. */
  readonly description: Element
  /** Name and creator of the content, for whoever speaks of it. */
  readonly content: { name: string; creator: 'initiator' | 'responder' }
  listen(listener: SessionListener): void
  /** What was offered to us is taken: only now they learn how to reach us. */
  accept(): void
  inform(payload: Element): void
  terminate(reason: Reason): void
}

export interface JingleApi {
  /** Who takes offers of this kind. They come from contacts only; false: not this one. */
  answer(namespace: string, take: (session: Session) => boolean): void
  /** `features`: what the other client can. Its sender is who offers. */
  offer(to: FullJid, description: Element, features: readonly string[]): Session
  /** What a client must be able to do, besides the application itself. */
  isAble(features: readonly string[]): boolean
}

export const jingleApi = publicApi<JingleApi>('jingle')
