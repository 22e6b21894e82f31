/** Asking people in, knowing them again, and what they may see of each other: XEP-0045 §7.2.3–4, §7.8, §7.10, §7.12; XEP-0249, 0410, 0421. */
import { attr, xml, type Element } from '#xmpp/element'
import { parseDecline, parseInvitation, buildDecline, buildDirect } from '#xmpp/xep/0249'
import { NS_MUC_USER, NS_OCCUPANT_ID } from '#xmpp/xep/0045'
import { buildRegisterGet, buildRegisterRemove, buildRegisterSet, parseRegister, ROOM_NICK } from '#xmpp/xep/0045-register'
import { fieldOf } from '#shared/model/form'
import { parseJid } from '#shared/jid'
import { broken, missing, pass, untested, type Check } from '../../bench'
import { configure } from './settings'
import {
  ask, at, change, enter, infoOf, isFromRoom, isIn, leave, newest, newId, NICK_ONE, NICK_TWO, presences, sees, together,
} from './stage'

const ping = () => xml('ping', { xmlns: 'urn:xmpp:ping' })
const sender = (stanza: Element) => parseJid(attr(stanza, 'from'))

export const people: Check[] = [
  together('addresses-hidden', '§7.2.4', async (stage) => {
    const { one, two, room } = stage
    const set = await configure(one, room, { realAddresses: 'moderators' })
    if (set.lacking.length > 0) return missing()
    if (set.refused !== null) return broken('refused', { condition: set.refused })
    await leave(two, room)
    const entry = await enter(two, room, NICK_TWO)
    if (!entry.ok) return untested('not-in', { condition: entry.condition })
    const shown = presences(two, room, entry.since).some(({ nick, muc }) => nick === NICK_ONE && muc.items.some((item) => item.jid !== null))
    if (shown) return broken('shown')
    return newest(one, room, NICK_TWO)?.muc.items.some((item) => item.jid !== null) ? pass() : broken('hidden-from-owner')
  }),
  together('addresses-shown', '§7.2.3', async (stage) => {
    const { one, two, room } = stage
    const since = two.mark()
    const set = await configure(one, room, { realAddresses: 'anyone' })
    if (set.lacking.length > 0 || set.refused !== null) return untested('not-set')
    try {
      const hasCode = (code: number) => (stanza: Element) => new RegExp(`code=["']${code}["']`).test(stanza.toString()) && isFromRoom(room, stanza)
      const isNoticed = await sees(two, one, since, hasCode(172))
      await leave(two, room)
      const entry = await enter(two, room, NICK_TWO)
      if (!entry.ok) return untested('not-in', { condition: entry.condition })
      if (!entry.self.muc.codes.has(100)) return broken('no-warning')
      const shown = presences(two, room, entry.since).some(({ nick, muc }) => nick === NICK_ONE && muc.items.some((item) => item.jid !== null))
      if (!shown) return broken('hidden')
      return isNoticed ? pass() : broken('no-notice')
    } finally {
      await configure(one, room, { realAddresses: 'moderators' })
    }
  }),
  together('occupant-ids', '§3.1', async ({ one, two, room }) => {
    const isAnnounced = (await infoOf(one, room))?.features.includes(NS_OCCUPANT_ID) ?? false
    const before = newest(one, room, NICK_TWO)?.occupantId ?? null
    if (!isAnnounced) return before === null ? missing() : broken('unannounced')
    if (before === null) return broken('none')
    await leave(two, room)
    await enter(two, room, NICK_TWO)
    if (newest(one, room, NICK_TWO)?.occupantId !== before) return broken('changes')
    return newest(one, room, NICK_ONE)?.occupantId === before ? broken('same') : pass()
  }, { spec: 'XEP-0421' }),
  together('self-ping', '§3.2', async ({ two, room }) => {
    const inside = await ask(two, at(room, NICK_TWO), ping())
    if (!inside.ok) return broken(inside.error.condition === 'timeout' ? 'unanswered' : 'refused', { condition: inside.error.condition })
    await leave(two, room)
    const outside = await ask(two, at(room, NICK_TWO), ping())
    if (outside.ok) return broken('always')
    if (outside.error.condition === 'timeout') return broken('silent')
    return outside.error.condition === 'not-acceptable' ? pass() : broken('other-error', { condition: outside.error.condition })
  }, { spec: 'XEP-0410' }),
  together('invite', '§7.8.2', async (stage) => {
    const { one, two, room, bench } = stage
    await leave(two, room)
    const [since, sinceOne] = [two.mark(), one.mark()]
    const id = newId()
    // To the session, not to the account: an invitation of the check-up shall not ring where the user is.
    one.send(xml('message', { to: room, id }, xml('x', { xmlns: NS_MUC_USER }, xml('invite', { to: two.jid }, xml('reason', {}, bench.run)))))
    const invited = (stanza: Element) => {
      const from = stanza.name === 'message' && attr(stanza, 'type') !== 'error' ? sender(stanza) : null
      const invitation = from && parseInvitation(from, stanza)
      return invitation?.room === room ? invitation : null
    }
    const came = await sees(two, one, since, (stanza) => invited(stanza) !== null)
    if (!came) {
      const isRefused = one.came(sinceOne).some((stanza) => stanza.name === 'message' && attr(stanza, 'type') === 'error' && attr(stanza, 'id') === id)
      return isRefused ? broken('refused') : untested('elsewhere')
    }
    const { reason, via, inviter } = invited(came)!
    if (via !== 'mediated') return broken('direct')
    if (reason !== bench.run) return broken('no-reason')
    two.send(buildDecline(room, newId(), inviter, `${bench.run} no`))
    const isDecline = (stanza: Element) => stanza.name === 'message' && isFromRoom(room, stanza) && parseDecline(stanza)?.reason === `${bench.run} no`
    // The answer goes to the account of who has asked, not to this session: only if it comes here can it be seen.
    return pass({ declined: (await sees(one, two, sinceOne, isDecline, 500)) ? 1 : 0 })
  }),
  together('direct-invite', '§2', async ({ one, two, room, bench }) => {
    const since = two.mark()
    const id = newId()
    const message = buildDirect(room, id, two.own, { reason: bench.run, password: null, thread: null })
    message.attrs.to = two.jid
    one.send(message)
    const isIt = (stanza: Element) => {
      const from = stanza.name === 'message' ? sender(stanza) : null
      const invitation = from && attr(stanza, 'type') !== 'error' ? parseInvitation(from, stanza) : null
      return invitation?.room === room && invitation.via === 'direct'
    }
    return (await sees(two, one, since, isIt)) ? pass() : broken('lost')
  }, { spec: 'XEP-0249' }),
  together('register', '§7.10', async (stage) => {
    const { one, two, room } = stage
    let reply = await ask(two, room, buildRegisterGet())
    if (!reply.ok && reply.error.condition === 'registration-required') {
      // COMPAT(prosody): for members only.
      await change(one, room, { jid: two.own, affiliation: 'member' })
      reply = await ask(two, room, buildRegisterGet())
    }
    if (!reply.ok) return reply.error.condition === 'timeout' ? broken('unanswered') : missing()
    const answer = parseRegister(reply.value)
    if (!answer?.form || !fieldOf(answer.form, ROOM_NICK)) return broken('no-form')
    const set = await ask(two, room, buildRegisterSet(answer.form, [{ name: ROOM_NICK, values: [NICK_TWO] }]), 'set')
    if (!set.ok) return broken('refused', { condition: set.error.condition })
    const again = await ask(two, room, buildRegisterGet())
    return again.ok && parseRegister(again.value)?.isRegistered ? pass() : broken('forgotten')
  }),
  together('reserved-nick', '§7.12', async (stage) => {
    const { one, two, room, bench } = stage
    const info = await infoOf(two, room, 'x-roomuser-item')
    const nick = info?.node === 'x-roomuser-item' ? info.identities.find((one) => one.category === 'conference' && one.type === 'text')?.name : undefined
    if (nick === undefined) return missing()
    if (nick !== NICK_TWO) return broken('other')
    // Who else comes under it is refused, also while its owner is away.
    await leave(two, room)
    const other = await bench.open(1, { isPresent: true })
    if (!other || !isIn(one, room)) return untested('not-in', { condition: '' })
    const entry = await enter(other, room, NICK_TWO)
    if (!entry.ok) return entry.condition === 'conflict' ? pass() : broken('other-error', { condition: entry.condition })
    return entry.self.nick === NICK_TWO ? broken('taken') : pass()
  }, { after: ['rooms.register'] }),
  together('unregister', '§7.10', async (stage) => {
    const { one, two, room } = stage
    const reply = await ask(two, room, buildRegisterRemove(), 'set')
    await change(one, room, { jid: two.own, affiliation: 'none' })
    if (!reply.ok) return broken('refused', { condition: reply.error.condition })
    const again = await ask(two, room, buildRegisterGet())
    return again.ok && parseRegister(again.value)?.isRegistered ? broken('stays') : pass()
  }, { after: ['rooms.register'] }),
]
