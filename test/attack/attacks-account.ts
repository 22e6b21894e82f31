/** S01–S13, S40–S43, S50–S55, S57: what speaks for our account, our server, our list, or wants to know of us. */
import { xml } from '#xmpp/element'
import { all, body, delay, event, forwarded, iq, message, type Attack } from './attack-types'
import { carbonsNs, twins } from './twins'
import type { World } from './world'

const bob = (w: World) => w.address.bob
const refusedOnly = (w: World, id: string): string | null => {
  const answers = w.victim.wire.filter((line) => line.startsWith('>') && line.includes(id))
  return answers.every((line) => line.includes('service-unavailable')) ? null : `answered: ${answers.join(' ').slice(0, 300)}`
}
const trap = (w: World) => `trap@${w.server.mucDomain}`

export const accountAttacks: Attack[] = [
  {
    id: 'S01', class: 'carbons', says: 'a copy of something that bob is said to have written', rules: ['R-CARBON-SENDER'], by: all('nothing'),
    stanza: (w, t) => message(t, `<received xmlns='${carbonsNs}'>${forwarded(bob(w), w.own, t.tag)}</received>`),
    twin: twins.carbonReceived,
  },
  {
    id: 'S02', class: 'carbons', says: 'a copy of something that we are said to have written to bob', rules: ['R-CARBON-SENDER'], by: all('nothing'),
    stanza: (w, t) => message(t, `<sent xmlns='${carbonsNs}'>${forwarded(w.own, bob(w), t.tag)}</sent>`),
    twin: twins.carbonSent,
  },
  {
    id: 'S03', class: 'carbons', says: 'two copies at once', rules: ['R-CARBON-SENDER'], by: all('nothing'),
    stanza: (w, t) => message(t, `<received xmlns='${carbonsNs}'>${forwarded(bob(w), w.own, t.tag)}</received><sent xmlns='${carbonsNs}'>${forwarded(w.own, bob(w), t.tag)}</sent>`),
    twin: twins.carbonSent,
  },
  {
    id: 'S04', class: 'carbons', says: 'a copy through a room', rules: ['R-CARBON-SENDER'], by: all('nothing', 'room', 'occupant'),
    stanza: (w, t) => message(t, `<received xmlns='${carbonsNs}'>${forwarded(`${w.room}/bob`, w.room, t.tag)}</received>`),
    twin: twins.carbonReceived,
  },
  {
    id: 'S05', class: 'archive results', says: 'a result out of our archive, of a question that nobody asked', rules: ['R-ARCHIVE-SENDER'], by: all('nothing', 'stranger', 'contact', 'occupant', 'room', 'device'),
    stanza: (w, t) => message(t, `<result xmlns='urn:xmpp:mam:2' queryid='q1' id='${t.tag}'>${forwarded(bob(w), w.own, t.tag).replace('<message', `${delay('2026-01-01T00:00:00Z', w.own)}<message`)}</result>`),
    twin: twins.archived,
  },
  {
    id: 'S06', class: 'roster pushes', says: 'a push that puts the attacker on the list', rules: ['R-ROSTER-SENDER'], by: all('nothing'),
    stanza: (w, t) => iq(t.to, t.tag, 'set', `<query xmlns='jabber:iq:roster'><item jid='${w.address.eve.split('/')[0]}' subscription='both' name='Boss'/></query>`),
    judge: (w, t) => refusedOnly(w, t.tag),
    twin: twins.rosterPush,
  },
  {
    id: 'S07', class: 'answers', says: 'the answer to a question that bob was asked, under its id', rules: ['R-ANSWER-SENDER'], by: all('nothing', 'stranger', 'contact', 'device'),
    prepare: async (w) => {
      w.victim.wire = []
      void w.victim.connection.request({ type: 'get', to: w.address.bob as never, payload: xml('query', { xmlns: 'urn:x-magpie:asked' }) }).then((reply) => {
        if (reply.ok) w.victim.logs.push({ level: 'error', message: 'BELIEVED', detail: {} })
      })
      return /id="([^"]+)"/.exec(w.victim.wire.find((line) => line.includes('urn:x-magpie:asked')) ?? '')?.[1] ?? ''
    },
    stanza: (_, t, id) => iq(t.to, id, 'result', "<query xmlns='urn:x-magpie:asked'/>"),
    judge: (w) => (w.victim.logs.some(({ message: line }) => line === 'BELIEVED') ? 'the answer was believed' : null),
    twin: twins.answer,
  },
  {
    id: 'S08', class: 'block list', says: 'a push that blocks bob', rules: ['R-BLOCK-SENDER'], by: all('nothing'),
    stanza: (w, t) => iq(t.to, t.tag, 'set', `<block xmlns='urn:xmpp:blocking'><item jid='${bob(w).split('/')[0]}'/></block>`),
    judge: (w, t) => refusedOnly(w, t.tag),
    twin: twins.blockPush,
  },
  {
    id: 'S09', class: 'own-account events', says: 'a bookmark with autojoin (CVE-2023-28686)', rules: ['R-OWN-EVENT'], by: all('nothing'),
    stanza: (w, t) => message(t, event('urn:xmpp:bookmarks:1', `<item id='${trap(w)}'><conference xmlns='urn:xmpp:bookmarks:1' autojoin='true'><nick>alice</nick></conference></item>`)),
    twin: twins.bookmark,
  },
  {
    id: 'S10', class: 'own-account events', says: 'that bob’s words were read on another device', rules: ['R-OWN-EVENT'], by: all('nothing'),
    stanza: (w, t) => message(t, event('urn:xmpp:mds:displayed:0', `<item id='${bob(w).split('/')[0]}'><displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0' by='${w.own}' id='x'/></displayed></item>`)),
    twin: twins.readElsewhere,
  },
  {
    id: 'S11', class: 'own-account events', says: 'that bob shall be silent', rules: ['R-OWN-EVENT'], by: all('nothing'),
    stanza: (w, t) => message(t, event('urn:x-magpie:chat-notifications:0', `<item id='${bob(w).split('/')[0]}'><chat xmlns='urn:x-magpie:chat-notifications:0'><notify xmlns='urn:xmpp:notification-settings:1'><never/></notify></chat></item>`)),
    twin: twins.notify,
  },
  {
    id: 'S12', class: 'own-account events', says: 'the list of our devices for encryption', rules: [], by: all('nothing'),
    stanza: (_, t) => message(t, event('eu.siacs.conversations.axolotl.devicelist', "<item id='current'><list xmlns='eu.siacs.conversations.axolotl'><device id='1'/></list></item>")),
    twin: twins.nick,
  },
  {
    id: 'S13', class: 'own-account events', says: 'a name and a picture from somebody who is no contact, or from a device', rules: ['R-CONTACT-EVENT'], by: all('nothing'),
    stanza: (_, t) => message(t, event('http://jabber.org/protocol/nick', "<item id='current'><nick xmlns='http://jabber.org/protocol/nick'>Bob</nick></item>")),
    twin: twins.nick,
  },
  {
    id: 'S40', class: 'calls', says: 'a call (Jingle), which would tell our network address', rules: ['R-SESSION-STRANGER'], by: all('nothing', 'stranger', 'occupant', 'device'),
    stanza: (w, t) => iq(t.to, t.tag, 'set', `<jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' sid='1' initiator='${bob(w)}'/>`),
    judge: (w, t) => refusedOnly(w, t.tag),
    twin: twins.asked,
  },
  {
    id: 'S41', class: 'calls', says: 'the announcement of a call', rules: [], by: all('nothing'),
    stanza: (_, t) => message(t, "<propose xmlns='urn:xmpp:jingle-message:0' id='c1'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/></propose>"),
    twin: twins.said,
  },
  {
    id: 'S42', class: 'commands', says: 'remote control (XEP-0146)', rules: ['R-IQ-UNKNOWN'], by: all('nothing'),
    stanza: (_, t) => iq(t.to, t.tag, 'set', "<command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/rc#forward' action='execute'/>"),
    judge: (w, t) => refusedOnly(w, t.tag),
    twin: twins.asked,
  },
  {
    id: 'S50', class: 'requests', says: 'the same request to be a contact, again and again', rules: [], by: all('nothing', 'stranger'),
    prepare: async (w) => {
      w.eve.send(`<presence type='subscribe' to='${w.own}'><nick xmlns='http://jabber.org/protocol/nick'>Bob</nick></presence>`)
      await twins.request(w)
      return ''
    },
    stanza: (w) => `<presence type='subscribe' to='${w.own}'><nick xmlns='http://jabber.org/protocol/nick'>Bob</nick></presence>`.repeat(3),
    twin: twins.request,
  },
  {
    id: 'S52', class: 'requests', says: 'that our request was granted, which we never made', rules: [], by: all('nothing', 'stranger', 'contact'),
    stanza: (w) => `<presence type='subscribed' to='${w.own}'/>`,
    twin: twins.presence,
  },
  {
    id: 'S53', class: 'presence leaks', says: 'who we are and what we can', rules: ['R-ASK-STRANGER'], by: all('nothing', 'stranger', 'occupant'),
    stanza: (_, t) => iq(t.to, t.tag, 'get', "<query xmlns='http://jabber.org/protocol/disco#info'/>"),
    judge: (w, t) => refusedOnly(w, t.tag),
    twin: twins.asked,
  },
  {
    id: 'S54', class: 'presence leaks', says: 'words that ask for a receipt and a marker', rules: [], by: all('own', 'stranger', 'occupant'),
    stanza: (_, t) => message(t, `${body(t.tag)}<request xmlns='urn:xmpp:receipts'/><markable xmlns='urn:xmpp:chat-markers:0'/>`),
    words: (t) => t.tag,
    judge: (w, t) => (w.victim.wire.some((line) => line.startsWith('>') && line.includes(t.tag)) ? 'a receipt was given' : null),
    twin: twins.receiptGiven,
  },
  {
    id: 'S55', class: 'presence leaks', says: 'since when nobody has touched the keys, and which program this is', rules: ['R-ASK-STRANGER', 'R-IQ-UNKNOWN'], by: all('nothing', 'stranger', 'occupant'),
    stanza: (_, t) => iq(t.to, t.tag, 'get', "<query xmlns='jabber:iq:version'/>"),
    judge: (w, t) => refusedOnly(w, t.tag),
    twin: twins.asked,
  },
  {
    id: 'S57', class: 'presence leaks', says: 'presence of somebody who is no contact', rules: ['R-PRESENCE-STRANGER'], by: all('nothing', 'stranger'),
    stanza: (w) => `<presence to='${w.full}'><show>chat</show><status>your boss</status><priority>127</priority></presence>`,
    twin: twins.presence,
  },
]
