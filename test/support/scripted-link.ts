/** A link whose every moment a test decides: what is written, lost, acknowledged, and when. */
import { xml } from '#xmpp/element'
import type { Connection, ConnectionEvents, Element } from '#xmpp/types'

/** Only the parts of a connection that those touch who send what is stored. */
export function scriptedLink() {
  const listeners = new Map<keyof ConnectionEvents, ((arg?: unknown) => void)[]>()
  const link = {
    isOnline: true,
    isTooLarge: (_stanza: Element) => false,
    hasAcks: true,
    written: [] as Element[],
    pongs: [] as ((isAnswered: boolean) => void)[],
    emit: (event: keyof ConnectionEvents, arg?: unknown) => {
      for (const listener of listeners.get(event) ?? []) listener(arg)
    },
  }
  const connection = {
    get state() {
      return link.isOnline ? { phase: 'online', secure: { streamManagement: link.hasAcks } } : { phase: 'waiting' }
    },
    send: (stanza: Element) => {
      const isWritten = link.isOnline && !link.isTooLarge(stanza)
      if (isWritten) link.written.push(stanza)
      return isWritten
    },
    request: () =>
      new Promise((resolve) =>
        link.pongs.push((isAnswered) => resolve(isAnswered ? { ok: true, value: xml('iq') } : { ok: false, error: { condition: 'offline' } })),
      ),
    on: (event: keyof ConnectionEvents, listener: (arg?: unknown) => void) => {
      listeners.set(event, [...(listeners.get(event) ?? []), listener])
      return () => undefined
    },
  } as unknown as Connection
  return { link, connection }
}
