/** What is said in a room: XEP-0045 §7.4, §7.5, §8.1; ids (XEP-0359), archive (XEP-0313), recall by moderators (XEP-0425). */
import { attr, child, xml, type Element } from '#xmpp/element'
import { parseStanzaError } from '#xmpp/stanza-error'
import { buildPrivateMessage, buildSubject } from '#xmpp/xep/0045'
import { archiveNamespace, buildQuery, parseResult, queryIdOf } from '#xmpp/xep/0313'
import { NS_SID, parseStanzaId } from '#xmpp/xep/0359'
import { buildModerate, NS_MODERATE, NS_MODERATE_0, parseRecall } from '#xmpp/xep/0425'
import { broken, missing, pass, untested, type Check } from '../../bench'
import { archiveKeyOf, configure, fieldBy, formOf, isOn } from './settings'
import { ask, at, bodyOf, infoOf, isFromRoom, newId, NICK_ONE, NICK_TWO, noneOf, sees, subjectIn, together, type PairStage } from './stage'

const NS_ODD = 'urn:x-magpie:check-up'
const NS_REACTIONS = 'urn:xmpp:reactions:0'

/** One message of the second account, with what rooms do not know, as both got it. */
const said = (stage: PairStage) =>
  stage.bench.once('rooms.said', async () => {
    const { one, two, room, bench } = stage
    const [since, sinceOne] = [two.mark(), one.mark()]
    const id = newId()
    const body = `${bench.run} said`
    two.send(xml('message', { to: room, type: 'groupchat', id }, xml('body', {}, body), xml('odd', { xmlns: NS_ODD, kept: 'yes' })))
    const isIt = (stanza: Element) => isFromRoom(room, stanza) && bodyOf(stanza) === body
    const reflected = await two.wait(isIt, since)
    const heard = reflected && (await sees(one, two, sinceOne, isIt))
    return { id, body, reflected, heard, stanzaId: reflected && parseStanzaId(reflected, room) }
  })

export const speaking: Check[] = [
  together('message', '§7.4', async (stage) => {
    const { id, reflected, heard } = await said(stage)
    if (!reflected) return broken('unreflected')
    if (!heard) return broken('unheard')
    if (attr(heard, 'from') !== at(stage.room, NICK_TWO)) return broken('other-sender')
    return attr(reflected, 'id') === id ? pass() : broken('other-id')
  }),
  together('stanza-ids', '§3.1', async (stage) => {
    const { reflected, heard, stanzaId } = await said(stage)
    if (!reflected || !heard) return untested('not-said')
    const isAnnounced = (await infoOf(stage.one, stage.room))?.features.includes(NS_SID) ?? false
    if (stanzaId === null) return isAnnounced ? broken('none') : missing()
    if (parseStanzaId(heard, stage.room) !== stanzaId) return broken('differ')
    return isAnnounced ? pass() : broken('unannounced')
  }, { spec: 'XEP-0359', after: ['rooms.message'] }),
  together('payloads', '§7.4', async (stage) => {
    const { one, two, room } = stage
    const { heard } = await said(stage)
    if (!heard) return untested('not-said')
    if (attr(child(heard, 'odd', NS_ODD), 'kept') !== 'yes') return broken('stripped')
    const since = one.mark()
    const id = newId()
    // As reactions, markers and recalls are: without words.
    two.send(xml('message', { to: room, type: 'groupchat', id }, xml('reactions', { xmlns: NS_REACTIONS, id }, xml('reaction', {}, '👍')), xml('store', { xmlns: 'urn:xmpp:hints' })))
    const isIt = (stanza: Element) => isFromRoom(room, stanza) && child(stanza, 'reactions', NS_REACTIONS) !== null
    return (await sees(one, two, since, isIt)) ? pass() : broken('wordless')
  }, { after: ['rooms.message'] }),
  together('private-message', '§7.5', async ({ one, two, room, bench }) => {
    const [since, sinceTwo] = [one.mark(), two.mark()]
    const body = `${bench.run} private`
    const id = newId()
    two.send(buildPrivateMessage(at(room, NICK_ONE), id, body))
    const isRefusal = (stanza: Element) => stanza.name === 'message' && attr(stanza, 'type') === 'error' && attr(stanza, 'id') === id
    const heard = await sees(one, two, since, (stanza) => bodyOf(stanza) === body)
    if (heard) return attr(heard, 'from') === at(room, NICK_TWO) ? pass() : broken('other-sender')
    const refusal = two.came(sinceTwo).find(isRefusal)
    return refusal ? missing('refused', { condition: parseStanzaError(refusal).condition }) : broken('unheard')
  }),
  together('subject', '§8.1', async ({ one, two, room, bench }) => {
    const since = two.mark()
    const subject = `${bench.run} subject`
    one.send(buildSubject(room, newId(), subject))
    return (await sees(two, one, since, (stanza) => subjectIn(room, stanza) === subject)) ? pass() : broken('unseen')
  }),
  together('subject-rights', '§8.1', async ({ one, two, room, bench }) => {
    const form = await formOf(one, room)
    const field = typeof form === 'string' ? null : fieldBy(form, 'subjectByAll')
    if (!field) return missing()
    const tryIt = async (isAllowed: boolean) => {
      await configure(one, room, { subjectByAll: isAllowed ? '1' : '0' })
      const since = two.mark()
      const [id, subject] = [newId(), `${bench.run} ${isAllowed}`]
      two.send(buildSubject(room, id, subject))
      const isRefusal = (stanza: Element) => stanza.name === 'message' && attr(stanza, 'type') === 'error' && attr(stanza, 'id') === id
      const answer = await sees(two, one, since, (stanza) => isRefusal(stanza) || subjectIn(room, stanza) === subject)
      return answer === null ? 'silent' : isRefusal(answer) ? parseStanzaError(answer).condition : 'changed'
    }
    const closed = await tryIt(false)
    const open = await tryIt(true)
    await configure(one, room, { subjectByAll: field.values[0] ?? '0' })
    if (closed === 'changed') return broken('let')
    if (open !== 'changed') return broken('not-let', { condition: open })
    if (closed === 'silent') return broken('unanswered')
    return closed === 'forbidden' ? pass() : broken('other-error', { condition: closed })
  }),
  together('archive', '§7', async ({ one, room }) => {
    const info = await infoOf(one, room)
    if (!info) return untested('no-info')
    const ns = archiveNamespace(new Set(info.features))
    return ns ? pass({ version: ns }) : missing()
  }, { spec: 'XEP-0313' }),
  together('archive-default', '§7', async ({ bench, one, room }) => {
    const form = await bench.once('rooms.form', () => formOf(one, room))
    const key = typeof form === 'string' ? null : archiveKeyOf(form)
    if (typeof form === 'string' || key === null) return untested('no-switch')
    return isOn(form, key) ? pass() : broken('off')
  }, { spec: 'XEP-0313', after: ['rooms.archive'] }),
  together('archive-found', '§5.1.2', async (stage) => {
    const found = await archived(stage)
    if (found.refused !== null) return found.refused === 'timeout' ? broken('unanswered') : broken('refused', { condition: found.refused })
    if (found.items.length === 0) return broken('empty')
    return found.item ? pass() : broken('not-found')
  }, { spec: 'XEP-0313', after: ['rooms.archive', 'rooms.message'] }),
  together('archive-ids', '§3.2', async (stage) => {
    const [{ item }, { stanzaId }] = [await archived(stage), await said(stage)]
    if (!item || stanzaId === null) return untested('no-ids')
    return item.id === stanzaId ? pass() : broken('differ')
  }, { spec: 'XEP-0313', after: ['rooms.archive-found'] }),
  together('archive-private', '§5.1.2', async (stage) => {
    const { items } = await archived(stage)
    return items.some(({ stanza }) => bodyOf(stanza) === `${stage.bench.run} private`) ? broken('leaked') : pass()
  }, { spec: 'XEP-0313', after: ['rooms.archive-found', 'rooms.private-message'] }),
  together('moderation', '§3', async (stage) => {
    const { one, two, room } = stage
    const features = (await infoOf(one, room))?.features ?? []
    const version = features.includes(NS_MODERATE) ? 1 : features.includes(NS_MODERATE_0) ? 0 : null
    if (version === null) return missing()
    const { stanzaId } = await said(stage)
    if (stanzaId === null) return broken('no-id')
    const [since, sinceTwo] = [one.mark(), two.mark()]
    const isIt = (stanza: Element) => stanza.name === 'message' && isFromRoom(room, stanza) && parseRecall(stanza)?.target === stanzaId
    const unauthorised = await ask(two, room, buildModerate(version, stanzaId, ''), 'set')
    if (unauthorised.ok && !(await noneOf(one, two, since, isIt))) return broken('let')
    const reply = await ask(one, room, buildModerate(version, stanzaId, stage.bench.run), 'set')
    if (!reply.ok) return broken('refused', { condition: reply.error.condition })
    return (await sees(two, one, sinceTwo, isIt)) ? pass() : broken('unseen')
  }, { spec: 'XEP-0425', after: ['rooms.message'] }),
]

const LAST = 50
/** The newest page of the room's archive, and in it the message of `said`. */
const archived = (stage: PairStage) =>
  stage.bench.once('rooms.archived', async () => {
    const { one, room } = stage
    const { body } = await said(stage)
    const ns = archiveNamespace(new Set((await infoOf(one, room))?.features ?? [])) ?? undefined
    const queryId = newId()
    const since = one.mark()
    const reply = await ask(one, room, buildQuery(queryId, { max: LAST, before: '' }, ns), 'set')
    const items = one.came(since).flatMap((stanza) => (stanza.name === 'message' && queryIdOf(stanza) === queryId ? (parseResult(stanza) ?? []) : []))
    return { refused: reply.ok ? null : reply.error.condition, items, item: items.find(({ stanza }) => bodyOf(stanza) === body) ?? null }
  })
