/** The other end of the fuzzed client: lets it log in, resumes it, reads what it says, and has answers ready that the fuzzer may spoil. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { TLSSocket, createSecureContext } from 'node:tls'
import { attr, child, elements, nameOf, nsOf, textOf, xml, type Element } from '#xmpp/element'
import { limitsAfterLogin } from '#xmpp/limits'
import { serialise } from '#xmpp/serialise'
import { isStanza } from '#xmpp/session-stream'
import { XmlReader } from '#xmpp/xml-reader'
import { makeCertificates } from '../support/certificates'
import { ScramServer } from '../support/scripted-scram'
import { CONTACTS, DOMAIN, OWN_FULL, ROOMS } from './corpus'
import type { FarEnd } from './pipeline'

const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl'
const NS_SM = 'urn:xmpp:sm:3'
const NS_MUC = 'http://jabber.org/protocol/muc'
const HEADER = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='s' from='${DOMAIN}' version='1.0'>`
const SASL_FEATURES = `<stream:features><mechanisms xmlns='${NS_SASL}'><mechanism>SCRAM-SHA-1</mechanism></mechanisms></stream:features>`
const FEATURES = `<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='${NS_SM}'/><csi xmlns='urn:xmpp:csi:0'/></stream:features>`
const ROSTER = xml('query', { xmlns: 'jabber:iq:roster' }, ...CONTACTS.map((jid) => xml('item', { jid, subscription: 'both', name: jid })))

export interface FuzzServer extends FarEnd {
  takeAnswers(): string[]
  /** Output that cannot be read: a server would end the stream over it. */
  badOutput: string[]
  stanzas: number
  close(): Promise<void>
}

export async function startFuzzServer(answer: (payload: Element) => Element | null): Promise<FuzzServer> {
  const certificates = await makeCertificates({ domain: DOMAIN })
  const secureContext = createSecureContext({ cert: certificates.certPem, key: readFileSync(certificates.keyFile, 'utf8') })
  let answers: string[] = []
  /** Of the session: what the client has sent in it. */
  let received = 0
  const state: FuzzServer = {
    port: 0, caPem: certificates.caPem, badOutput: [], stanzas: 0,
    takeAnswers: () => {
      const taken = answers
      answers = []
      return taken
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }

  const roomEntered = (to: string) => {
    const occupant = (nick: string, more = '') => `<presence from='${to.split('/')[0]}/${nick}' to='${OWN_FULL}'><x xmlns='${NS_MUC}#user'>` +
      `<item affiliation='owner' role='moderator'/>${more}</x></presence>`
    return `${occupant('wei')}${occupant(to.split('/')[1] ?? 'lina', "<status code='110'/>")}<message from='${to.split('/')[0]}' to='${OWN_FULL}' type='groupchat'><subject/></message>`
  }

  const onStanza = (el: Element) => {
    if (!isStanza(el)) return
    received++
    state.stanzas++
    const to = attr(el, 'to')
    if (nameOf(el) === 'presence') {
      if (to !== null && child(el, 'x', NS_MUC) && ROOMS.includes(to.split('/')[0]!)) answers.push(roomEntered(to))
      return
    }
    const type = attr(el, 'type')
    if (nameOf(el) !== 'iq' || (type !== 'get' && type !== 'set')) return
    const payload = elements(el)[0]
    if (!payload) return
    const isRoster = nsOf(payload) === 'jabber:iq:roster' && type === 'get'
    const said = isRoster ? ROSTER : answer(payload)
    const head = { id: attr(el, 'id'), ...(to !== null && { from: to }), to: OWN_FULL }
    const reply = said
      ? xml('iq', { ...head, type: 'result' }, said)
      : xml('iq', { ...head, type: 'error' }, xml('error', { type: 'cancel' }, xml('item-not-found', { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' })))
    answers.push(serialise(reply) ?? '')
  }

  const sockets = new Set<TLSSocket>()
  const server = createServer((raw) => {
    const socket = new TLSSocket(raw, { isServer: true, secureContext, ALPNProtocols: ['xmpp-client'] })
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {}) // the client may cut as it likes
    raw.on('error', () => {}).setNoDelay(true)
    const say = (text: string) => void socket.write(text)
    let scram: ScramServer | null = null
    let isIn = false
    let isOnline = false
    for (const other of sockets) if (other !== socket) other.removeAllListeners('data') // what is still on its way there is lost
    const onElement = (el: Element) => {
      const ns = nsOf(el)
      if (ns === NS_SASL && nameOf(el) === 'auth') {
        scram = new ScramServer('SCRAM-SHA-1')
        return say(`<challenge xmlns='${NS_SASL}'>${scram.challenge(textOf(el))}</challenge>`)
      }
      if (ns === NS_SASL) {
        isIn = true
        say(`<success xmlns='${NS_SASL}'>${scram!.success(textOf(el))}</success>`)
        return restart()
      }
      if (ns === NS_SM) return manage(el)
      const bind = child(el, 'bind', 'urn:ietf:params:xml:ns:xmpp-bind')
      if (bind && !isOnline) {
        received = 0
        answers = []
        return say(`<iq type='result' id='${attr(el, 'id')}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>${OWN_FULL}</jid></bind></iq>`)
      }
      onStanza(el)
    }
    const manage = (el: Element) => {
      isOnline = true
      if (nameOf(el) === 'enable') {
        received = 0
        say(`<enabled xmlns='${NS_SM}' id='fuzz' resume='true' max='600'/>`)
      } else if (nameOf(el) === 'resume') say(`<resumed xmlns='${NS_SM}' previd='fuzz' h='${received}'/>`)
      else if (nameOf(el) === 'r') answers.push(`<a xmlns='${NS_SM}' h='${received}'/>`) // never into the middle of what is fed
    }
    let reader: XmlReader
    const restart = () => {
      const mine = new XmlReader({
        root: () => say(HEADER + (isIn ? FEATURES : SASL_FEATURES)),
        element: (el) => reader === mine && onElement(el),
        end: () => void socket.end('</stream:stream>'),
        dropped: (reason, el) => state.badOutput.push(`${reason}: ${el.name}`),
      }, limitsAfterLogin)
      reader = mine
    }
    restart()
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => {
      try {
        reader.write(text)
      } catch (error) {
        state.badOutput.push(`${String(error)}: ${text.slice(0, 300)}`)
        socket.destroy()
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  state.port = (server.address() as AddressInfo).port
  return state
}
