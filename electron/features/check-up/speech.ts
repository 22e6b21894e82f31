/** Messages that the checks send: people may see them, on their other devices and in their archives, and shall know what they are. */
import type { FullJid, Jid } from '#shared/jid'
import { xml, type Element } from '#xmpp/element'
import { privateMarks } from '#xmpp/xep/0280'
import type { Bench } from './bench'

const NS_HINTS = 'urn:xmpp:hints'

/** A chat message that says whose it is. `part`: what tells it from the others of its check. */
export const message = ({ run }: Bench, head: { to: Jid; id: string; type?: string }, part: string, more: readonly Element[] = []): Element =>
  xml('message', { type: 'chat', ...head }, xml('body', {}, `Magpie: ${run} ${part}`), ...more)

/** For all that is not about archives and other devices: it stays between the two sessions. */
export const quiet = (): Element[] => [...privateMarks(), xml('no-store', { xmlns: NS_HINTS })]

/** The same without words. */
export const wordless = (to: FullJid, id: string, more: readonly Element[]): Element => xml('message', { type: 'chat', to, id }, ...more)
