/** A room, who is in it, and how each server shows an occupant to another. */
import { createHash, randomUUID } from 'node:crypto'
import type { Element } from '@xmpp/xml'
import type { Personality } from './personality'
import { attrs, inner, NS_USER, tag } from './xml'

export const AFFILIATIONS = ['outcast', 'none', 'member', 'admin', 'owner'] as const
export type Affiliation = (typeof AFFILIATIONS)[number]
export const ROLES = ['none', 'visitor', 'participant', 'moderator'] as const
export type Role = (typeof ROLES)[number]
export const rank = (affiliation: Affiliation) => AFFILIATIONS.indexOf(affiliation)

export interface Occupant {
  nick: string
  /** Full address. */
  jid: string
  bare: string
  role: Role
  /** Children of his presence: show, status, caps … */
  presence: string
}

export interface Said {
  id: string
  /** `type` and `id` of the message. */
  wireId: string | null
  from: string
  jid: string
  /** Its children, with what the room adds. */
  content: string
  atMs: number
}

export class Room {
  readonly affiliations = new Map<string, Affiliation>()
  /** Several devices of one person may share a nick. */
  occupants: Occupant[] = []
  readonly config = new Map<string, string[]>()
  isLocked = true
  readonly createdMs = Date.now()
  subject: Said | null = null
  /** All that is kept to be replayed; `archive` what may be asked for. */
  history: Said[] = []
  archive: Said[] = []
  /** Registered nicks (XEP-0045 §7.10). */
  readonly reserved = new Map<string, string>()
  vcard: string | null = null

  constructor(readonly jid: string) {}

  get(name: string): string {
    return this.config.get(`muc#roomconfig_${name}`)?.[0] ?? ''
  }
  is(name: string): boolean {
    return ['1', 'true'].includes(this.get(name))
  }
  get isOpen(): boolean {
    return this.get('whois') === 'anyone'
  }
  affiliation(bare: string): Affiliation {
    return this.affiliations.get(bare) ?? 'none'
  }
  setAffiliation(bare: string, affiliation: Affiliation): void {
    if (affiliation === 'none') this.affiliations.delete(bare)
    else this.affiliations.set(bare, affiliation)
  }
  withAffiliation(affiliation: Affiliation): string[] {
    return [...this.affiliations].filter(([, one]) => one === affiliation).map(([bare]) => bare)
  }
  byJid(full: string): Occupant | undefined {
    return this.occupants.find((one) => one.jid === full)
  }
  byNick(nick: string): Occupant | undefined {
    return this.occupants.find((one) => one.nick === nick)
  }
  ofBare(bare: string): Occupant[] {
    return this.occupants.filter((one) => one.bare === bare)
  }
  /** Role that an affiliation gives on entering. */
  roleOf(affiliation: Affiliation): Role {
    if (affiliation === 'owner' || affiliation === 'admin') return 'moderator'
    return this.is('moderatedroom') && affiliation === 'none' ? 'visitor' : 'participant'
  }
  remove(occupant: Occupant): void {
    this.occupants = this.occupants.filter((one) => one !== occupant)
  }
}

export interface ItemView {
  affiliation?: Affiliation
  /** Null: not said at all. */
  role?: Role | null
  /** New nick of a nick change. */
  newNick?: string
  /** Tigase never shows an address when it tells of a change. */
  hidesJid?: boolean
  content?: string
}

/** What `viewer` sees of the occupant; viewer null: himself. */
export function itemXml(server: Personality, room: Room, one: Occupant, viewer: Occupant, view: ItemView = {}): string {
  const sees = room.isOpen || viewer.role === 'moderator' || (!server.isTigase && viewer.bare === one.bare)
  const role = view.role === undefined ? one.role : view.role
  const values = {
    jid: sees && !view.hidesJid ? one.jid : null,
    affiliation: view.affiliation ?? room.affiliation(one.bare),
    role,
    nick: view.newNick ?? (server.isTigase ? one.nick : null),
  }
  return tag('item', values, view.content)
}

export const statusXml = (codes: (number | false)[]) => codes.map((code) => (code === false ? '' : `<status code="${code}"/>`)).join('')

/** Openfire 5's occupant id: the same for a person in a room. */
export const occupantIdXml = (server: Personality, room: Room, bare: string) =>
  server.isTigase || server.isOld
    ? ''
    : tag('occupant-id', { xmlns: 'urn:xmpp:occupant-id:0', id: createHash('sha1').update(`${room.jid} ${bare}`).digest('hex') })

export function presenceXml(
  server: Personality, room: Room, one: Occupant, viewer: Occupant,
  more: { codes?: (number | false)[]; isGone?: boolean; view?: ItemView; presence?: string; nick?: string } = {},
): string {
  const { codes = [], isGone = false, view, presence = isGone ? '' : one.presence, nick = one.nick } = more
  const x = tag('x', { xmlns: NS_USER }, itemXml(server, room, one, viewer, view) + statusXml(codes))
  const head = attrs({ to: viewer.jid, from: `${room.jid}/${nick}`, type: isGone ? 'unavailable' : null })
  return `<presence${head}>${presence}${occupantIdXml(server, room, one.bare)}${x}</presence>`
}

/** What an occupant says of himself, without what speaks to the room. */
export const ownPresence = (stanza: Element) => inner(stanza, (child) => !String(child.attrs['xmlns'] ?? '').startsWith('http://jabber.org/protocol/muc'))

export const newId = (server: Personality) =>
  server.isTigase ? createHash('sha1').update(randomUUID()).digest('hex') : randomUUID()
