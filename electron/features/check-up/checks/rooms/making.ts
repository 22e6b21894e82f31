/** Rooms are found and made: XEP-0045 §6 and §10.1. */
import { child, xml } from '#xmpp/element'
import { NS_DISCO_ITEMS, parseDiscoItems } from '#xmpp/xep/0030'
import { buildFormSubmit, NS_OWNER } from '#xmpp/xep/0045-owner'
import { NS_FORM } from '#xmpp/xep/0004'
import type { BareJid } from '#shared/jid'
import { broken, missing, pass, untested, type Check, type Probe } from '../../bench'
import { configure, fieldBy, formOf, isOn, keptBy } from './settings'
import { ask, enter, hallOf, infoOf, inRoom, isGone, isIn, leave, makeRoom, NICK_TWO, serviceOf } from './stage'

/** Fields of the registry (§15.5.3) that a user would miss. */
const WANTED = ['name', 'description', 'listed', 'persistent', 'membersOnly', 'moderated', 'passwordProtected', 'password', 'realAddresses',
  'subjectByAll', 'invites', 'maxUsers'] as const

async function isListed(probe: Probe, service: BareJid, room: BareJid): Promise<boolean | null> {
  const reply = await ask(probe, service, xml('query', { xmlns: NS_DISCO_ITEMS }))
  const items = reply.ok ? parseDiscoItems(child(reply.value, 'query', NS_DISCO_ITEMS)) : null
  return items && items.some((item) => item.jid === room)
}

export const making: Check[] = [
  {
    id: 'rooms.service', area: 'rooms', spec: 'XEP-0045', section: '§6.1',
    run: async (bench) => {
      const service = await serviceOf(bench)
      return service ? pass({ service }) : missing()
    },
  },
  {
    id: 'rooms.create', area: 'rooms', spec: 'XEP-0045', section: '§10.1.1', after: ['rooms.service'],
    run: async (bench) => {
      const made = await hallOf(bench)
      const entry = made?.entry
      if (!entry?.ok) return entry && entry.condition !== 'timeout' ? missing('refused', { condition: entry.condition }) : broken('unanswered')
      const item = entry.self.muc.items[0]
      if (item?.affiliation !== 'owner') return broken('not-owner')
      if (!entry.self.muc.codes.has(201)) return broken('no-201')
      return isIn(bench.one, made!.room) ? pass() : broken('thrown-out')
    },
  },
  {
    ...inRoom('locked', '§10.1.1', async ({ bench, room }) => {
      const entry = await enter(bench.two!, room, NICK_TWO)
      if (entry.ok) {
        await leave(bench.two!, room)
        return broken('open')
      }
      if (entry.condition === 'timeout') return broken('unanswered')
      return entry.condition === 'item-not-found' ? pass() : broken('other-error', { condition: entry.condition })
    }),
    needsPair: true,
  },
  inRoom('form', '§10.1.3', async ({ bench, one, room }) => {
    const form = await bench.once('rooms.form', () => formOf(one, room))
    if (typeof form === 'string') return form === 'timeout' ? broken('unanswered') : broken('refused', { condition: form })
    const lacking = WANTED.flatMap((key) => (fieldBy(form, key) ? [] : key))
    return pass({ count: form.fields.filter((field) => field.name !== null && field.type !== 'hidden').length, lacking: lacking.join(', ') || '–' })
  }),
  inRoom('public', '§10.1.3', async ({ bench, one, room }) => {
    const form = await bench.once('rooms.form', () => formOf(one, room))
    if (typeof form === 'string') return untested('no-form')
    const name = { name: bench.run, persistent: '1', moderated: '0', ...keptBy(form) }
    if (!fieldBy(form, 'listed')) {
      await configure(one, room, name)
      return missing()
    }
    const done = await configure(one, room, { ...name, listed: '1' })
    if (done.refused === null) return pass()
    // COMPAT(tigase): refuses the whole form, and the room stays locked. The rest of the checks need it open.
    const hidden = await configure(one, room, { ...name, listed: '0' })
    if (hidden.refused !== null) await ask(one, room, buildFormSubmit([], null), 'set')
    return broken('refused', { condition: done.refused })
  }),
  inRoom('listed', '§6.3', async ({ bench, one, room }) => {
    const service = (await serviceOf(bench)) as BareJid
    const form = await formOf(one, room)
    if (typeof form === 'string') return untested('no-form')
    // Servers show hidden rooms to who is in them: only somebody else can tell.
    const other = bench.two ?? one
    const wasPublic = isOn(form, 'listed')
    if (wasPublic) {
      const isShown = await isListed(other, service, room)
      if (isShown !== true) return broken(isShown === null ? 'unanswered' : 'not-listed')
      if ((await configure(one, room, { listed: '0' })).refused !== null) return broken('not-hidden')
    }
    const isStillShown = await isListed(other, service, room)
    if (isStillShown === true) return bench.two ? broken('hidden-listed') : untested('own-eyes')
    return wasPublic ? pass() : untested('public-refused')
  }, { needs: ['rooms.public'] }),
  inRoom('info', '§6.4', async ({ one, room }) => {
    const [info, form] = [await infoOf(one, room), await formOf(one, room)]
    if (!info) return broken('unanswered')
    if (typeof form === 'string') return untested('no-form')
    const isOpen = fieldBy(form, 'realAddresses')?.values[0] === 'anyone'
    const pairs: [boolean, string, string][] = [
      [isOn(form, 'listed'), 'muc_public', 'muc_hidden'], [isOn(form, 'membersOnly'), 'muc_membersonly', 'muc_open'],
      [isOn(form, 'moderated'), 'muc_moderated', 'muc_unmoderated'], [isOn(form, 'persistent'), 'muc_persistent', 'muc_temporary'],
      [isOn(form, 'passwordProtected'), 'muc_passwordprotected', 'muc_unsecured'], [isOpen, 'muc_nonanonymous', 'muc_semianonymous'],
    ]
    const wrong = pairs.find(([yes, on, off]) => info.features.includes(yes ? off : on))
    if (wrong) return broken('contradicts', { said: wrong[0] ? wrong[2] : wrong[1] })
    const silent = pairs.filter(([, on, off]) => !info.features.includes(on) && !info.features.includes(off))
    return silent.length === 0 ? pass() : missing('silent', { count: silent.length })
  }),
  {
    id: 'rooms.instant', area: 'rooms', spec: 'XEP-0045', section: '§10.1.2', after: ['rooms.create'], needsPair: true,
    run: async (bench) => {
      const made = await makeRoom(bench, 'instant')
      if (!made?.entry.ok) return untested('not-in', { condition: made && !made.entry.ok ? made.entry.condition : '' })
      const reply = await ask(bench.one, made.room, buildFormSubmit([], null), 'set')
      if (!reply.ok) return broken('refused', { condition: reply.error.condition })
      const entry = await enter(bench.two!, made.room, NICK_TWO)
      if (!entry.ok) return broken('closed', { condition: entry.condition })
      await leave(bench.two!, made.room)
      return pass()
    },
  },
  {
    id: 'rooms.cancel', area: 'rooms', spec: 'XEP-0045', section: '§10.1.3', after: ['rooms.create'],
    run: async (bench) => {
      const made = await makeRoom(bench, 'cancelled')
      if (!made?.entry.ok) return untested('not-in', { condition: made && !made.entry.ok ? made.entry.condition : '' })
      const cancel = xml('query', { xmlns: NS_OWNER }, xml('x', { xmlns: NS_FORM, type: 'cancel' }))
      // COMPAT(tigase): says nothing at all.
      const reply = await bench.one.request({ type: 'set', to: made.room, payload: cancel, timeoutMs: 1500 })
      const gone = await isGone(bench.one, made.room)
      if (gone) return pass()
      return !reply.ok && reply.error.condition === 'timeout' ? broken('unanswered') : broken('stays')
    },
  },
]
