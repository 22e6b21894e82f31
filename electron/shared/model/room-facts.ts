/** What a room says of itself to whoever asks (XEP-0045 §6.4 and what extends it). Nothing of it is proven. */
import type { BareJid } from '#shared/jid'
import type { RoomConfigKey } from '#shared/model/room-config'
import type { EpochMs } from '#shared/time'

export interface RoomFacts {
  room: BareJid
  name: string
  description: string
  /** Language tag; '' when not told. */
  language: string
  subject: string
  occupantCount: number | null
  /** May everybody set the subject? Null: not told. */
  canAllSetSubject: boolean | null
  canAllInvite: boolean | null
  canMembersInvite: boolean | null
  /** Who may write privately, as the room calls it (`anyone`, `participants`, `moderators`, `none`); null: not told. */
  privateMessages: string | null
  /** Whom to turn to; the owners, where the room names them instead. */
  contacts: BareJid[]
  /** Web page with what was said; only http(s). */
  logsUrl: string | null
  /** Node with more about the room, as an xmpp: address. */
  pubsubNode: string | null
  ldapGroup: string | null
  /** Messages that can be had on joining. */
  maxHistory: number | null
  createdAtMs: EpochMs | null
  /** XEP-0486: SHA-1 of the picture in hex; null when there is none or the room does not tell. */
  avatarHash: string | null
  access: {
    isMembersOnly: boolean | null
    isPasswordProtected: boolean | null
    isModerated: boolean | null
    /** Everybody sees who is who. */
    isNonAnonymous: boolean | null
    isPersistent: boolean | null
    isHidden: boolean | null
  }
  can: {
    /** Keeps what is said (XEP-0313). */
    archive: boolean
    /** XEP-0425; `:0` is the old kind. */
    moderation: 'urn:xmpp:message-moderate:1' | 'urn:xmpp:message-moderate:0' | null
    register: boolean
    voiceRequests: boolean
    avatar: boolean
    hats: boolean
    occupantIds: boolean
    commands: boolean
  }
  /** All else that stands in the form: by meaning where it has one, else with the room's own label. */
  more: { name: string; key: RoomConfigKey | null; label: string | null; values: string[] }[]
}

/** Rooms hand it to everybody who comes in, and servers limit a stanza to 256 KiB and less. */
export const MAX_ROOM_AVATAR_BYTES = 128 * 1024
