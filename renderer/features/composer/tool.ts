/** A button over the text field; the list is in views/composer-tools. */
import type { Component } from 'svelte'
import type { Conversation } from '#shared/model/conversation'

/** `isDisabled`: nothing can be written here now. */
export type ComposerTool = Component<{ conversation: Conversation; isDisabled: boolean }>
