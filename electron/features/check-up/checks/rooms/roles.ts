/** What people may do in a room now: XEP-0045 §8.2–8.6, §9.6–9.8. */
import type { BareJid } from '#shared/jid'
import type { Role } from '#shared/model/room'
import type { Finding } from '#shared/check-up/report'
import { attr, type Element } from '#xmpp/element'
import { buildRoomMessage } from '#xmpp/xep/0045'
import { buildListRequest, readList } from '#xmpp/xep/0045-admin'
import { buildVoiceAnswer, buildVoiceRequest, parseVoiceRequest } from '#xmpp/xep/0045-voice'
import { parseStanzaError } from '#xmpp/stanza-error'
import { broken, missing, pass, untested, type Check } from '../../bench'
import { configure } from './settings'
import { ask, bodyOf, change, enter, isFromRoom, newId, NICK_TWO, noneOf, presenceIn, sees, together, type PairStage } from './stage'

const hasRole = (room: BareJid, role: Role) => (stanza: Element) => {
  const presence = presenceIn(room, stanza)
  return presence?.nick === NICK_TWO && presence.muc.items.some((item) => item.role === role)
}
const put = ({ one, room }: PairStage, role: Role, reason = '') => change(one, room, { nick: NICK_TWO, role, reason })

/** Asked for, answered, told to both. */
async function given(stage: PairStage, role: Role, from: Role): Promise<Finding> {
  const { one, two, room } = stage
  await put(stage, from)
  const [since, sinceOne] = [two.mark(), one.mark()]
  const reply = await put(stage, role)
  if (!reply.ok) return broken('refused', { condition: reply.error.condition })
  const told = await sees(two, one, since, hasRole(room, role))
  const seen = await sees(one, two, sinceOne, hasRole(room, role))
  return told && seen ? pass() : broken(told ? 'unseen' : 'untold')
}

const isRefused = (id: string) => (stanza: Element) => stanza.name === 'message' && attr(stanza, 'type') === 'error' && attr(stanza, 'id') === id

/** A room where only who has voice may speak, and the second has none. */
async function muted<T>(stage: PairStage, work: () => Promise<T>): Promise<T | Finding> {
  const { one, two, room } = stage
  const set = await configure(one, room, { moderated: '1', voiceRequests: '1' })
  try {
    if (set.refused !== null || set.lacking.includes('moderated')) return untested('not-set')
    const since = two.mark()
    const reply = await put(stage, 'visitor')
    if (!reply.ok || !(await sees(two, one, since, hasRole(room, 'visitor')))) return untested('not-set')
    return await work()
  } finally {
    await configure(one, room, { moderated: '0' })
    await put(stage, 'participant')
  }
}

export const roles: Check[] = [
  together('moderator', '§9.6', (stage) => given(stage, 'moderator', 'participant')),
  together('moderator-list', '§9.8', async (stage) => {
    const { one, room } = stage
    await put(stage, 'moderator')
    const reply = await ask(one, room, buildListRequest('moderator'))
    if (!reply.ok) return broken('refused', { condition: reply.error.condition })
    const nicks = [...readList(reply.value, 'moderator', 1000)].flat().map((entry) => entry.nick)
    return nicks.includes(NICK_TWO) ? pass() : broken('not-listed')
  }),
  together('moderator-revoked', '§9.7', (stage) => given(stage, 'participant', 'moderator')),
  together('voice-revoked', '§8.4', (stage) => given(stage, 'visitor', 'participant')),
  together('voice', '§8.3', (stage) => given(stage, 'participant', 'visitor')),
  together('visitor-silent', '§7.4', (stage) =>
    muted(stage, async () => {
      const { one, two, room, bench } = stage
      const [id, body] = [newId(), `${bench.run} muted`]
      const [since, sinceOne] = [two.mark(), one.mark()]
      two.send(buildRoomMessage(room, id, body))
      const answer = await sees(two, one, since, (stanza) => isRefused(id)(stanza) || bodyOf(stanza) === body && attr(stanza, 'type') === 'groupchat')
      if (!(await noneOf(one, two, sinceOne, (stanza) => bodyOf(stanza) === body))) return broken('heard')
      if (!answer) return broken('unanswered')
      const { condition } = parseStanzaError(answer)
      return condition === 'forbidden' ? pass() : broken('other-error', { condition })
    })),
  together('voice-request', '§8.6', (stage) =>
    muted(stage, async () => {
      const { one, two, room } = stage
      const [since, sinceOne] = [two.mark(), one.mark()]
      const id = newId()
      two.send(buildVoiceRequest(room, id))
      const isForm = (stanza: Element) => stanza.name === 'message' && isFromRoom(room, stanza) && parseVoiceRequest(stanza)?.nick === NICK_TWO
      await one.caughtUpWith(two)
      if (two.came(since).some(isRefused(id))) return missing()
      const asked = await sees(one, two, sinceOne, isForm)
      if (!asked) return two.came(since).some(isRefused(id)) ? missing() : broken('unseen')
      one.send(buildVoiceAnswer(room, newId(), parseVoiceRequest(asked)!.form, true))
      return (await two.wait(hasRole(room, 'participant'), since, 3000)) ? pass() : broken('no-effect')
    })),
  together('kick', '§8.2', async (stage) => {
    const { one, two, room, bench } = stage
    const [since, sinceOne] = [two.mark(), one.mark()]
    const reply = await put(stage, 'none', bench.run)
    if (!reply.ok) return broken('refused', { condition: reply.error.condition })
    const isOut = (stanza: Element) => hasRole(room, 'none')(stanza) && presenceIn(room, stanza)?.isAvailable === false
    const told = await sees(two, one, since, isOut)
    if (!told) return broken('stays')
    const { codes, items } = presenceIn(room, told)!.muc
    if (!codes.has(307)) return broken('no-307')
    if (!items.some((item) => item.reason === bench.run)) return broken('no-reason')
    if (!(await sees(one, two, sinceOne, isOut))) return broken('unseen')
    const entry = await enter(two, room, NICK_TWO)
    return entry.ok ? pass() : broken('kept-out', { condition: entry.condition })
  }),
]
