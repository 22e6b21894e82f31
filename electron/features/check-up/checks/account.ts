/** What belongs to an account: blocked list XEP-0191 version 1.3, private storage XEP-0049 version 1.2, card XEP-0054 version 1.3.0 and XEP-0292 version 0.12.0, password XEP-0077 version 2.4. */
import { parseJid, type Jid } from '#shared/jid'
import { attr, child, children, childText, parseCount, textOf, xml, type Element } from '#xmpp/element'
import type { IqReply } from '#xmpp/types'
import { broken, missing, pass, untested, type Bench, type Check, type Probe } from '../bench'
import { message, quiet } from '../speech'
import { isUnsupported, refusal } from './answers'

const NS_BLOCKING = 'urn:xmpp:blocking'
const NS_PRIVATE = 'jabber:iq:private'
const NS_VCARD = 'vcard-temp'
const NS_VCARD4 = 'urn:ietf:params:xml:ns:vcard-4.0'
const NS_REGISTER = 'jabber:iq:register'
const NS_LAST = 'jabber:iq:last'
/** One for all runs: what stood there once cannot be removed altogether, only emptied. */
const NS_OURS = 'https://magpie.example/check-up'

const jidsIn = (el: Element | null): (Jid | null)[] => children(el, 'item', NS_BLOCKING).map((item) => parseJid(attr(item, 'jid')))

async function blockedBy({ request }: Probe): Promise<(Jid | null)[] | null> {
  const reply = await request({ type: 'get', payload: xml('blocklist', { xmlns: NS_BLOCKING }) })
  const found = reply.ok ? child(reply.value, 'blocklist', NS_BLOCKING) : null
  return found && jidsIn(found)
}

const change = ({ request }: Probe, name: 'block' | 'unblock', jid: Jid) => request({ type: 'set', payload: xml(name, { xmlns: NS_BLOCKING }, xml('item', { jid })) })

/** Is he free? */
export async function unblock(probe: Probe, jid: Jid): Promise<boolean> {
  await change(probe, 'unblock', jid)
  return (await blockedBy(probe))?.includes(jid) === false
}

/** Does a message of `from` reach `to`? `isExpected`: it is waited for. */
async function reaches(bench: Bench, from: Probe, to: Probe, part: string, isExpected = false): Promise<boolean> {
  const id = `${bench.run}-block-${part}`
  const [there, here] = [to.mark(), from.mark()]
  from.send(message(bench, { to: to.jid, id }, part, quiet()))
  if (isExpected) return (await to.wait((el) => attr(el, 'id') === id, there)) !== null
  // The server has handled it when it answers what was asked afterwards, and what it passed on is there when its next answer is.
  await from.request({ type: 'get', to: from.domain, payload: xml('ping', { xmlns: 'urn:xmpp:ping' }) })
  await to.request({ type: 'get', to: to.domain, payload: xml('ping', { xmlns: 'urn:xmpp:ping' }) })
  const isBack = from.came(here).some((el) => attr(el, 'id') === id && attr(el, 'type') === 'error')
  return !isBack && to.came(there).some((el) => attr(el, 'id') === id)
}

/** The second account, only if it is not blocked already; taken back. */
async function blocking(bench: Bench) {
  const { one, undo } = bench
  if (!(await bench.info(one.domain))?.features.includes(NS_BLOCKING)) return missing()
  const before = await blockedBy(one)
  if (!before) return broken('list')
  const two = bench.two
  if (!two) return untested('pair')
  if (before.includes(two.own)) return untested('blocked')
  if (!(await reaches(bench, two, one, 'before', true))) return untested('undelivered')
  undo(`${two.own} on the blocked list of ${one.own}`, () => unblock(one, two.own))
  if (!(await change(one, 'block', two.own)).ok) return broken('refused')
  if (!(await blockedBy(one))?.includes(two.own)) return broken('unkept')
  const isThrough = await reaches(bench, two, one, 'in')
  const ping = await two.request({ type: 'get', to: one.jid, payload: xml('ping', { xmlns: 'urn:xmpp:ping' }), timeoutMs: 4000 })
  const isOut = await reaches(bench, one, two, 'out')
  if (!(await change(one, 'unblock', two.own)).ok || (await blockedBy(one))?.includes(two.own) !== false) return broken('stays')
  if (isThrough) return broken('through')
  if (ping.ok) return broken('seen')
  if (isOut) return broken('out')
  return (await reaches(bench, two, one, 'after', true)) ? pass() : broken('deaf')
}

const ourStore = ({ request }: Probe) => ({
  put: (text: string) => request({ type: 'set', payload: xml('query', { xmlns: NS_PRIVATE }, xml('check-up', { xmlns: NS_OURS }, text)) }),
  get: () => request({ type: 'get', payload: xml('query', { xmlns: NS_PRIVATE }, xml('check-up', { xmlns: NS_OURS })) }),
})
const storedIn = (reply: IqReply) => (reply.ok ? textOf(child(child(reply.value, 'query', NS_PRIVATE), 'check-up', NS_OURS)) : '')

/** Is nothing of ours stored any more? */
export async function emptyStore(probe: Probe): Promise<boolean> {
  const { put, get } = ourStore(probe)
  if (storedIn(await get())) await put('')
  const left = await get()
  // No answer: nobody knows.
  return left.ok ? !storedIn(left) : left.error.condition !== 'timeout' && left.error.condition !== 'offline'
}

async function privateStorage({ one, run, undo }: Bench) {
  const { put, get } = ourStore(one)
  undo(`private storage of ${one.own}: ${NS_OURS}`, () => emptyStore(one))
  const stored = await put(run)
  if (!stored.ok) return refusal(stored.error)
  return storedIn(await get()) === run ? pass() : broken('lost')
}

async function card({ one }: Bench) {
  const reply = await one.request({ type: 'get', payload: xml('vCard', { xmlns: NS_VCARD }) })
  if (reply.ok) return child(reply.value, 'vCard', NS_VCARD) || reply.value.children.length === 0 ? pass() : broken()
  return reply.error.condition === 'item-not-found' ? pass() : refusal(reply.error)
}

const newCard = async ({ info, one }: Bench) =>
  [await info(one.own), await info(one.domain)].some((found) => found?.features.includes(NS_VCARD4)) ? pass() : missing()

/** Only whether the form comes; nothing is changed. */
async function password(bench: Bench) {
  const { one } = bench
  if (!(await bench.info(one.domain))?.features.includes(NS_REGISTER)) return missing()
  const reply = await one.request({ type: 'get', to: one.domain, payload: xml('query', { xmlns: NS_REGISTER }) })
  if (!reply.ok) return isUnsupported(reply.error) || reply.error.condition === 'not-allowed' ? missing() : refusal(reply.error)
  const query = child(reply.value, 'query', NS_REGISTER)
  return child(query, 'registered', NS_REGISTER) || childText(query, 'username', NS_REGISTER) !== null ? pass() : broken()
}

async function lastSeen({ one }: Bench) {
  const reply = await one.request({ type: 'get', to: one.own, payload: xml('query', { xmlns: NS_LAST }) })
  if (!reply.ok) return refusal(reply.error)
  return parseCount(attr(child(reply.value, 'query', NS_LAST), 'seconds')) === null ? broken() : pass()
}

const check = (name: string, spec: string, section: string, run: Check['run']): Check => ({ id: `account.${name}`, area: 'account', spec, section, run })

export const accountChecks: Check[] = [
  check('blocking', 'XEP-0191', '§3', blocking),
  check('private-storage', 'XEP-0049', '§2', privateStorage),
  check('card', 'XEP-0054', '§3.1', card),
  check('new-card', 'XEP-0292', '§7', newCard),
  check('password', 'XEP-0077', '§3.3', password),
  check('last-seen', 'XEP-0012', '§4', lastSeen),
  // Nothing is sent to somebody who is away: that would touch what waits for him.
  check('offline', 'XEP-0160', '§4', async (bench) => ((await bench.info(bench.one.domain))?.features.includes('msgoffline') ? pass() : missing())),
]
