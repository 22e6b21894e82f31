/** People who can be taken for 王伟 and Anna, and marks that one does not see: in requests, invitations, a room and a talk. */
import type { Snapshot } from '#contract'
import type { Occupant } from '#shared/model/room'
import { ago, history, jid, message, occupants } from './fixture'
import { invites } from './rooms'

const occupant = (nick: string, more: Partial<Occupant> = {}): Occupant => ({
  nick, affiliation: 'none', role: 'participant', jid: null, availability: 'online', status: '', isSelf: false, ...more,
})

export const lookAlikeOccupants: Occupant[] = [
  ...occupants, occupant('Аnna Kowalska'), occupant('王伟\u200b', { jid: jid('wang.wei@evil.example') }), occupant('gnp.\u202eexe Bill'),
  occupant('Oliver Montgomery-Featherstonehaugh Ill.', { affiliation: 'member' }),
]

export function withLookAlikes(snapshot: Snapshot): Snapshot {
  const slices = snapshot.accounts[1]!
  slices.roster.requests = [
    { jid: jid('wang.wеi@example.org'), message: '是我，王伟，换了手机', atMs: ago(3) },
    { jid: jid('anna@examp1e.com'), message: '', atMs: ago(9) },
    { jid: jid('someone.new@example.net'), message: 'Hello', atMs: ago(20) },
  ]
  slices['room-invites'].received = [
    { ...invites[0]!, id: 8, room: jid('design@rooms.examp1e.org'), by: { jid: jid('wang.wei@evil.example'), nick: null }, isFromStranger: true, reason: '设计组搬到这里了' },
    { ...invites[2]!, id: 9, by: { jid: null, nick: 'Anna Kowa1ska' } },
  ]
  history[2]?.push(message(2, '王伟说今天不评审了，先把合同发我', 1, { sender: 'Аnna Kowalska' }), message(2, '看附件', 1, { sender: '王伟\u200b' }), message(2, 'Hi', 1, { sender: 'gnp.\u202eexe Bill' }))
  history[9]?.push(message(9, '我是妈妈，换号了', 1, { sender: 'mum@examp1e.org' }))
  slices.conversations.conversations = slices.conversations.conversations.map((one) => (one.peer === 'lucky.winner@prize.example' ? { ...one, peer: 'mum@examp1e.org' } : one))
  return snapshot
}
