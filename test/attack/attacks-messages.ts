/** S14–S33, S43, S47–S49: what speaks of messages and rooms of others. */
import { all, body, delay, message, type Attack } from './attack-types'
import { bobInRoom, bobSays, twins, weSay } from './twins'
import { arrives, comesTrue, type World } from './world'

const people = ['stranger', 'contact', 'occupant'] as const
const bobsId = async (w: World) => (await bobSays(w)).id
const ourId = async (w: World) => (await weSay(w)).id
const sid = (by: string, id: string) => `<stanza-id xmlns='urn:xmpp:sid:0' by='${by}' id='${id}'/>`
const MUC_USER = 'http://jabber.org/protocol/muc#user'
/** Bob’s last words, by id and as his room named them. */
const inRoom = async (w: World) => {
  const { id, roomId } = await bobInRoom(w)
  return `${id} ${roomId || id}`
}
const hasNotItsId = (w: World, tag: string, id: string) =>
  w.observer.value('SELECT archive_id FROM message WHERE body = ?', tag) === id ? 'stands under the archive id of bob’s' : null
const isNow = (w: World, tag: string) => {
  const atMs = Number(w.observer.value('SELECT sent_at_ms FROM message WHERE body = ?', tag))
  return Math.abs(atMs - Date.now()) < 60_000 ? null : `stands at ${new Date(atMs).toISOString()}`
}

/** Servers ask, too. */
const asks = (w: World, what: string) => (stanza: { name: string; attrs: Record<string, unknown>; toString(): string }) =>
  stanza.name === 'iq' && stanza.attrs['from'] === w.full && stanza.toString().includes(what)

export const messageAttacks: Attack[] = [
  {
    id: 'S14', class: 'corrections', says: 'bob’s words in another form', rules: ['R-CORRECTION-AUTHOR'], by: all('own', ...people, 'room'),
    prepare: async (w) => `${await bobsId(w)} ${(await inRoom(w)).split(' ')[0]}`,
    stanza: (_, t, ids) => message(t, `${body(t.tag)}<replace xmlns='urn:xmpp:message-correct:0' id='${ids.split(' ')[t.actor === 'room' ? 1 : 0]}'/>`),
    words: (t) => t.tag,
    twin: twins.correction,
  },
  {
    id: 'S15', class: 'retractions', says: 'that bob takes back what he said', rules: ['R-RETRACTION-AUTHOR', 'R-HELD-LIMIT'], by: all('own', ...people, 'room'),
    prepare: async (w) => `${await bobsId(w)} ${(await inRoom(w)).split(' ')[1]}`,
    stanza: (_, t, ids) => message(t, `<retract xmlns='urn:xmpp:message-retract:1' id='${ids.split(' ')[t.actor === 'room' ? 1 : 0]}'/>`),
    twin: twins.retraction,
  },
  {
    id: 'S16', class: 'moderation', says: 'that a moderator has taken away what bob said', rules: ['R-RECALL-SENDER'], by: all('nothing', ...people, 'room', 'device'),
    prepare: async (w) => (await inRoom(w)).split(' ')[1]!,
    stanza: (w, t, id) => message(t, `<retract xmlns='urn:xmpp:message-retract:1' id='${id}'><moderated xmlns='urn:xmpp:message-moderate:1' by='${w.room}/alice'/><reason>spam</reason></retract>`),
    twin: twins.recall,
  },
  {
    id: 'S17', class: 'corrections', says: 'in a room, under the nick of who has left', rules: ['R-CORRECTION-AUTHOR'], by: all('own', 'room'),
    prepare: async (w) => {
      const { id } = await bobInRoom(w)
      const nicks = async () => (await w.victim.call('room.occupants', { room: w.room })).occupants.map((one) => one.nick)
      w.bob.send(`<presence type='unavailable' to='${w.room}/bob'/>`)
      await w.bob.settled()
      w.eve.send(`<presence to='${w.room}/bob'/>`)
      await w.settled('room')
      if (!(await nicks()).includes('bob')) throw new Error('eve could not take the nick')
      return id
    },
    stanza: (_, t, id) => message(t, `${body(t.tag)}<replace xmlns='urn:xmpp:message-correct:0' id='${id}'/>`),
    words: (t) => t.tag,
    judge: async (w) => {
      w.eve.send(`<presence to='${w.room}/eve'/>`)
      await w.settled('room')
      w.bob.send(`<presence to='${w.room}/bob'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`)
      await w.bob.settled()
      await w.settled('room')
      return null
    },
    twin: twins.correctionInRoom,
  },
  {
    id: 'S18', class: 'receipts', says: 'that bob’s device has got our words', rules: ['R-RECEIPT-TARGET'], by: all('nothing', ...people), prepare: ourId,
    stanza: (_, t, id) => message(t, `<received xmlns='urn:xmpp:receipts' id='${id}'/>`),
    twin: twins.receipt,
  },
  {
    id: 'S19', class: 'markers', says: 'that bob has read our words', rules: ['R-MARKER-TARGET', 'R-HELD-LIMIT'], by: { stranger: 'nothing', contact: 'own', occupant: 'nothing' }, prepare: ourId,
    stanza: (_, t, id) => message(t, `<displayed xmlns='urn:xmpp:chat-markers:0' id='${id}'/>`),
    twin: twins.marker,
  },
  {
    id: 'S20', class: 'errors', says: 'that our words did not reach bob', rules: ['R-ERROR-TARGET'], by: all('nothing', 'stranger', 'contact'), prepare: ourId,
    stanza: (_, t, id) => `<message to='${t.to}' type='error' id='${id}'><error type='cancel'><remote-server-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`,
    twin: twins.error,
  },
  {
    id: 'S21', class: 'reactions', says: 'a reaction to what was said in another conversation', rules: ['R-REACTION-TARGET', 'R-HELD-LIMIT'], by: all('own', ...people, 'room'), prepare: bobsId,
    stanza: (_, t, id) => message(t, `<reactions xmlns='urn:xmpp:reactions:0' id='${id}'><reaction>💩</reaction></reactions>`),
    twin: twins.reaction,
  },
  {
    id: 'S22', class: 'stanza-ids', says: 'words under the archive id of bob’s last', rules: ['R-ID-TWICE', 'R-ID-UNANNOUNCED'], by: all('own', ...people),
    prepare: async (w) => {
      const { words } = await bobSays(w)
      return String(w.observer.value('SELECT archive_id FROM message WHERE body = ?', words) ?? 'none')
    },
    stanza: (w, t, id) => message(t, `${body(t.tag)}${sid(w.own, id)}`),
    words: (t) => t.tag,
    judge: (w, t, id) => hasNotItsId(w, t.tag, id),
    twin: twins.said,
  },
  {
    id: 'S23', class: 'stanza-ids', says: 'words in a room under the id of bob’s last', rules: ['R-ID-TWICE', 'R-ID-UNANNOUNCED'], by: all('own', 'room'),
    prepare: async (w) => (await inRoom(w)).split(' ')[1]!,
    stanza: (w, t, id) => message(t, `${body(t.tag)}${sid(w.room, id)}`),
    words: (t) => t.tag,
    judge: (w, t, id) => hasNotItsId(w, t.tag, id),
    twin: twins.saidInRoom,
  },
  {
    id: 'S24', class: 'stanza-ids', says: 'words with the origin-id that bob’s next will have', rules: [], by: all('own', ...people, 'room'),
    stanza: (_, t) => message(t, `${body(t.tag)}<origin-id xmlns='urn:xmpp:sid:0' id='next-of-bob'/>`),
    words: (t) => t.tag,
    twin: async (w) => void (await bobSays(w, "<origin-id xmlns='urn:xmpp:sid:0' id='next-of-bob'/>")),
  },
  {
    id: 'S25', class: 'stanza-ids', says: 'bob’s id and bob’s words', rules: [], by: all('own', ...people), prepare: bobsId,
    stanza: (_, t, id) => message({ ...t, tag: id }, body(t.tag)),
    words: (t) => t.tag,
    twin: twins.said,
  },
  {
    id: 'S26', class: 'delays', says: 'words of long ago', rules: ['R-DELAY'], by: all('own', ...people, 'room'),
    stanza: (w, t) => message(t, `${body(t.tag)}${delay('2001-01-01T00:00:00Z', w.address.bob)}`),
    words: (t) => t.tag,
    judge: (w, t) => isNow(w, t.tag),
    twin: twins.archived,
  },
  {
    id: 'S27', class: 'nicknames', says: 'words under bob’s name', rules: [], by: all('own', ...people),
    stanza: (_, t) => message(t, `${body(t.tag)}<nick xmlns='http://jabber.org/protocol/nick'>bob</nick>`),
    words: (t) => t.tag,
    twin: twins.nick,
  },
  {
    id: 'S28', class: 'rooms', says: 'words in a room that is a person', rules: ['R-ROOM-SENDER'], by: all('nothing', 'stranger', 'contact', 'device'),
    stanza: (_, t) => message({ ...t, type: 'groupchat' }, body(t.tag)),
    twin: twins.saidInRoom,
  },
  {
    id: 'S29', class: 'room status codes', says: 'that the room’s settings have changed', rules: ['R-ROOM-STATUS'], by: all('own', 'room'),
    stanza: (_, t) => message(t, `${body(t.tag)}<x xmlns='${MUC_USER}'><status code='104'/><status code='172'/></x>`),
    words: (t) => t.tag,
    twin: twins.roomSettings,
  },
  {
    id: 'S30', class: 'room status codes', says: 'words with bob’s real address as that of their writer', rules: ['R-ROOM-STATUS'], by: all('own', 'room', 'occupant'),
    stanza: (w, t) => message(t, `${body(t.tag)}<x xmlns='${MUC_USER}'><item affiliation='owner' role='moderator' jid='${w.address.bob}'/></x>`),
    words: (t) => t.tag,
    twin: twins.saidInRoom,
  },
  {
    id: 'S31', class: 'stanza-ids', says: 'an archive id by our address in capitals', rules: ['R-ID-TWICE', 'R-ID-UNANNOUNCED'], by: all('own', ...people),
    prepare: async (w) => {
      const { words } = await bobSays(w)
      return String(w.observer.value('SELECT archive_id FROM message WHERE body = ?', words) ?? 'none')
    },
    stanza: (w, t, id) => message(t, `${body(t.tag)}${sid(w.own.toUpperCase(), id)}`),
    words: (t) => t.tag,
    judge: (w, t, id) => hasNotItsId(w, t.tag, id),
    twin: twins.said,
  },
  {
    id: 'S32', class: 'occupant ids', says: 'a change of bob’s words under his occupant id', rules: ['R-ROOM-OCCUPANT-ID', 'R-CORRECTION-AUTHOR'], by: all('own', 'room'),
    prepare: async (w) => {
      const { id, words } = await bobInRoom(w, "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='of-bob'/>")
      const occupant = w.observer.value('SELECT occupant_id FROM message_author WHERE message_id = ?', w.messageId(words))
      return `${id} ${String(occupant ?? 'of-bob')}`
    },
    stanza: (_, t, ids) => message(t, `${body(t.tag)}<replace xmlns='urn:xmpp:message-correct:0' id='${ids.split(' ')[0]}'/><occupant-id xmlns='urn:xmpp:occupant-id:0' id='${ids.split(' ')[1]}'/>`),
    words: (t) => t.tag,
    twin: twins.correctionInRoom,
  },
  {
    id: 'S33', class: 'invites', says: 'an invitation by bob into a room that the attacker claims to be', rules: ['R-INVITE-SENDER'], by: all('nothing', 'stranger', 'contact', 'device'),
    stanza: (w, t) => `<message to='${t.to}' id='${t.tag}'><x xmlns='${MUC_USER}'><invite from='${w.address.bob}'><reason>come</reason></invite><password>x</password></x></message>`,
    twin: twins.invitation,
  },
  {
    id: 'S43', class: 'caps', says: 'a hash that stands for what another program can', rules: ['R-CAPS-HASH'], by: all('nothing', 'contact'),
    stanza: (w) => `<presence to='${w.full}'><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:x:poison' ver='QgayPKawpkPSDYmwT/WM94uAlu0='/></presence>`,
    judge: async (w) => {
      const question = await arrives(w.carol, asks(w, 'urn:x:poison'))
      const before = w.observer.count('capability')
      w.carol.send(`<iq type='result' id='${question.attrs['id']}' to='${w.full}'><query xmlns='http://jabber.org/protocol/disco#info' node='urn:x:poison#QgayPKawpkPSDYmwT/WM94uAlu0='><identity category='client' type='pc' name='Evil'/><feature var='urn:xmpp:attention:0'/></query></iq>`)
      // As she is for everybody else, without capabilities.
      w.carol.send(`<presence to='${w.full}'/>`)
      await w.settled('contact')
      return w.observer.count('capability') === before ? null : 'the lie was kept'
    },
    twin: async (w) => {
      const before = w.observer.count('capability')
      w.bob.send("<presence><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:x:honest' ver='QgayPKawpkPSDYmwT/WM94uAlu0='/></presence>")
      const question = await arrives(w.bob, asks(w, 'urn:x:honest'))
      w.bob.send(`<iq type='result' id='${question.attrs['id']}' to='${w.full}'><query xmlns='http://jabber.org/protocol/disco#info' node='urn:x:honest#QgayPKawpkPSDYmwT/WM94uAlu0='><identity category='client' type='pc' name='Exodus 0.9.1'/><feature var='http://jabber.org/protocol/caps'/><feature var='http://jabber.org/protocol/disco#info'/><feature var='http://jabber.org/protocol/disco#items'/><feature var='http://jabber.org/protocol/muc'/></query></iq>`)
      await comesTrue(w, 'what verifies is kept', () => w.observer.count('capability') > before || w.observer.count('capability WHERE ver = ?', 'QgayPKawpkPSDYmwT/WM94uAlu0=') > 0)
    },
  },
  {
    id: 'S47', class: 'replies', says: 'an answer whose quoted part is everywhere and nowhere', rules: [], by: all('own', ...people), prepare: bobsId,
    stanza: (_, t, id) => message(t, `${body(t.tag)}<reply xmlns='urn:xmpp:reply:0' id='${id}'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='-5' end='99999999999999999999'/></fallback>`),
    words: (t) => t.tag,
    twin: twins.reply,
  },
  {
    id: 'S48', class: 'presence leaks', says: 'a shake of the window', rules: ['R-SHAKE-STRANGER'], by: all('nothing', 'stranger', 'occupant'),
    stanza: (_, t) => `<message to='${t.to}' type='${t.actor === 'stranger' ? 'headline' : 'chat'}' id='${t.tag}'><attention xmlns='urn:xmpp:attention:0'/></message>`,
    twin: twins.shake,
  },
  {
    id: 'S49', class: 'poison', says: 'words under three thousand levels', rules: [], by: all('nothing', ...people),
    stanza: (_, t) => message(t, `${body(t.tag)}<no-store xmlns='urn:xmpp:hints'/>${"<a xmlns='urn:x'>".repeat(1) + '<a>'.repeat(2999)}${'</a>'.repeat(3000)}`),
    twin: twins.said,
  },
]
