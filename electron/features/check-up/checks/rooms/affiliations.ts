/** What people are to a room for good, and that a change of it is more than an answer: XEP-0045 §9.1–9.5, §10.3–10.8. */
import { parseBareJid, type BareJid } from '#shared/jid'
import type { Affiliation } from '#shared/model/room'
import type { Finding } from '#shared/check-up/report'
import { xml, type Element } from '#xmpp/element'
import { buildChange, buildListRequest, NS_ADMIN, readList } from '#xmpp/xep/0045-admin'
import { broken, missing, pass, untested, type Check, type Probe } from '../../bench'
import { configure } from './settings'
import { ask, change, enter, inRoom, isIn, leave, NICK_TWO, noneOf, presenceIn, sees, together, type PairStage } from './stage'

type Listed = 'owner' | 'admin' | 'member' | 'outcast'

/** Null: the room does not say. */
async function listOf(probe: Probe, room: BareJid, list: Listed): Promise<string[] | null> {
  const reply = await ask(probe, room, buildListRequest(list))
  return reply.ok ? [...readList(reply.value, list, 1000)].flat().flatMap(({ jid }) => jid ?? []) : null
}

const put = ({ one, two, room }: PairStage, affiliation: Affiliation) => change(one, room, { jid: two.own, affiliation })
const tells = (room: BareJid, affiliation: Affiliation) => (stanza: Element) => {
  const presence = presenceIn(room, stanza)
  return presence?.nick === NICK_TWO && presence.muc.items.some((item) => item.affiliation === affiliation)
}
const putsOut = (room: BareJid) => (stanza: Element) => {
  const presence = presenceIn(room, stanza)
  return presence?.nick === NICK_TWO && !presence.isAvailable
}

/** Asked for, answered, told to both, listed. `list` null: nothing is listed for it. */
async function given(stage: PairStage, affiliation: 'owner' | 'admin' | 'member' | 'none', from: Affiliation): Promise<Finding> {
  const { one, two, room } = stage
  if (from !== 'none' && !(await put(stage, from)).ok) return untested('not-set')
  const [since, sinceOne] = [two.mark(), one.mark()]
  const reply = await put(stage, affiliation)
  if (!reply.ok) return broken('refused', { condition: reply.error.condition })
  if (!(await sees(two, one, since, tells(room, affiliation)))) return broken('untold')
  if (!(await sees(one, two, sinceOne, tells(room, affiliation)))) return broken('unseen')
  const old = from === 'none' ? null : from === 'outcast' ? null : await listOf(one, room, from)
  if (old?.includes(two.own)) return broken('still-listed')
  if (affiliation === 'none') return pass()
  const list = await listOf(one, room, affiliation)
  await put(stage, 'none')
  if (!list) return broken('no-list')
  return list.includes(two.own) ? pass() : broken('not-listed')
}

/** Out at once, told so, listed, and not let in again. He is given back what he was. */
async function banned(stage: PairStage): Promise<Finding> {
  const { one, two, room } = stage
  const [since, sinceOne] = [two.mark(), one.mark()]
  const reply = await put(stage, 'outcast')
  if (!reply.ok) return broken('refused', { condition: reply.error.condition })
  try {
    const told = await sees(two, one, since, putsOut(room))
    if (!told) return broken('stays')
    if (!presenceIn(room, told)!.muc.codes.has(301)) return broken('no-301')
    if (!(await sees(one, two, sinceOne, putsOut(room)))) return broken('unseen')
    const list = await listOf(one, room, 'outcast')
    if (!list?.includes(two.own)) return broken('not-listed')
    const entry = await enter(two, room, NICK_TWO)
    if (entry.ok) return broken('let-in')
    return entry.condition === 'forbidden' ? pass() : broken('other-error', { condition: entry.condition })
  } finally {
    await put(stage, 'none')
  }
}

export const affiliations: Check[] = [
  together('ban', '§9.1', banned),
  together('unban', '§9.2', async (stage) => {
    const { one, two, room } = stage
    if (!(await put(stage, 'outcast')).ok) return untested('not-set')
    const reply = await put(stage, 'none')
    if (!reply.ok) return broken('refused', { condition: reply.error.condition })
    if ((await listOf(one, room, 'outcast'))?.includes(two.own)) return broken('still-listed')
    if (isIn(two, room)) return pass()
    const entry = await enter(two, room, NICK_TWO)
    return entry.ok ? pass() : broken('kept-out', { condition: entry.condition })
  }),
  together('members-only', '§7.2.6', async (stage) => {
    const { one, two, room } = stage
    await leave(two, room)
    const set = await configure(one, room, { membersOnly: '1' })
    if (set.lacking.length > 0) return missing()
    if (set.refused !== null) return broken('refused', { condition: set.refused })
    try {
      const stranger = await enter(two, room, NICK_TWO)
      if (stranger.ok) return broken('let-in')
      if (!(await put(stage, 'member')).ok) return untested('not-set')
      const member = await enter(two, room, NICK_TWO)
      if (!member.ok) return broken('kept-out', { condition: member.condition })
      return stranger.condition === 'registration-required' ? pass() : broken('other-error', { condition: stranger.condition })
    } finally {
      await put(stage, 'none')
      await configure(one, room, { membersOnly: '0' })
    }
  }),
  together('membership-lost', '§9.4', async (stage) => {
    const { one, two, room } = stage
    if (!(await put(stage, 'member')).ok) return untested('not-set')
    const set = await configure(one, room, { membersOnly: '1' })
    if (set.lacking.length > 0 || set.refused !== null) return untested('not-set')
    try {
      const since = two.mark()
      if (!(await put(stage, 'none')).ok) return untested('not-set')
      const told = await sees(two, one, since, putsOut(room))
      if (!told) return broken('stays')
      const { codes } = presenceIn(room, told)!.muc
      return codes.has(321) ? pass() : broken(codes.has(301) ? 'as-ban' : 'no-321')
    } finally {
      await configure(one, room, { membersOnly: '0' })
    }
  }),
  together('closed-to-others', '§9.4', async ({ one, two, room }) => {
    const since = two.mark()
    const set = await configure(one, room, { membersOnly: '1' })
    if (set.lacking.length > 0 || set.refused !== null) return untested('not-set')
    try {
      const told = await sees(two, one, since, putsOut(room))
      if (!told) return broken('stays')
      return presenceIn(room, told)!.muc.codes.has(322) ? pass() : broken('no-322')
    } finally {
      await configure(one, room, { membersOnly: '0' })
    }
  }),
  together('member', '§9.3', (stage) => given(stage, 'member', 'none')),
  together('member-revoked', '§9.4', (stage) => given(stage, 'none', 'member')),
  together('admin', '§10.6', (stage) => given(stage, 'admin', 'none')),
  together('admin-revoked', '§10.7', (stage) => given(stage, 'none', 'admin')),
  together('owner', '§10.3', (stage) => given(stage, 'owner', 'none')),
  together('owner-revoked', '§10.4', (stage) => given(stage, 'none', 'owner')),
  together('ban-moderator', '§9.1', async (stage) => {
    const { one, two, room } = stage
    if (!(await put(stage, 'admin')).ok) return untested('not-set')
    await change(one, room, { nick: NICK_TWO, role: 'moderator' })
    const since = two.mark()
    const reply = await put(stage, 'outcast')
    try {
      if (!reply.ok) return broken('refused', { condition: reply.error.condition })
      return (await sees(two, one, since, putsOut(room))) ? pass() : broken('stays')
    } finally {
      await put(stage, 'none')
      // Where the ban did nothing, he is still in with his old role.
      await leave(two, room)
    }
  }),
  together('ban-former-member', '§9.1', async (stage) => {
    const { one, two, room } = stage
    // COMPAT(ejabberd 23): a moderated room remembers the role of a former member, and lets him in by it.
    const set = await configure(one, room, { moderated: '1' })
    if (set.refused !== null || set.lacking.length > 0) return untested('not-set')
    try {
      const since = two.mark()
      if (!(await put(stage, 'member')).ok || !(await put(stage, 'none')).ok) return untested('not-set')
      await sees(two, one, since, tells(room, 'none'))
      return await banned(stage)
    } finally {
      await configure(one, room, { moderated: '0' })
    }
  }, { after: ['rooms.ban'] }),
  together('rights', '§5.2.1', async (stage) => {
    const { one, two, room } = stage
    const since = one.mark()
    const made = await change(two, room, { jid: two.own, affiliation: 'admin' })
    const kicked = await change(two, room, { nick: 'magpie-one', role: 'none' })
    if (!(await noneOf(one, two, since, tells(room, 'admin'))) || made.ok || kicked.ok) {
      await put(stage, 'none')
      return broken('let')
    }
    const condition = [made, kicked].map((reply) => (reply.ok ? '' : reply.error.condition)).find((one) => one === 'timeout')
    return condition ? broken('unanswered') : pass()
  }),
  inRoom('several-changes', '§9.5', async ({ bench, one, room }) => {
    const people = ['a', 'b'].flatMap((name) => parseBareJid(`${bench.run}-${name}@${one.domain}`) ?? [])
    const items = people.map((jid) => buildChange({ jid, affiliation: 'member', reason: '' }).children).flat()
    const reply = await ask(one, room, xml('query', { xmlns: NS_ADMIN }, items as Element[]), 'set')
    if (!reply.ok) return broken('refused', { condition: reply.error.condition })
    const list = await listOf(one, room, 'member')
    const count = people.filter((jid) => list?.includes(jid)).length
    for (const jid of people) await change(one, room, { jid, affiliation: 'none' })
    if (!list) return untested('no-list')
    return count === people.length ? pass() : broken('not-all', { count })
  }),
]
