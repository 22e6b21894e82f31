/** The room service: who says what to which room, and the answers every part of it needs. */
import type { Element } from '@xmpp/xml'
import { attr } from '#xmpp/element'
import { setAffiliations, setRoles } from './admin'
import { onRoomIq } from './iq'
import { enter, leave, onPresence } from './joining'
import { applyConfig, defaultConfig } from './owner'
import type { Personality, Situation } from './personality'
import { Room, type Affiliation, type Occupant } from './room'
import { onMessage } from './speaking'
import { address, attrs, errorXml, inner, tag, type Refusal } from './xml'

/** What the room service needs of the server around it. */
export interface Surroundings {
  server: Personality
  domain: string
  mucDomain: string
  /** Rooms keep what is said (Openfire: whether its archive plugin is switched on; Tigase: the room's own field decides). */
  hasArchive: boolean
  /** To a device. */
  send(full: string, xml: string): void
  /** To whoever is there under a bare address; kept for later where the server does so. */
  sendBare(bare: string, xml: string): void
}

export class Muc {
  readonly rooms = new Map<string, Room>()
  /** Requests that were passed on to an occupant: `device id` → who asked. */
  readonly passedOn = new Map<string, { to: string; id: string; from: string }>()
  pings = 0

  constructor(readonly around: Surroundings) {}

  get server(): Personality {
    return this.around.server
  }

  receive(stanza: Element, from: string): void {
    if (stanza.name === 'presence') onPresence(this, stanza, from)
    else if (stanza.name === 'message') onMessage(this, stanza, from)
    else onRoomIq(this, stanza, from)
  }

  send(full: string, xml: string): void {
    this.around.send(full, xml)
  }

  result(stanza: Element, from: string, content = ''): void {
    this.send(from, tag('iq', { type: 'result', id: attr(stanza, 'id'), from: attr(stanza, 'to'), to: from }, content))
  }

  /** `payload` is what was asked, given back; `extra` what the room adds before the error. */
  refuse(stanza: Element, from: string, refusal: Refusal | Situation, more: { payload?: string; extra?: string; lang?: string } = {}): void {
    const words = typeof refusal === 'string' ? this.server.refusals[refusal] : refusal
    const head = attrs({ type: 'error', id: attr(stanza, 'id'), from: attr(stanza, 'to'), to: from })
    const error = errorXml(words, more.lang ?? this.server.lang)
    this.send(from, `<${stanza.name}${head}>${more.payload ?? inner(stanza)}${more.extra ?? ''}${error}</${stanza.name}>`)
  }

  /** A room as its first comer makes it. */
  create(jid: string, owner: string): Room {
    const room = new Room(jid)
    defaultConfig(this, room)
    room.setAffiliation(owner, 'owner')
    this.rooms.set(jid, room)
    return room
  }

  toAll(room: Room, xml: (viewer: Occupant) => string, first?: Occupant): void {
    const others = room.occupants.filter((one) => one !== first)
    for (const viewer of first ? [first, ...others] : others) this.send(viewer.jid, xml(viewer))
  }

  /** A device is gone without a word. */
  drop(full: string): void {
    for (const room of [...this.rooms.values()]) {
      const one = room.byJid(full)
      if (one) leave(this, room, one)
    }
  }

  /** For setting up a test: as if it had always been so. */
  make(jid: string, owner: string, config: Record<string, string[]> = {}): Room {
    const room = this.create(jid, address(owner).bare)
    room.isLocked = false
    applyConfig(room, new Map(Object.entries(config).map(([name, values]) => [`muc#roomconfig_${name}`, values])))
    return room
  }
  put(room: Room, full: string, nick: string): void {
    const known = room.byJid(full)
    if (known) room.remove(known)
    enter(this, room, { jid: full, nick, presence: '', history: null })
  }
  affiliate(room: Room, bare: string, affiliation: Affiliation): void {
    const by = room.withAffiliation('owner')[0] ?? bare
    setAffiliations(this, room, by, null, [{ bare, affiliation, reason: '' }])
  }
  readonly setRoles = setRoles
}
