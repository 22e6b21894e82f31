/** What the server says of itself when it is asked. */
import { attr, child, childText, parseCount, xml } from '#xmpp/element'
import { parseDateTime } from '#xmpp/xep/0082'
import { buildVersionQuery, parseVersion } from '#xmpp/xep/0092'
import { broken, pass, type Check } from '../bench'
import { refusal } from './answers'

const NS_LAST = 'jabber:iq:last'
const NS_TIME = 'urn:xmpp:time'
const NS_PING = 'urn:xmpp:ping'
/** Of the server's clock against ours; more makes the order of messages wrong to the eye. */
const MAX_OFF_S = 60

export const servicesChecks: Check[] = [
  {
    id: 'services.ping', area: 'services', spec: 'XEP-0199', section: '§4.2',
    run: async ({ one }) => {
      const reply = await one.request({ type: 'get', to: one.domain, payload: xml('ping', { xmlns: NS_PING }) })
      return reply.ok ? pass() : refusal(reply.error)
    },
  },
  {
    id: 'services.version', area: 'services', spec: 'XEP-0092', section: '§3',
    run: async ({ one }) => {
      const reply = await one.request({ type: 'get', to: one.domain, payload: buildVersionQuery() })
      if (!reply.ok) return refusal(reply.error)
      const said = parseVersion(reply.value)
      return said ? pass({ name: said.name, version: said.version }) : broken()
    },
  },
  {
    id: 'services.time', area: 'services', spec: 'XEP-0202', section: '§3',
    run: async ({ one, clock }) => {
      const reply = await one.request({ type: 'get', to: one.domain, payload: xml('time', { xmlns: NS_TIME }) })
      if (!reply.ok) return refusal(reply.error)
      const time = child(reply.value, 'time', NS_TIME)
      const said = parseDateTime(childText(time, 'utc', NS_TIME))
      if (said === null || !/^(Z|[+-]\d\d:\d\d)$/.test(childText(time, 'tzo', NS_TIME)?.trim() ?? '')) return broken()
      const offS = Math.round(Math.abs(said - clock.nowMs()) / 1000)
      return offS > MAX_OFF_S ? broken('off', { seconds: offS }) : pass()
    },
  },
  {
    id: 'services.uptime', area: 'services', spec: 'XEP-0012', section: '§5',
    run: async ({ one }) => {
      const reply = await one.request({ type: 'get', to: one.domain, payload: xml('query', { xmlns: NS_LAST }) })
      if (!reply.ok) return refusal(reply.error)
      const seconds = parseCount(attr(child(reply.value, 'query', NS_LAST), 'seconds'))
      return seconds === null ? broken() : pass({ hours: Math.floor(seconds / 3600) })
    },
  },
]
