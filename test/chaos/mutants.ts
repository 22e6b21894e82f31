/**
 * Planted faults: proof that the campaign sees what it is there for (SAFETY.md §6, L13). Each is a change of the source
 * text, made while the test program is bundled (build/vite.program.ts), so that the product carries no hook for it.
 * A text that is no longer found ends the build with its name: then the mutant is to be written anew, not dropped.
 */
import type { ServerKind } from '../support/servers-types'
import type { Kind } from './checker'
import type { FaultName } from './faults'
import type { Patch } from './patch'

export interface Mutant {
  name: string
  /** Where it shows. */
  shows: Kind[]
  server: ServerKind
  faults: FaultName[]
  cycles: number
  isOneWay?: boolean
  patches: Patch[]
}


/** In every chaos build: the wire goes into the file that the harness names. */
export const wireTap: Patch = {
  find: 'info, createConnection, openRegistrationStream',
  replace: `info, openRegistrationStream, createConnection: (config, deps) => {
    const connection = createConnection(config, deps)
    const { appendFileSync } = process.getBuiltinModule('node:fs')
    const file = process.env.MAGPIE_WIRE_LOG
    if (file) connection.on('wire', (way, xml) => appendFileSync(file, new Date().toISOString() + (way === 'out' ? ' > ' : ' < ') + xml + '\\n'))
    return connection
  }`,
}

export const mutants: Mutant[] = [
  {
    name: 'ack-before-commit', shows: ['lost'], server: 'ejabberd', faults: ['rst', 'cut', 'fin'], cycles: 6,
    patches: [{
      find: 'const wasHandled = this.#dispatch(el)\n    if (!isEarly) this.management.received(wasHandled)',
      replace: `if (!isEarly) this.management.received(true)
    setTimeout(() => this.loggedIn.stream.failure || this.#dispatch(el), 400)`,
    }],
  },
  {
    name: 'commit-failure-acknowledged', shows: ['lost'], server: 'ejabberd', faults: ['disk-full'], cycles: 3,
    patches: [{ find: 'if (!wasHandled && this.#failedAt !== this.#inbound)', replace: 'if (false)' }],
  },
  {
    name: 'no-dedupe', shows: ['duplicated'], server: 'prosody', faults: ['client-kill'], cycles: 6, isOneWay: true,
    patches: [{ find: 'if (isDuplicate(message, conversation.id)) return', replace: '' }],
  },
  {
    name: 'no-string-decoder', shows: ['altered'], server: 'prosody', faults: ['none', 'delay'], cycles: 12,
    patches: [{ find: 'this.#decoder.write(data)', replace: "data.toString('utf8')" }],
  },
  {
    name: 'normalised-text', shows: ['altered'], server: 'prosody', faults: ['none', 'stall'], cycles: 4,
    patches: [{ find: "body: message.body ?? '',", replace: "body: (message.body ?? '').normalize('NFC')," }],
  },
  {
    name: 'blind-resend-in-rooms', shows: ['duplicated'], server: 'prosody', faults: ['deaf-kill'], cycles: 8, isOneWay: true,
    patches: [{ find: 'const reflected = message.notice === null ? ', replace: "const reflected = message.notice === null && room.history === 'done' ? " }],
  },
  {
    name: 'new-id-on-resend', shows: ['duplicated'], server: 'prosody', faults: ['client-kill'], cycles: 6, isOneWay: true,
    patches: [{ find: 'route.build(message, conversation, id)', replace: 'route.build(message, conversation, randomUUID())' }],
  },
  {
    name: 'swapped-order-on-flush', shows: ['reordered'], server: 'ejabberd', faults: ['down'], cycles: 3,
    patches: [{ find: "state = 'queued' ORDER BY id\"", replace: "state = 'queued' ORDER BY id DESC\"" }],
  },
  {
    name: 'drop-first-queued', shows: ['lost'], server: 'ejabberd', faults: ['down'], cycles: 3,
    patches: [{
      find: 'for (const message of listQueued(db, accountId)) {',
      replace: `const waiting = listQueued(db, accountId)
    if (waiting.length > 1 && !inFlight.has(waiting[0]!.id)) markSent(waiting.shift()!.id)
    for (const message of waiting) {`,
    }],
  },
  {
    name: 'forget-in-flight-on-resume', shows: ['lost'], server: 'ejabberd', faults: ['blackhole'], cycles: 5,
    patches: [{ find: 'return [...this.#queue]', replace: 'for (const stanza of this.#queue.splice(0)) this.events.acked(stanza)\n    return []' }],
  },
  {
    name: 'ack-counter-plus-one', shows: ['lost'], server: 'ejabberd', faults: ['blackhole'], cycles: 5,
    patches: [{
      find: "return xml('resume', { xmlns: NS_SM, h: this.#inbound, previd: this.#id })",
      replace: "return xml('resume', { xmlns: NS_SM, h: ++this.#inbound, previd: this.#id })",
    }],
  },
  {
    name: 'lost-event-ignored', shows: ['lost'], server: 'prosody', faults: ['server-kill'], cycles: 3, isOneWay: true,
    patches: [
      { find: 'if (id !== undefined) inFlight.delete(id)', replace: '' },
      { find: "connection.on('ended', () => inFlight.clear())", replace: '' },
    ],
  },
  {
    name: 'sent-before-ack', shows: ['lost'], server: 'prosody', faults: ['silent-kill'], cycles: 4, isOneWay: true,
    patches: [{ find: 'const { state } = connection\n', replace: 'markSent(message.id)\n    const { state } = connection\n' }],
  },
  {
    name: 'history-replays-as-new', shows: ['duplicated'], server: 'prosody', faults: ['client-kill'], cycles: 3, isOneWay: true,
    patches: [
      { find: 'const stored = reflected ?? findStored(room, message, message.body)', replace: 'const stored = null as MessageId | null' },
      { find: 'if (isDuplicate(message, conversation.id)) return', replace: "if (kind === 'chat' && isDuplicate(message, conversation.id)) return" },
    ],
  },
  {
    name: 'sender-of-the-message-before', shows: ['wrongSender'], server: 'prosody', faults: ['none', 'stall'], cycles: 4,
    patches: [
      { find: "const isIn = (room", replace: "let before = ''\nconst isIn = (room" },
      { find: "message.conversation = { kind: 'room', peer: room.jid }\n    message.sender = nick", replace: "message.conversation = { kind: 'room', peer: room.jid }\n    message.sender = before || nick\n    before = nick" },
    ],
  },
  {
    name: 'ordered-by-the-wall-clock', shows: ['reordered'], server: 'prosody', faults: ['clock'], cycles: 3,
    patches: [{ find: 'Math.max(message.sentAtMs, newest ?? 0)', replace: 'message.sentAtMs' }],
  },
  {
    name: 'one-message-per-writer-and-moment', shows: ['lost'], server: 'prosody', faults: ['stall'], cycles: 4,
    patches: [{
      find: 'WHERE conversation_id = ? AND stanza_id = ? AND direction = ? AND sender = ? AND body = ?\n         AND',
      replace: "WHERE conversation_id = ? AND ? <> '' AND direction = ? AND sender = ? AND ? <> '' AND abs(sent_at_ms - (SELECT max(sent_at_ms) FROM message)) < 1\n         AND",
    }],
  },
]

/** `none`: the program as it is, with the wire log. */
export function patchesOf(name: string): Patch[] {
  const mutant = mutants.find((one) => one.name === name)
  if (!mutant && name !== 'none') throw new Error(`no mutant ${name}`)
  return [wireTap, ...(mutant?.patches ?? [])]
}
