import type { RuleId } from '#shared/rules'
import type { Actor, Target, World } from './world'

/**
 * `nothing`: as if it had never been sent, and one line in the log. `own`: it stands in the conversation with its sender, as his; nothing
 * of anybody else is changed.
 */
export type Outcome = 'nothing' | 'own'

export interface Attack {
  id: string
  /** As in SAFETY.md §2.1, or the class of §2.3. */
  class: string
  says: string
  /** Of which one is logged; none: nothing here listens to such things. */
  rules: RuleId[]
  by: Partial<Record<Actor, Outcome>>
  /** What it needs: ids of others, mostly. */
  prepare?(world: World): Promise<string>
  stanza(world: World, target: Target, prepared: string): string
  /** Its words, which must be shown as the sender's. Default: none. */
  words?(target: Target): string
  /** What is wrong afterwards, besides what is wrong of all. */
  judge?(world: World, target: Target, prepared: string): string | null | Promise<string | null>
  twin(world: World): Promise<void>
}

const everybody: Actor[] = ['stranger', 'contact', 'occupant', 'device']
export const all = (outcome: Outcome, ...who: Actor[]): Attack['by'] => Object.fromEntries((who.length > 0 ? who : everybody).map((actor) => [actor, outcome]))

export const message = ({ to, type, tag }: Target, inside: string, attributes = ''): string =>
  `<message to='${to}' type='${type}' id='${tag}'${attributes}>${inside}</message>`
export const body = (words: string): string => `<body>${words}</body>`
export const delay = (stamp: string, from: string): string => `<delay xmlns='urn:xmpp:delay' stamp='${stamp}' from='${from}'/>`
export const forwarded = (from: string, to: string, words: string): string =>
  `<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='${from}' to='${to}' type='chat' id='f-${words.replace(/\s/g, '')}'>${body(words)}</message></forwarded>`
export const event = (node: string, inside: string): string =>
  `<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='${node}'>${inside}</items></event>`
export const iq = (to: string, id: string, type: 'get' | 'set' | 'result', payload: string): string => `<iq to='${to}' id='${id}' type='${type}'>${payload}</iq>`
