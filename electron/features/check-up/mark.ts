/**
 * What a run sends is told apart from what people write, so that the user's own sessions do not show it: in each message and request to be
 * contacts stands an element with the name of the run. It hides nothing but what this profile's runs have sent: names are made by chance, noted
 * before the run begins, and count between the accounts of the run and in its rooms only.
 */
import type { Connection } from '#xmpp/types'
import { attr, child, xml, type Element } from '#xmpp/element'

const NS_MARK = 'urn:magpie:check-up:0'
const SUBSCRIPTION = new Set(['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'])

function mark(stanza: Element, run: string): void {
  const isMessage = stanza.name === 'message' && attr(stanza, 'type') !== 'error'
  const isAsking = stanza.name === 'presence' && SUBSCRIPTION.has(attr(stanza, 'type') ?? '')
  if ((isMessage || isAsking) && markOf(stanza) === null) stanza.append(xml('run', { xmlns: NS_MARK, name: run }))
}

/** From now on all that is sent over it carries the mark of this run. `onMessage`: before a message goes out. */
export function markAll(connection: Connection, run: string, onMessage: () => void): void {
  const send = connection.send.bind(connection)
  connection.send = (stanza) => {
    mark(stanza, run)
    if (stanza.name === 'message') onMessage()
    return send(stanza)
  }
}

/** The run that it says it is of. */
export const markOf = (stanza: Element): string | null => attr(child(stanza, 'run', NS_MARK), 'name')

/** The run by which a room or node is called so. */
export const runNamed = (name: string): string | null => /^magpie-check-[0-9a-f]{8}(?![0-9a-f])/.exec(name)?.[0] ?? null
