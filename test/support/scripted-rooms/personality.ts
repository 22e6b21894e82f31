/**
 * What makes a server itself, as far as it can be said in a table: its refusals in its own words (from the recordings in
 * test/fixtures/servers), and how it differs in what it allows. Behaviour that is more than a word stands where it happens.
 */
import type { Refusal } from './xml'

export const scriptedKinds = ['openfire-4.7.5', 'openfire-5.0.5', 'tigase-8.4.0'] as const
export type ScriptedKind = (typeof scriptedKinds)[number]

type Situation =
  | 'locked' | 'banned' | 'membersOnly' | 'password' | 'full' | 'nickTaken' | 'nickMissing' | 'nickChangeTaken'
  | 'roomGone' | 'outsideSpeaks' | 'noRoomSpeaks' | 'noVoice' | 'noSubject' | 'absentPrivate' | 'absentIq' | 'voiceRequest'
  | 'outsideInvites' | 'noInvites' | 'notOwner' | 'noSuchRoom' | 'emptySecret' | 'unknownIq' | 'outsidePing' | 'outsideList'
  | 'outsideDoes' | 'privateOff' | 'wrongType' | 'notAllowedList' | 'serverIq' | 'unknownAccount'

export interface Personality {
  kind: ScriptedKind
  isTigase: boolean
  /** Openfire before 5. */
  isOld: boolean
  mucPrefix: 'conference' | 'muc'
  /** Language of error texts. */
  lang: 'en' | null
  /** Domain in the recordings: replaced by ours in templates. */
  recordedDomain: string
  refusals: Record<Situation, Refusal>
}

const NO_RIGHT: Refusal = ['forbidden', "You don't have authorization to perform this request."]
const NOT_IN: Refusal = ['bad-request', 'You are not an occupant of this room.']
const NO_ROOM: Refusal = ['item-not-found', 'The room does not exist.']

const openfire475: Record<Situation, Refusal> = {
  locked: ['item-not-found', 'This room is locked (it might not have been configured yet).'],
  banned: ['forbidden', "You're not allowed to join this room."],
  membersOnly: ['registration-required', 'This is a member-only room. Membership is required.'],
  password: ['not-authorized', "You're not authorized to create or join the room."],
  full: ['service-unavailable', 'The maximum number of users of the room has been reached.'],
  nickTaken: ['conflict', 'The nickname that is being used is used by someone else.'],
  nickMissing: ['jid-malformed', 'A nickname (resource-part) is required in order to join a room.'],
  nickChangeTaken: ['conflict', 'This nickname is taken.'],
  roomGone: NOT_IN,
  outsideSpeaks: ['not-acceptable', 'You are not in the room.'],
  noRoomSpeaks: ['recipient-unavailable', 'The room that the message was addressed to is not available.'],
  noVoice: ['forbidden', "You are not allowed to send a public message to the room (you might require 'voice')."],
  noSubject: ['forbidden', 'You are not allowed to change the subject of this room.'],
  absentPrivate: ['recipient-unavailable', 'The intended recipient of your private message is not available.'],
  absentIq: ['recipient-unavailable', 'The intended recipient is not available.'],
  voiceRequest: ['bad-request', 'Unable to process message.'],
  wrongType: ['bad-request', 'Unable to process message.'],
  privateOff: ['forbidden', 'You are not allowed to send a private messages in the room.'],
  outsideInvites: ['not-acceptable', 'You are not in the room.'],
  noInvites: ['forbidden', "This room disallows invitations to be sent, or you're not allowed to modify the member list of this room."],
  notOwner: NO_RIGHT,
  noSuchRoom: NOT_IN,
  emptySecret: ['not-acceptable', 'Room requires a password, but none was supplied.'],
  unknownIq: ['bad-request', 'IQ request cannot be processed by the MUC room itself.'],
  outsidePing: NOT_IN,
  outsideList: NOT_IN,
  outsideDoes: NOT_IN,
  notAllowedList: NO_RIGHT,
  serverIq: ['feature-not-implemented'],
  unknownAccount: ['item-not-found'],
}
const openfire505: Record<Situation, Refusal> = {
  ...openfire475,
  roomGone: NO_ROOM,
  absentPrivate: ['item-not-found', 'The intended recipient of your private message is not available.'],
  noSuchRoom: NO_ROOM,
  outsidePing: ['not-acceptable', 'Room requires a password, but none was supplied.'], // misleading, and as recorded
  outsideList: NO_RIGHT,
  outsideDoes: NO_RIGHT,
  unknownAccount: ['service-unavailable'],
}
const tigase: Record<Situation, Refusal> = {
  locked: ['item-not-found'],
  banned: ['forbidden'],
  membersOnly: ['registration-required'],
  password: ['not-authorized'],
  full: ['service-unavailable', 'Reached maximum number of occupants.'],
  nickTaken: ['not-allowed', 'Nickname already in use.'],
  nickMissing: ['jid-malformed'],
  nickChangeTaken: ['feature-not-implemented', 'Changing nickname is not supported yet.'],
  roomGone: ['item-not-found', 'Room not found'],
  outsideSpeaks: ['forbidden', 'Insufficient privileges to send groupchat message.'],
  noRoomSpeaks: ['item-not-found', 'There is no such room.'],
  noVoice: ['forbidden', 'Insufficient privileges to send groupchat message.'],
  noSubject: ['forbidden', 'Insufficient privileges to change subject.'],
  absentPrivate: ['item-not-found', 'Unknown recipient'],
  absentIq: ['item-not-found', 'Unknown recipient'],
  voiceRequest: ['feature-not-implemented'],
  wrongType: ['bad-request', "Groupchat message can't be addressed to occupant."],
  privateOff: ['not-allowed'], // with the role in the words, see speaking.ts
  outsideInvites: ['forbidden', "Your role is 'none'. You cannot invite others."],
  noInvites: ['forbidden', 'Occupants are not allowed to invite others'],
  notOwner: ['forbidden'],
  noSuchRoom: ['item-not-found', 'There is no such room.'],
  emptySecret: ['not-acceptable', 'Passwords cannot be empty'],
  unknownIq: ['feature-not-implemented'],
  outsidePing: ['not-acceptable'], // with the resource in the words, see iq.ts
  outsideList: ['forbidden'],
  outsideDoes: ['forbidden'],
  notAllowedList: ['forbidden'],
  serverIq: ['feature-not-implemented', 'Feature not supported yet.'],
  unknownAccount: ['item-not-found'],
}

export const personalities: Record<ScriptedKind, Personality> = {
  'openfire-4.7.5': {
    kind: 'openfire-4.7.5', isTigase: false, isOld: true, mucPrefix: 'conference', lang: null, recordedDomain: 'openfire.test', refusals: openfire475,
  },
  'openfire-5.0.5': {
    kind: 'openfire-5.0.5', isTigase: false, isOld: false, mucPrefix: 'conference', lang: null, recordedDomain: 'of5.test', refusals: openfire505,
  },
  'tigase-8.4.0': {
    kind: 'tigase-8.4.0', isTigase: true, isOld: false, mucPrefix: 'muc', lang: 'en', recordedDomain: 'tigase.test', refusals: tigase,
  },
}
export type { Situation }
