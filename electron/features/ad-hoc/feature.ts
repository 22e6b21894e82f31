/**
 * Commands of servers, services, rooms and other programs, stage by stage: XEP-0050 version 1.3.0; and those of a server's administrators,
 * XEP-0133 version 1.3.1, which are shown under names of their own. Magpie itself answers no commands; of XEP-0050 also what the head of
 * xmpp/xep/0050 says is left out.
 */
import type { Session } from '#core/context'
import { failureOf } from '#core/failure'
import { defineFeature } from '#core/feature'
import { disco } from '#features/disco/public'
import { presence } from '#features/presence/public'
import { domainOf } from '#shared/jid'
import { oneLine, type CommandItem, type CommandPlace } from '#shared/model/commands'
import { fail, ok } from '#shared/result'
import { child, xml } from '#xmpp/element'
import { NS_DISCO_ITEMS, parseDiscoItems } from '#xmpp/xep/0030'
import { NS_COMMANDS } from '#xmpp/xep/0050'
import { contract } from './contract'
import { Runs } from './runs'

const MAX_COMMANDS = 500
const MAX_PLACES = 100

export const adHoc = defineFeature({
  name: 'ad-hoc',
  xeps: [
    { id: '0050', version: '1.3.0', support: 'partial', note: 'as a client: lists, stages, forms and notes; Magpie answers no commands' },
    { id: '0133', version: '1.3.1', support: 'complete' },
  ],
  requires: ['disco', 'presence'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { connection } = session
    const discovery = session.use(disco)
    const runs = new Runs(connection)
    session.onEnded(() => runs.clear())
    session.onLogout(() => runs.leaveAll())

    return {
      calls: {
        'adHoc.places': async () => {
          const server = domainOf(session.own)
          const items = await discovery.items(server)
          const services = (items.ok ? items.value : []).flatMap(({ jid, node, name }): CommandPlace[] =>
            node === null && jid !== server ? [{ jid, kind: 'service', name: oneLine(name) || null }] : [],
          )
          const devices = session.use(presence).resourcesOf(session.own).filter((jid) => jid !== connection.jid)
          const all: CommandPlace[] = [{ jid: server, kind: 'server', name: null }, { jid: session.own, kind: 'account', name: null }, ...services, ...devices.map((jid): CommandPlace => ({ jid, kind: 'device', name: null }))]
          return ok({ places: [...new Map(all.map((place) => [place.jid, place])).values()].slice(0, MAX_PLACES) })
        },
        'adHoc.list': async ({ jid }) => {
          const reply = await connection.request({ type: 'get', to: jid, payload: xml('query', { xmlns: NS_DISCO_ITEMS, node: NS_COMMANDS }) })
          if (!reply.ok) return failureOf(reply.error)
          const items = parseDiscoItems(child(reply.value, 'query', NS_DISCO_ITEMS))
          if (!items) return fail('remote-server', 'the answer is no list')
          const byKey = new Map<string, CommandItem>()
          for (const { jid: at, node, name } of items) if (node) byKey.set(JSON.stringify([at, node]), { jid: at, node, name: oneLine(name) || oneLine(node) })
          return ok({ commands: [...byKey.values()].slice(0, MAX_COMMANDS), isCut: byKey.size > MAX_COMMANDS })
        },
        'adHoc.start': ({ jid, node, lang }) => runs.start(jid, node, lang),
        'adHoc.step': ({ run, action, values }) => runs.step(run, action, values),
        'adHoc.leave': ({ run }) => runs.leave(run),
      },
      snapshot: () => null,
    }
  },
})
