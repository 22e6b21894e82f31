/** The server of the room bench: says what a full room says, as fast as the client reads. In a process of its own. */
import { createHash } from 'node:crypto'
import { DOMAIN, startScriptedServer, type ScriptedClient } from '../support/scripted-server'

export const ROOM = `crowd@conference.${DOMAIN}`
export const OWN_NICK = 'magpie'
const FEATURES = [
  'http://jabber.org/protocol/muc', 'muc_open', 'muc_public', 'muc_persistent', 'muc_semianonymous', 'muc_unmoderated', 'muc_unsecured',
  'urn:xmpp:occupant-id:0', 'urn:xmpp:sid:0',
]
const SHOWS = ['', '<show>away</show>', '', '<show>xa</show><status>back tomorrow 明天回来</status>', '<show>dnd</show>', '']

const hash = (text: string) => createHash('sha256').update(text).digest('base64')
const affiliationOf = (i: number) => (i % 500 === 0 ? 'owner' : i % 100 === 0 ? 'admin' : i % 7 === 0 ? 'member' : 'none')
const roleOf = (i: number) => (i % 100 === 0 ? 'moderator' : 'participant')
export const nickOf = (i: number) => (i % 9 === 0 ? `用户 ${i}` : `occupant-${i}`)

/** As Prosody 0.12 broadcasts it: language, caps, picture, occupant id, item. */
function presence(i: number, to: string, show = SHOWS[i % SHOWS.length]!): string {
  const picture = i % 2 === 0 ? `<photo>${createHash('sha1').update(String(i)).digest('hex')}</photo>` : '<photo/>'
  const caps = `<c hash='sha-1' xmlns='http://jabber.org/protocol/caps' node='https://client.example/${i % 5}' ver='${hash(`caps ${i % 20}`).slice(0, 27)}='/>`
  const item = `<item affiliation='${affiliationOf(i)}' role='${roleOf(i)}'/>`
  return `<presence xml:lang='en' to='${to}' from='${ROOM}/${nickOf(i)}'>${show}${caps}<x xmlns='vcard-temp:x:update'>${picture}</x>`
    + `<occupant-id xmlns='urn:xmpp:occupant-id:0' id='${hash(`occupant ${i}`)}'/>`
    + `<x xmlns='http://jabber.org/protocol/muc#user'>${item}</x></presence>`
}
const self = (to: string) =>
  `<presence xml:lang='en' to='${to}' from='${ROOM}/${OWN_NICK}'><occupant-id xmlns='urn:xmpp:occupant-id:0' id='${hash('self')}'/>`
  + "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='participant' jid='lina@magpie.test/magpie'/><status code='110'/></x></presence>"
  + `<message xml:lang='en' type='groupchat' to='${to}' from='${ROOM}' id='subject'><subject>All of us</subject></message>`

export interface CrowdOptions {
  occupants: number
  /** Presence changes a second once somebody is in, for this long. */
  changes: number
  seconds: number
}

const JID = `lina@${DOMAIN}/magpie`

async function serve(client: ScriptedClient, { occupants, changes, seconds }: CrowdOptions): Promise<void> {
  const crowd = Array.from({ length: occupants }, (_, i) => presence(i, JID)).join('') + self(JID)
  await client.negotiateTls()
  await client.authenticate()
  await client.open("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>")
  const [, bindId] = await client.read(/<iq [^>]*id="([^"]+)"[^>]*><bind.*?<\/iq>/s)
  client.send(`<iq type='result' id='${bindId}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>${JID}</jid></bind></iq>`)
  let received = 0
  for (;;) {
    const [xml, name] = await client.read(/<(iq|presence|message|enable|r|a)\b(?:[^>]*\/>|[^>]*[^/]>.*?<\/\1>)/s, 600_000)
    if (name === 'enable') {
      received = 0
      client.send("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true' max='300'/>")
    } else if (name === 'r') client.send(`<a xmlns='urn:xmpp:sm:3' h='${received}'/>`)
    else if (name !== 'a') received++
    if (name === 'presence' && xml.includes(`${ROOM}/`)) {
      client.send(crowd)
      if (changes > 0) void change(client, occupants, changes, seconds)
    }
    const id = /<iq [^>]*id="([^"]+)"/.exec(xml)?.[1]
    if (name === 'iq' && id && /type="(get|set)"/.test(xml)) client.send(answer(xml, id))
  }
}

function answer(xml: string, id: string): string {
  const to = /\bto="([^"]+)"/.exec(xml)?.[1]
  const head = (type: string) => `<iq type='${type}' id='${id}' to='${JID}'${to ? ` from='${to}'` : ''}`
  if (xml.includes('jabber:iq:roster')) return `${head('result')}><query xmlns='jabber:iq:roster'/></iq>`
  if (xml.includes('disco#info')) {
    const category = to === ROOM ? 'conference' : 'server'
    const features = to === ROOM ? FEATURES.map((name) => `<feature var='${name}'/>`).join('') : ''
    return `${head('result')}><query xmlns='http://jabber.org/protocol/disco#info'><identity category='${category}' type='text' name='Crowd'/>${features}</query></iq>`
  }
  return `${head('error')}><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`
}

/** Spread over each second as people's changes are. */
async function change(client: ScriptedClient, occupants: number, perSecond: number, seconds: number): Promise<void> {
  const EVERY_MS = 50
  const startMs = performance.now() + 1500
  let sent = 0
  const timer = setInterval(() => {
    const due = Math.min(seconds * perSecond, Math.floor(((performance.now() - startMs) / 1000) * perSecond))
    for (; sent < due; sent++) {
      const i = (sent * 7919) % occupants
      client.send(presence(i, JID, sent % 2 === 0 ? '<show>away</show>' : `<status>${sent}</status>`))
    }
    if (sent >= seconds * perSecond || client.isClosed) clearInterval(timer)
  }, EVERY_MS)
}

/** The server in this process; tells its port and its CA on stdout. */
export async function runCrowd(options: CrowdOptions): Promise<void> {
  const server = await startScriptedServer((client) => serve(client, options))
  process.stdout.write(`${JSON.stringify({ port: server.port, caFile: server.certificates.caFile })}\n`)
  process.once('disconnect', () => void server.close().then(() => process.exit(0)))
}
