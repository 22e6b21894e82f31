/**
 * Finding rooms: XEP-0045 1.35.5 §6.2–6.4 by service discovery, in pages (XEP-0059 1.0) where the service offers them.
 * Left out: services of other servers (a service can be named), the room search of XEP-0433.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { disco } from '#features/disco/public'
import type { BareJid } from '#shared/jid'
import type { RoomListing } from '#shared/model/room'
import { fail, ok, type ErrorCode, type Result } from '#shared/result'
import { child, xml } from '#xmpp/element'
import { NS_DISCO_ITEMS, parseDiscoItems } from '#xmpp/xep/0030'
import { buildRsm, NS_RSM, parseRsm } from '#xmpp/xep/0059'
import { contract } from './contract'
import { isRoomService, listingOfInfo, listingOfItem } from './listing'
import type { RoomDirectoryApi } from './public'

const CODES: Record<string, ErrorCode> = {
  offline: 'offline',
  timeout: 'timeout',
  forbidden: 'forbidden',
  'item-not-found': 'not-found',
  gone: 'not-found',
  'remote-server-not-found': 'remote-server',
  'remote-server-timeout': 'remote-server',
}

export const roomDirectory = defineFeature({
  name: 'room-directory',
  xeps: [{ id: '0059', version: '1.0', support: 'partial', note: 'first page of room lists' }],
  requires: ['disco'],
  contract,
  start: (session: Session<typeof contract>) => {
    const discovery = session.use(disco)

    const services = async () => {
      const found = await discovery.findServices(isRoomService)
      return found.map(({ jid, info }) => ({
        jid: jid as BareJid,
        name: info.identities.find((one) => one.category === 'conference')?.name || jid,
      }))
    }

    const list = async (service: BareJid, limit: number): Promise<Result<{ rooms: RoomListing[]; isMore: boolean }>> => {
      const about = await discovery.info(service)
      if (!about.ok) return about
      const page = about.value.features.includes(NS_RSM) ? buildRsm({ max: limit }) : null
      const reply = await session.connection.request({ type: 'get', to: service, payload: xml('query', { xmlns: NS_DISCO_ITEMS }, page) })
      if (!reply.ok) {
        const { condition, text } = reply.error
        return fail(CODES[condition] ?? 'refused', 'the list of rooms was refused', { condition, ...(text ? { text } : {}) })
      }
      const answer = child(reply.value, 'query', NS_DISCO_ITEMS)
      const rooms = (parseDiscoItems(answer) ?? []).flatMap((item) => listingOfItem(item) ?? [])
      const total = parseRsm(answer)?.count ?? rooms.length
      return ok({ rooms: rooms.slice(0, limit), isMore: Math.max(total, rooms.length) > limit })
    }

    const api: RoomDirectoryApi = { services, exists: async (room) => (await discovery.info(room)).ok }
    return {
      calls: {
        'roomDirectory.services': async () => {
          if (session.connection.state.phase !== 'online') return fail('offline', 'not connected')
          return ok({ services: await services() })
        },
        'roomDirectory.list': ({ service, limit }) => list(service, limit),
        'roomDirectory.info': async ({ room }) => {
          const answer = await discovery.info(room)
          return answer.ok ? ok(listingOfInfo(room, answer.value)) : answer
        },
      },
      snapshot: () => null,
      api,
    }
  },
})
