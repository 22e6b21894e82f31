/** What rooms replay to newcomers (XEP-0045 §7.2.13) and what their archives answer (XEP-0313), each server in its own way. */
import type { Element } from '@xmpp/xml'
import { attr } from '#xmpp/element'
import type { Muc } from './muc'
import type { Occupant, Room, Said } from './room'
import { saidXml } from './speaking'
import { address, answersOf, attrs, find, NS_FORM, tag, textOf } from './xml'

export function replay(muc: Muc, room: Room, one: Occupant, history: Element | null): void {
  const since = Date.parse(attr(history, 'since') ?? '')
  const seconds = attr(history, 'seconds')
  const fromMs = Math.max(Number.isNaN(since) ? 0 : since, seconds === null ? 0 : Date.now() - Number(seconds) * 1000)
  const max = Math.min(Number(attr(history, 'maxstanzas') ?? Infinity), attr(history, 'maxchars') === '0' ? 0 : Infinity)
  const found = room.history.filter((said) => said.atMs >= fromMs)
  for (const said of max === 0 ? [] : found.slice(-max)) {
    const stamp = new Date(said.atMs).toISOString()
    const by = muc.server.isTigase ? room.jid : room.isOpen ? said.jid : said.from
    muc.send(one.jid, saidXml(said, one, tag('delay', { xmlns: 'urn:xmpp:delay', stamp, from: by })))
  }
}

export const noArchive = (muc: Muc, jid: string) =>
  muc.server.isTigase ? 'There is no such room.' : `The archive '${jid}' cannot be found or is not accessible.`

export interface Page<T extends { id: string } = Said> {
  found: T[]
  index: number
  isComplete: boolean
}

/** Pages by RSM. Tigase's `complete` speaks of the newest end, Openfire's of the end one pages towards. */
export function pageOf<T extends { id: string }>(all: T[], set: Element | null, isTigase: boolean): Page<T> | null {
  const max = Number(textOf(find(set, 'max')) || 100)
  const [after, before] = [find(set, 'after'), find(set, 'before')]
  const place = (el: Element) => all.findIndex((said) => said.id === textOf(el))
  let start = 0
  let end = all.length
  if (after && textOf(after)) {
    if (place(after) < 0) return null
    start = place(after) + 1
  }
  if (before && textOf(before)) {
    if (place(before) < 0) return null
    end = place(before)
  }
  if (before) start = Math.max(start, end - max)
  else end = Math.min(end, start + max)
  const isComplete = before && !isTigase ? start === 0 : end === all.length
  return { found: all.slice(start, end), index: start, isComplete }
}

export function onArchive(muc: Muc, room: Room, stanza: Element, query: Element, from: string): void {
  const { isTigase, isOld } = muc.server
  const ns = attr(query, 'xmlns')
  const form = find(query, 'x', NS_FORM)
  const viewer = room.byJid(from)
  const { bare } = address(from)
  if (isTigase && !viewer) return muc.refuse(stanza, from, ['forbidden', 'You need to be a room occupant'])
  const isStranger = room.is('membersonly') && room.affiliation(bare) === 'none'
  if (!isTigase && isStranger) return muc.refuse(stanza, from, ['forbidden', `You are currently not allowed to access the archive of room '${room.jid}'.`])
  if (!form && isOld) return // never answered
  const answers = answersOf(form)
  const by = answers.get('with')?.[0]
  if (by && !isTigase && !room.isOpen) {
    return muc.refuse(stanza, from, ['forbidden', `You are currently not allowed to filter the the archive of room '${room.jid}' by JID.`])
  }
  const [start, end] = ['start', 'end'].map((name) => Date.parse(answers.get(name)?.[0] ?? ''))
  const inTime = room.archive.filter((said) => (!by || address(said.jid).bare === by) && !(said.atMs < start!) && !(said.atMs > end!))
  const set = find(query, 'set')
  const page = pageOf(inTime, set, isTigase)
  if (!page) {
    const name = find(set, 'after') ? 'after' : 'before'
    const words = `The reference '${textOf(find(set, name))}' used in the '${name}' RSM element is not recognized.`
    return muc.refuse(stanza, from, isTigase ? ['not-acceptable', `Invalid RSM ${name} value`] : ['item-not-found', words])
  }
  const queryid = attr(query, 'queryid')
  page.found.forEach((said, i) => {
    // Openfire names results by numbers of its own; stanza-id, first and last are what counts.
    const id = isTigase ? said.id : String(page.index + i + 1)
    const head = attrs({ xmlns: 'jabber:client', from: said.from, to: isTigase ? from : null, id: said.wireId, type: 'groupchat' })
    const delay = tag('delay', { xmlns: 'urn:xmpp:delay', stamp: new Date(said.atMs).toISOString() })
    const forwarded = tag('forwarded', { xmlns: 'urn:xmpp:forward:0' }, `${delay}<message${head}>${said.content}</message>`)
    muc.send(from, tag('message', { from: room.jid, to: from }, tag('result', { xmlns: ns, queryid, id }, forwarded)))
  })
  muc.result(stanza, from, finXml(ns, page, inTime.length, isTigase, isTigase ? null : queryid))
}

export function finXml(ns: string | null, { found, index, isComplete }: Page<{ id: string }>, count: number, isTigase: boolean, queryid: string | null): string {
  const first = found[0] ? tag('first', { index: isTigase ? String(index) : null }, found[0].id) : ''
  const last = found.length > 0 ? tag('last', {}, found.at(-1)!.id) : ''
  const set = tag('set', { xmlns: 'http://jabber.org/protocol/rsm' }, `${first}${last}<count>${count}</count>`)
  return tag('fin', { xmlns: ns, queryid, complete: isComplete ? 'true' : null }, set)
}
