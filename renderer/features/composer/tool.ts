/** What others add to the text field: buttons over it (the list is in views/composer-tools), and what goes along with the words. */
import type { Component } from 'svelte'
import type { Conversation } from '#shared/model/conversation'
import type { Result } from '#shared/result'

/** `isDisabled`: nothing can be written here now. */
export type ComposerTool = Component<{ conversation: Conversation; isDisabled: boolean }>

export interface Companion {
  /** Told of every change of what is being written; returns the end of waiting for a pause. */
  look(text: string): () => void
  /** In place of an ordinary message; null: nothing goes along with these words. */
  send(body: string): Promise<Result<unknown>> | null
}
