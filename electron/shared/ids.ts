/** Branded ids: a number or string of one kind cannot be passed for another. */
export type AccountId = number & { readonly __brand: 'AccountId' }
export type ConversationId = number & { readonly __brand: 'ConversationId' }
/** Local row id of a message; never leaves this computer. */
export type MessageId = number & { readonly __brand: 'MessageId' }
