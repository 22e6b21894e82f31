/**
 * Titles in rooms: XEP-0317 version 0.3.1, through ad-hoc commands (features/ad-hoc) where the room offers them to us. Titles
 * in presences are the rooms feature's. Left out: `hats#hash`, the list is asked for anew each time.
 */
import { failureOf } from '#core/failure'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { disco } from '#features/disco/public'
import type { BareJid } from '#shared/jid'
import type { DataForm } from '#shared/model/form'
import type { RoomHats } from '#shared/model/room-hats'
import { done, fail, ok, type Result } from '#shared/result'
import { NS_COMMANDS, runCommand } from '#xmpp/xep/0050'
import { assignedIn, fillHatForm, hatsIn, NODES, type HatTask, type HatValues } from './commands'
import { contract } from './contract'

const none = fail('not-supported', 'this room has no such command for us')

export const roomHats = defineFeature({
  name: 'room-hats',
  xeps: [
    { id: '0317', version: '0.3.1', support: 'partial', note: 'no hash of the list; titles in presences only where the room announces them' },
  ],
  requires: ['disco'],
  contract,
  start: (session: Session<typeof contract>) => {
    const discovery = session.use(disco)

    /** Node of each task that the room offers us now. */
    const offered = async (room: BareJid): Promise<Result<Map<HatTask, string>>> => {
      const items = await discovery.items(room, NS_COMMANDS)
      if (!items.ok) return items.error.code === 'not-found' ? ok(new Map()) : items
      const there = new Set(items.value.map((item) => item.node))
      const tasks = (Object.keys(NODES) as HatTask[]).flatMap((task) => {
        const node = NODES[task].find((one) => there.has(one))
        return node ? [[task, node] as const] : []
      })
      return ok(new Map(tasks))
    }

    const ask = async (room: BareJid, node: string): Promise<Result<DataForm | null>> => {
      const outcome = await runCommand(session.connection, room, node, () => null)
      return outcome.ok ? ok(outcome.value.forms[0] ?? null) : failureOf(outcome.error)
    }
    const act = async (room: BareJid, task: HatTask, values: HatValues): Promise<Result<null>> => {
      const tasks = await offered(room)
      if (!tasks.ok) return tasks
      const node = tasks.value.get(task)
      if (!node) return none
      const outcome = await runCommand(session.connection, room, node, (form) => fillHatForm(form, values))
      return outcome.ok ? done : failureOf(outcome.error)
    }

    const get = async (room: BareJid): Promise<Result<RoomHats>> => {
      const tasks = await offered(room)
      if (!tasks.ok) return tasks
      const { value: nodes } = tasks
      if (nodes.size === 0) return none
      const read = async (task: HatTask): Promise<Result<DataForm | null>> => {
        const node = nodes.get(task)
        return node ? ask(room, node) : ok(null)
      }
      const available = await read('list')
      if (!available.ok) return available
      const assigned = await read('listAssigned')
      if (!assigned.ok) return assigned
      return ok({
        available: nodes.has('list') ? hatsIn(available.value) : null,
        assigned: assignedIn(assigned.value),
        can: { create: nodes.has('create'), destroy: nodes.has('destroy'), assign: nodes.has('assign'), unassign: nodes.has('unassign') },
      })
    }

    return {
      calls: {
        'roomHats.get': ({ room }) => get(room),
        'roomHats.create': ({ room, hat }) => act(room, 'create', { uri: hat.uri, title: hat.title, ...(hat.hue !== null && { hue: String(hat.hue) }) }),
        'roomHats.destroy': ({ room, uri }) => act(room, 'destroy', { uri }),
        'roomHats.assign': ({ room, jid, hat: { uri, title } }) => act(room, 'assign', { jid, uri, title }),
        'roomHats.unassign': ({ room, jid, uri }) => act(room, 'unassign', { jid, uri }),
      },
      snapshot: () => null,
    }
  },
})
