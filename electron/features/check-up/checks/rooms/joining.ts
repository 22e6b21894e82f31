/** Going in and out: XEP-0045 §7.1–7.2, §7.6, §7.7 and §7.14. */
import { attr, child, xml, type Element } from '#xmpp/element'
import { parseStanzaError } from '#xmpp/stanza-error'
import { NS_DELAY } from '#xmpp/xep/0203'
import { buildOccupantPresence, buildRoomMessage, buildSubject } from '#xmpp/xep/0045'
import { broken, missing, pass, untested, type Check } from '../../bench'
import { configure, fieldBy, formOf } from './settings'
import {
  at, bodyOf, enter, infoOf, isIn, leave, newId, NICK_ONE, NICK_TWO, presenceIn, presences, sees, subjectIn, together, type PairStage,
} from './stage'

const isHere = (nick: string, room: PairStage['room']) => (stanza: Element) => {
  const presence = presenceIn(room, stanza)
  return presence?.nick === nick && presence.isAvailable
}
const isGoneFrom = (nick: string, room: PairStage['room']) => (stanza: Element) => {
  const presence = presenceIn(room, stanza)
  return presence?.nick === nick && !presence.isAvailable
}

/** More sessions than this are not opened only to fill a room. */
const MOST_PEOPLE = 10

/** The second goes out and in again, after something was said and a subject set: what comes then, in order. */
const reentry = (stage: PairStage) =>
  stage.bench.once('rooms.reentry', async () => {
    const { one, two, room, bench } = stage
    const since = one.mark()
    const body = `${bench.run} history`
    one.send(buildRoomMessage(room, newId(), body))
    await one.wait((stanza) => bodyOf(stanza) === body, since)
    one.send(buildSubject(room, newId(), bench.run))
    await one.wait((stanza) => subjectIn(room, stanza) === bench.run, since)
    await leave(two, room)
    const entry = await enter(two, room, NICK_TWO, { history: { maxStanzas: 20 } })
    const came = entry.ok ? two.came(entry.since) : []
    const place = (fits: (stanza: Element) => boolean) => came.findIndex(fits)
    return {
      came, body,
      other: place(isHere(NICK_ONE, room)),
      self: place(isHere(NICK_TWO, room)),
      past: place((stanza) => bodyOf(stanza) === body),
      subject: place((stanza) => subjectIn(room, stanza) !== null),
    }
  })

export const joining: Check[] = [
  together('join', '§7.2.2', async ({ one, two, room }) => {
    if (!(await leave(two, room))) return broken('no-leaving')
    const since = one.mark()
    const entry = await enter(two, room, NICK_TWO)
    if (!entry.ok) return entry.condition === 'timeout' ? broken('unanswered') : broken('refused', { condition: entry.condition })
    if (!entry.self.muc.codes.has(110)) return broken('no-110')
    if (!presences(two, room, entry.since).some((one) => one.nick === NICK_ONE && one.isAvailable)) return broken('nobody')
    return (await sees(one, two, since, isHere(NICK_TWO, room))) ? pass() : broken('unseen')
  }, { after: ['rooms.create'], needs: ['rooms.public'] }), // public opens it
  together('join-order', '§7.1', async (stage) => {
    const { other, self, past, subject } = await reentry(stage)
    if (self < 0) return untested('not-in', { condition: '' })
    if (subject < 0) return broken('no-subject')
    if (other > self) return broken('self-first')
    if (past >= 0 && past < self) return broken('history-first')
    return subject < Math.max(self, past) ? broken('subject-first') : pass()
  }),
  together('history', '§7.2.13', async (stage) => {
    const { came, past } = await reentry(stage)
    if (past < 0) return missing()
    return child(came[past], 'delay', NS_DELAY) ? pass() : broken('no-time')
  }),
  together('history-limits', '§7.2.14', async (stage) => {
    const { two, room } = stage
    const { past, body } = await reentry(stage)
    if (past < 0) return untested('no-history')
    await leave(two, room)
    const entry = await enter(two, room, NICK_TWO, { history: { maxStanzas: 0 } })
    if (!entry.ok) return untested('not-in', { condition: entry.condition })
    return two.came(entry.since).some((stanza) => bodyOf(stanza) === body) ? broken('ignored') : pass()
  }),
  together('subject-on-join', '§7.2.15', async (stage) => {
    const { came, subject } = await reentry(stage)
    if (subject < 0) return broken('none')
    return subjectIn(stage.room, came[subject]!) === stage.bench.run ? pass() : broken('other')
  }),
  together('nick-conflict', '§7.2.8', async ({ two, room }) => {
    await leave(two, room)
    const entry = await enter(two, room, NICK_ONE)
    if (entry.ok) {
      const isOther = entry.self.nick !== NICK_ONE
      await leave(two, room, entry.self.nick)
      return isOther ? pass() : broken('let-in')
    }
    if (entry.condition === 'timeout') return broken('unanswered')
    return entry.condition === 'conflict' ? pass() : broken('other-error', { condition: entry.condition })
  }),
  together('nick-change', '§7.6', async ({ one, two, room }) => {
    const [since, sinceOne] = [two.mark(), one.mark()]
    const other = `${NICK_TWO}-b`
    two.send(buildOccupantPresence(at(room, other), []))
    const isAnswer = (stanza: Element) =>
      isHere(other, room)(stanza) || (stanza.name === 'presence' && attr(stanza, 'type') === 'error' && (attr(stanza, 'from') ?? '').startsWith(room))
    const answer = await two.wait(isAnswer, since)
    if (!answer) return broken('unanswered')
    if (attr(answer, 'type') === 'error') {
      const { condition } = parseStanzaError(answer)
      return condition === 'feature-not-implemented' ? missing('refused') : broken('refused', { condition })
    }
    const notice = (stanza: Element) => isGoneFrom(NICK_TWO, room)(stanza) && presenceIn(room, stanza)?.muc.codes.has(303) === true
    const seen = await sees(one, two, sinceOne, notice)
    const back = two.mark()
    two.send(buildOccupantPresence(at(room, NICK_TWO), []))
    await two.wait(isHere(NICK_TWO, room), back)
    return seen ? pass() : broken('unseen')
  }),
  together('status-change', '§7.7', async ({ one, two, room }) => {
    const since = one.mark()
    two.send(buildOccupantPresence(at(room, NICK_TWO), [xml('show', {}, 'away')]))
    const isAway = (stanza: Element) => isHere(NICK_TWO, room)(stanza) && presenceIn(room, stanza)?.availability === 'away'
    const seen = await one.wait(isAway, since)
    two.send(buildOccupantPresence(at(room, NICK_TWO), []))
    return seen ? pass() : broken('unseen')
  }),
  together('leave', '§7.14', async ({ one, two, room }) => {
    const since = one.mark()
    if (!(await leave(two, room))) return broken('unanswered')
    return (await sees(one, two, since, isGoneFrom(NICK_TWO, room))) ? pass() : broken('unseen')
  }),
  together('password', '§7.2.5', async ({ one, two, room }) => {
    await leave(two, room)
    const set = await configure(one, room, { passwordProtected: '1', password: 'sesame' })
    if (set.lacking.includes('password')) return missing()
    if (set.refused !== null) return broken('refused', { condition: set.refused })
    const none = await enter(two, room, NICK_TWO)
    if (none.ok) await leave(two, room)
    const wrong = await enter(two, room, NICK_TWO, { password: 'open' })
    if (wrong.ok) await leave(two, room)
    const right = await enter(two, room, NICK_TWO, { password: 'sesame' })
    await configure(one, room, { passwordProtected: '0', password: '' })
    if (none.ok || wrong.ok) return broken('let-in')
    if (!right.ok) return broken('not-let-in', { condition: right.condition })
    const condition = [none.condition, wrong.condition].find((one) => one !== 'not-authorized')
    return condition === undefined ? pass() : broken('other-error', { condition })
  }),
  together('full', '§7.2.9', async ({ bench, one, two, room }) => {
    const form = await formOf(one, room)
    const field = typeof form === 'string' ? null : fieldBy(form, 'maxUsers')
    if (!field) return missing()
    const offered = field.options.map(({ value }) => Number(value)).filter((value) => value > 0)
    const least = offered.length > 0 ? Math.max(2, Math.min(...offered)) : 2
    if (least > MOST_PEOPLE) return untested('too-many', { count: least })
    if (!isIn(two, room)) await enter(two, room, NICK_TWO)
    const set = await configure(one, room, { maxUsers: String(least) })
    if (set.refused !== null) return broken('refused', { condition: set.refused })
    try {
      for (let number = 2; number < least; number++) {
        const more = await bench.open(2, { isPresent: true })
        if (!more || !(await enter(more, room, `${NICK_TWO}-${number}`)).ok) return untested('no-crowd')
      }
      const last = await bench.open(2, { isPresent: true })
      if (!last) return untested('no-crowd')
      const entry = await enter(last, room, `${NICK_TWO}-last`)
      if (entry.ok) return broken('let-in', { count: least })
      return entry.condition === 'service-unavailable' ? pass() : broken('other-error', { condition: entry.condition })
    } finally {
      await configure(one, room, { maxUsers: field.values[0] ?? '0' })
    }
  }),
  together('survives', '§10.1.3', async ({ one, two, room }) => {
    await leave(two, room)
    await leave(one, room)
    const isThere = (await infoOf(one, room)) !== null
    const entry = await enter(one, room, NICK_ONE)
    if (!entry.ok) return broken('closed', { condition: entry.condition })
    if (entry.self.muc.codes.has(201) || !isThere) {
      return broken('gone')
    }
    return pass()
  }),
]
