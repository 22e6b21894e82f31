/** What other features add to a message on the page; composed in views/message-parts and views/message-actions. */
import type { Component, Snippet } from 'svelte'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'

export interface MessagePart {
  /**
   * In the bubble before its words, in place of them, behind them; or beneath the bubble. `over`: it is given what stands in place of the
   * words and behind them, and draws it when it likes. Of several `instead` and `over` the first counts.
   */
  place: 'above' | 'over' | 'instead' | 'inside' | 'below'
  /** Asked while the message is drawn: cheap, by its extras. Messages that were taken back have no parts. */
  shows: (message: Message) => boolean
  component: Component<{ message: Message; children?: Snippet }>
}

export interface ActionContext {
  conversation: Conversation
  message: Message
  /** The message on the page: where a popover goes. */
  at: HTMLElement
}
export interface MessageAction {
  label: string
  icon: Component
  /** Also a button beside the message under the pointer. */
  isQuick?: boolean
  isDangerous?: boolean
  /** Pressed while the message has the focus: a letter in lower case. */
  key?: string
  run: () => void
}
/** Null: not with this message. Called when the menu opens or the pointer comes. */
export type OfferAction = (context: ActionContext) => MessageAction | null
