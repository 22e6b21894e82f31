/** Settings, picture, titles, and the end of a room: XEP-0045 §10.2 and §10.9; XEP-0486, XEP-0317. */
import { NS_VCARD, buildVcardGet, buildVcardSet, parseVcard } from '#xmpp/xep/0054'
import { HAT_FEATURES, parseMucUser } from '#xmpp/xep/0045'
import { buildDestroy } from '#xmpp/xep/0045-owner'
import { broken, missing, pass, untested, type Check } from '../../bench'
import { configure, formOf, valueBy } from './settings'
import { ask, destroyLater, infoOf, inRoom, isFromRoom, isGoneSoon, NICK_TWO, presenceIn, roomNamed, sees, serviceOf, together } from './stage'

/** The smallest picture there is: one point. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='

export const settings: Check[] = [
  inRoom('configure', '§10.2', async ({ bench, one, room }) => {
    const words = `${bench.run} 茶`
    const done = await configure(one, room, { description: words })
    if (done.lacking.length > 0) return missing()
    if (done.refused !== null) return broken('refused', { condition: done.refused })
    const form = await formOf(one, room)
    if (typeof form === 'string') return broken('no-form')
    return valueBy(form, 'description') === words ? pass() : broken('unchanged')
  }),
  together('config-notice', '§10.2.1', async ({ bench, one, two, room }) => {
    const since = two.mark()
    const done = await configure(one, room, { description: `${bench.run} changed` })
    if (done.lacking.length > 0 || done.refused !== null) return untested('not-set')
    const notice = await sees(two, one, since, (stanza) => stanza.name === 'message' && isFromRoom(room, stanza) && (parseMucUser(stanza)?.codes.size ?? 0) > 0)
    if (!notice) return broken('none')
    return parseMucUser(notice)!.codes.has(104) ? pass() : broken('other-code')
  }),
]

export const more: Check[] = [
  inRoom('picture', '§3.2', async ({ one, room }) => {
    if (!(await infoOf(one, room))?.features.includes(NS_VCARD)) return missing()
    const set = await ask(one, room, buildVcardSet([], { type: 'image/png', base64: PICTURE }), 'set')
    if (!set.ok) return broken('refused', { condition: set.error.condition })
    const reply = await ask(one, room, buildVcardGet())
    return reply.ok && parseVcard(reply.value).photo === PICTURE ? pass() : broken('lost')
  }, { spec: 'XEP-0486' }),
  inRoom('hats', '§2', async ({ one, room }) => {
    const set = await configure(one, room, { hats: '1' })
    const features = (await infoOf(one, room))?.features ?? []
    if (HAT_FEATURES.some((feature) => features.includes(feature))) return pass()
    return set.lacking.length === 0 ? broken('unannounced') : missing()
  }, { spec: 'XEP-0317' }),
]

export const ending: Check[] = [
  {
    ...together('destroy', '§10.9', async ({ bench, one, two, room }) => {
      const mayNot = await ask(two, room, buildDestroy({ reason: '', alternate: null, password: null }), 'set')
      if (mayNot.ok) return broken('let')
      const service = await serviceOf(bench)
      const alternate = service && roomNamed(bench, service, 'next')
      // Only named: but a server might make it.
      if (alternate) destroyLater(bench, alternate)
      const since = two.mark()
      const reply = await ask(one, room, buildDestroy({ reason: bench.run, alternate, password: null }), 'set')
      if (!reply.ok) return broken('refused', { condition: reply.error.condition })
      const told = await sees(two, one, since, (stanza) => {
        const presence = presenceIn(room, stanza)
        return presence?.nick === NICK_TWO && !presence.isAvailable
      })
      if (!told) return broken('unseen')
      const { destroy } = presenceIn(room, told)!.muc
      if (!destroy) return broken('no-word')
      return destroy.reason === bench.run && destroy.alternate === alternate ? pass() : broken('no-reason')
    }),
  },
  {
    id: 'rooms.destroyed', area: 'rooms', spec: 'XEP-0045', section: '§10.9', after: ['rooms.destroy'],
    run: async (bench) => {
      const service = await serviceOf(bench)
      const room = service && roomNamed(bench, service, 'hall')
      if (!room) return untested('not-in', { condition: '' })
      return (await isGoneSoon(bench.one, room)) ? pass() : broken('stays')
    },
  },
]
