/** The contact list (RFC 6121 §2), subscriptions (§3) and presence (§4): with an address of our own, and the pair only while they are strangers. */
import { parseBareJid, type BareJid, type Jid } from '#shared/jid'
import { attr, child, children, childText, isNamed, NS_CLIENT, textOf, xml, type Element } from '#xmpp/element'
import { broken, missing, pass, untested, type Bench, type Check, type Probe } from '../bench'
import { areStrangers, itemOf, NS_ROSTER, pairAreContacts, part, presenceOf, removeItem, rosterOf, setItem, subscriptionOf, willPart } from '../contacts'
import { refusal } from './answers'

const GROUPS = ['Magpie', '检查']
const STRANGERS_ONLY = 'contacts'

/** Changes of the list that this session is told of, as they come. */
function pushesTo(device: Probe): (fits: (item: Element) => boolean) => Promise<boolean> {
  const items: Element[] = []
  let wake = () => undefined as void
  device.connection.onIq('set', 'query', NS_ROSTER, 'own-account', ({ payload }) => {
    items.push(...children(payload, 'item', NS_ROSTER))
    wake()
    return { result: null }
  })
  return async (fits) => {
    if (items.some(fits)) return true
    const came = new Promise<void>((resolve) => (wake = resolve))
    await Promise.race([came, device.wait(() => false, device.mark(), 3000)])
    return items.some(fits)
  }
}

async function list(bench: Bench) {
  const { one, run, undo } = bench
  const jid = parseBareJid(`${run}@${one.domain}`)!
  const first = await one.request({ type: 'get', payload: xml('query', { xmlns: NS_ROSTER }) })
  if (!first.ok) return refusal(first.error)
  const device = await bench.open(1)
  if (!device) return untested('offline')
  const hears = pushesTo(device)
  if (!(await rosterOf(device))) return broken('none')
  undo(`contact ${jid} of ${one.own}`, () => removeItem(one, jid))
  const set = await setItem(one, jid, 'Magpie 检查', GROUPS)
  if (!set.ok) return refusal(set.error)
  const is = (item: Element) => attr(item, 'jid') === jid
  if (!(await hears(is))) return broken('push')
  const kept = itemOf(await rosterOf(one), jid)
  if (!kept || attr(kept, 'name') !== 'Magpie 检查') return broken('lost')
  const groups = children(kept, 'group', NS_ROSTER).map(textOf)
  if (!GROUPS.every((group) => groups.includes(group))) return broken('groups')
  if (!(await removeItem(one, jid))) return broken('stays')
  return (await hears((item) => is(item) && subscriptionOf(item) === 'remove')) ? pass() : broken('push')
}

async function versions({ one }: Bench) {
  if (!one.secure.streamFeatures.some((el) => isNamed(el, 'ver', 'urn:xmpp:features:rosterver'))) return missing()
  const get = (ver: string) => one.request({ type: 'get', payload: xml('query', { xmlns: NS_ROSTER, ver }) })
  const first = await get('')
  const ver = first.ok ? attr(child(first.value, 'query', NS_ROSTER), 'ver') : null
  if (!ver) return broken('none')
  const again = await get(ver)
  if (!again.ok) return broken('none')
  return again.value.children.length === 0 ? pass() : broken('whole')
}

const tell = (from: Probe, type: string, to: Jid) => from.send(xml('presence', { type, to }))

/** From strangers to contacts; null when both are. */
async function befriend(one: Probe, two: Probe): Promise<string | null> {
  for (const [asking, asked] of [[one, two], [two, one]] as const) {
    const [there, here] = [asked.mark(), asking.mark()]
    tell(asking, 'subscribe', asked.own)
    if (!(await asked.wait(presenceOf('subscribe', asking.own), there))) return 'request'
    tell(asked, 'subscribed', asking.own)
    if (!(await asking.wait(presenceOf(null, asked.own, asked.jid), here))) return 'presence'
  }
  return null
}

async function subscription(bench: Bench) {
  const { one } = bench
  const two = bench.two!
  if (!(await areStrangers(bench))) return untested(STRANGERS_ONLY)
  willPart(bench)
  const wrong = await befriend(one, two)
  if (wrong) return broken(wrong)
  const states = [itemOf(await rosterOf(one), two.own), itemOf(await rosterOf(two), one.own)].map(subscriptionOf)
  return states.every((state) => state === 'both') ? pass() : broken('state')
}

async function preApproval(bench: Bench) {
  const { one } = bench
  const two = bench.two!
  if (!one.secure.streamFeatures.some((el) => isNamed(el, 'sub', 'urn:xmpp:features:pre-approval'))) return missing()
  if (!(await areStrangers(bench))) return untested(STRANGERS_ONLY)
  willPart(bench)
  tell(one, 'subscribed', two.own)
  const isNoted = attr(itemOf(await rosterOf(one), two.own), 'approved')
  const since = two.mark()
  tell(two, 'subscribe', one.own)
  const isThere = await two.wait(presenceOf(null, one.own, one.jid), since)
  const isGone = await part(bench)
  if (!isThere) return broken('asked')
  if (isNoted !== 'true' && isNoted !== '1') return broken('unnoted')
  return isGone ? pass() : broken('stays')
}

async function presence(bench: Bench) {
  const two = bench.two!
  if (!(await pairAreContacts(bench))) return untested('strangers')
  const device = await bench.open(1)
  if (!device) return untested('offline')
  const { jid, own } = device
  const since = two.mark()
  const status = `Magpie ${bench.run}`
  device.send(xml('presence', {}, xml('show', {}, 'away'), xml('status', {}, status), xml('priority', {}, '-1')))
  const came = await two.wait(presenceOf(null, own, jid), since)
  if (!came) return broken('unseen')
  const said = (name: string) => childText(came, name, NS_CLIENT)
  if (said('show') !== 'away' || said('status') !== status || said('priority')?.trim() !== '-1') return broken('changed')
  const before = two.mark()
  await device.close()
  return (await two.wait(presenceOf('unavailable', own, jid), before)) ? pass() : broken('stays')
}

/** Whoever is removed from the list is not seen any more, and is told so (§2.5.2). */
async function parting(bench: Bench) {
  const { one } = bench
  const two = bench.two!
  const since = two.mark()
  if (!(await removeItem(one, two.own as BareJid))) return broken('stays')
  const isTold = await two.wait(presenceOf('unavailable', one.own), since)
  const state = subscriptionOf(itemOf(await rosterOf(two), one.own))
  await part(bench)
  if (state !== 'none') return broken('state')
  return isTold ? pass() : broken('seen')
}

const check = (name: string, spec: string, section: string, run: Check['run'], more: Partial<Check> = {}): Check =>
  ({ id: `account.${name}`, area: 'account', spec, section, run, ...more })

export const contactChecks: Check[] = [
  check('contacts', 'RFC 6121', '§2', list),
  check('contact-versions', 'RFC 6121', '§2.6', versions),
  check('pre-approval', 'RFC 6121', '§3.4', preApproval, { needsPair: true, after: ['account.contacts'] }),
  check('subscription', 'RFC 6121', '§3.1', subscription, { needsPair: true, after: ['account.contacts'] }),
  check('presence', 'RFC 6121', '§4', presence, { needsPair: true, after: ['account.contacts'], needs: ['account.subscription'] }),
  check('parting', 'RFC 6121', '§2.5.2', parting, { after: ['account.subscription'] }),
]
