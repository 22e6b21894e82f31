/**
 * Planted faults: proof that the campaign sees what it is there for (SAFETY.md §6, L13). Each is a change of the source
 * text (patch.ts says how it is found).
 */
import type { ServerKind } from '../support/servers-types'
import type { Kind } from './checker'
import type { FaultName } from './faults'
import type { Patch } from '../mutants/patch'

export interface Mutant {
  name: string
  /** Where it shows; `resent`: written twice to a contact, under the same id. */
  shows: (Kind | 'resent')[]
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

/** Not faults, only slower: so that a kill finds a catch-up under way, page after page. */
const smallPages: Patch = { find: 'export const STREAM_PAGE =', replace: 'export const STREAM_PAGE = 5 //' }
const smallFirstPage: Patch = { find: 'const FIRST_PAGE =', replace: 'const FIRST_PAGE = 5 //' }
const slowPages: Patch = {
  find: 'await breathe()\n    const answer = isWanted()',
  replace: 'await new Promise<void>((resolve) => setTimeout(resolve, 250))\n    const answer = isWanted()',
}

export const mutants: Mutant[] = [
  // The wire
  {
    name: 'ack-before-commit', shows: ['lost'], server: 'ejabberd', faults: ['rst', 'cut', 'fin'], cycles: 6,
    patches: [{
      find: 'this.#dispatch(el)',
      replace: '(setTimeout(() => this.loggedIn.stream.failure || this.#dispatch(el), 400), true)',
    }],
  },
  {
    name: 'commit-failure-acknowledged', shows: ['lost'], server: 'ejabberd', faults: ['disk-full'], cycles: 3,
    patches: [{ find: 'if (!wasHandled && this.#failedAt !== this.#inbound)', replace: 'if (false)' }],
  },
  {
    name: 'no-string-decoder', shows: ['altered'], server: 'prosody', faults: ['none', 'delay'], cycles: 10,
    patches: [{ find: 'this.#decoder.write(data)', replace: "data.toString('utf8')" }],
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
  // What comes in
  {
    name: 'no-dedupe', shows: ['duplicated'], server: 'prosody', faults: ['client-gone'], cycles: 2, isOneWay: true,
    patches: [{ find: 'const stored = findStored(message, conversation.id)', replace: 'const stored = null as MessageId | null' }],
  },
  {
    name: 'normalised-text', shows: ['altered'], server: 'prosody', faults: ['none', 'stall'], cycles: 3,
    patches: [{ find: "body: message.body ?? '',", replace: "body: (message.body ?? '').normalize('NFC')," }],
  },
  {
    name: 'ordered-by-the-wall-clock', shows: ['reordered'], server: 'prosody', faults: ['clock'], cycles: 3,
    patches: [{ find: 'Math.max(message.sentAtMs, newest ?? 0)', replace: 'message.sentAtMs' }],
  },
  {
    name: 'one-message-per-writer-and-moment', shows: ['lost'], server: 'prosody', faults: ['stall'], cycles: 4,
    patches: [{
      find: 'AND stanza_id = ? AND direction = ? AND sender = ? AND body = ? AND sent_at_ms BETWEEN ? AND ?',
      replace: "AND ? <> '' AND direction = ? AND sender = ? AND ? <> '' AND sent_at_ms BETWEEN ? + 604799900 AND ? - 604799900",
    }],
  },
  {
    name: 'late-ones-by-their-stamp', shows: ['reordered'], server: 'prosody', faults: ['down', 'rst'], cycles: 6,
    patches: [
      { find: 'if (isDelayed) message.place = (conversationId) =>', replace: 'if (false) message.place = (conversationId) =>' },
      { find: "!message.isDelayed || (message.source === 'live' && kind === 'chat'),", replace: '!message.isDelayed,' },
    ],
  },
  {
    name: 'carbons-of-anybody', shows: ['altered'], server: 'prosody', faults: ['forgery'], cycles: 3,
    patches: [{ find: "if (message.from !== own || message.type === 'error') return refuse('R-CARBON-SENDER', message.from)", replace: '' }],
  },
  // The outbox
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
    name: 'lost-event-ignored', shows: ['lost'], server: 'prosody', faults: ['server-kill'], cycles: 3, isOneWay: true,
    patches: [
      { find: 'inFlight.delete(id)\n        doubtful.add(id)', replace: 'doubtful.add(id)' },
      { find: 'for (const id of inFlight.keys()) doubtful.add(id)\n    inFlight.clear()', replace: '' },
    ],
  },
  {
    name: 'sent-before-ack', shows: ['lost'], server: 'prosody', faults: ['silent-kill'], cycles: 4, isOneWay: true,
    patches: [{ find: 'inFlight.set(message.id, route.confirmedBy)', replace: 'inFlight.set(message.id, route.confirmedBy)\n    markSent(message.id)' }],
  },
  {
    name: 'doubtful-ones-overtaken', shows: ['reordered'], server: 'prosody', faults: ['silent-kill'], cycles: 4, isOneWay: true,
    patches: [
      slowPages,
      { find: 'if (mustWait || !write(message)) blocked', replace: 'if (mustWait) continue\n      if (!write(message)) blocked' },
    ],
  },
  {
    name: 'doubtful-ones-not-held', shows: ['resent'], server: 'prosody', faults: ['deaf-server-gone'], cycles: 3, isOneWay: true,
    patches: [slowPages, { find: 'const isHeld = !isReady || holds.size > 0', replace: 'const isHeld = false' }],
  },
  // The archive
  {
    name: 'cursor-before-the-page', shows: ['lost'], server: 'prosody', faults: ['client-gone', 'client-kill'], cycles: 6,
    patches: [
      smallPages,
      {
        find: 'const oldestMs = page.items[0]?.stampMs ?? null',
        replace: `const oldestMs = page.items[0]?.stampMs ?? null
      if (last !== null && page.items.length > 0) putCursor(db, accountId, archive, { upToId: last, upToMs: cursor.upToMs, isCaughtUp: false })
      await new Promise((resolve) => setTimeout(resolve, 250))`,
      },
    ],
  },
  {
    name: 'cursor-moved-by-a-live-message', shows: ['lost'], server: 'prosody', faults: ['client-gone', 'client-kill'], cycles: 6,
    patches: [smallPages, slowPages, { find: 'if (archiveId === null || isDelayed || !isUnbroken()) return', replace: 'if (archiveId === null || isDelayed) return' }],
  },
  {
    name: 'only-the-first-page-of-news', shows: ['lost'], server: 'ejabberd', faults: ['client-gone'], cycles: 2,
    patches: [smallPages, { find: 'if (page.isComplete || page.items.length === 0 || last === null ||', replace: 'if (isFirst || page.isComplete || page.items.length === 0 || last === null ||' }],
  },
  {
    name: 'gap-forgotten', shows: ['lost'], server: 'prosody', faults: ['none', 'device'], cycles: 4,
    patches: [smallFirstPage, { find: 'if (!isOldestPage(page) && page.first !== null) addHistory', replace: 'if (false) addGap' }],
  },
  {
    name: 'archive-ordered-by-stamps', shows: ['reordered'], server: 'prosody', faults: ['client-gone', 'down-long'], cycles: 5,
    patches: [{ find: 'const orderMs = floor ? (Math.max(stampMs, floor.orderMs) as EpochMs) : placeBehind(db, before, conversationId, stampMs)', replace: 'const orderMs = stampMs' }],
  },
  {
    name: 'own-archived-ones-taken-for-new', shows: ['duplicated'], server: 'prosody', faults: ['client-gone'], cycles: 2,
    patches: [{
      find: 'const stored = findStored(message, conversation.id)',
      replace: "const stored = message.source === 'archive' && message.direction === 'out' ? null : findStored(message, conversation.id)",
    }],
  },
  {
    name: 'results-of-anybody', shows: ['altered'], server: 'prosody', faults: ['forgery'], cycles: 3,
    patches: [{
      find: "if (message.source !== 'live' || query?.archive !== message.from || message.type === 'error') {",
      replace: `const forged = query ? null : parseResult(message.stanza)
    if (forged) session.inbound.receiveArchived({ stanza: forged.stanza, archive: own, archiveId: forged.id, sentAtMs: Date.now(), isUnread: true, place: null, onKnown: [] })
    if (message.source !== 'live' || query?.archive !== message.from || message.type === 'error') {`,
    }],
  },
  // Other devices
  {
    name: 'carbons-not-asked-for', shows: ['lost'], server: 'ejabberd', faults: ['device', 'none'], cycles: 4,
    patches: [{ find: 'if (hasServerFeature(NS_CARBONS)) void enable()', replace: '' }],
  },
  {
    name: 'carbon-under-the-wrong-name', shows: ['wrongSender', 'lost'], server: 'ejabberd', faults: ['device', 'none'], cycles: 4,
    patches: [{ find: "message.direction = bareOf(inner.from) === own ? 'out' : 'in'", replace: "message.direction = 'in'" }],
  },
  // Rooms
  {
    name: 'blind-resend-in-rooms', shows: ['duplicated'], server: 'prosody', faults: ['deaf-gone'], cycles: 4, isOneWay: true,
    patches: [{ find: "return room?.state === 'joined' && room.isSettled && !room.needsUnlock", replace: "return room?.state === 'joined'" }],
  },
  {
    name: 'history-replays-as-new', shows: ['duplicated'], server: 'prosody', faults: ['client-kill'], cycles: 3, isOneWay: true,
    patches: [
      { find: "const stored = reflected ?? (isReplayed || message.source === 'archive' ? findStored(room, message, message.body) : null)", replace: 'const stored = null as MessageId | null' },
      {
        find: 'const stored = findStored(message, conversation.id)',
        replace: "const stored = kind === 'room' ? null : findStored(message, conversation.id)",
      },
    ],
  },
  {
    name: 'sender-of-the-message-before', shows: ['wrongSender'], server: 'prosody', faults: ['none', 'stall'], cycles: 3,
    patches: [{
      find: "if (nick === null) return onRoomSpeaks(room, message)\n    message.conversation = { kind: 'room', peer: room.jid }\n    message.sender = nick",
      replace: `if (nick === null) return onRoomSpeaks(room, message)
    message.conversation = { kind: 'room', peer: room.jid }
    const globals = globalThis as { before?: string }
    message.sender = globals.before ?? nick
    globals.before = nick`,
    }],
  },
  {
    name: 'rooms-not-joined-again', shows: ['lost'], server: 'ejabberd', faults: ['client-gone'], cycles: 2,
    patches: [{ find: "session.onOnline('after-presence', () => joiner.joinWanted())", replace: '' }],
  },
  {
    name: 'late-ones-in-rooms-by-their-stamp', shows: ['reordered'], server: 'prosody', faults: ['down', 'rst'], cycles: 6,
    patches: [{ find: "const isLate = room.history !== 'running' &&", replace: 'const isLate = false &&' }],
  },
]

/** `none`: the program as it is, with the wire log. */
export function patchesOf(name: string): Patch[] {
  const mutant = mutants.find((one) => one.name === name)
  if (!mutant && name !== 'none') throw new Error(`no mutant ${name}`)
  return [wireTap, ...(mutant?.patches ?? [])]
}
