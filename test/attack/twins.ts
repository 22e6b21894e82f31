/** The legal twins: the same thing, said by who may. Each ends when Magpie has taken it, and throws when it has not. */
import { attr, xml } from '#xmpp/element'
import { arrives, comesTrue, type World } from './world'

export const carbonsNs = 'urn:xmpp:carbons:2'
export const bodyOf = (words: string) => `<body>${words}</body>`
const bobBare = (w: World) => w.address.bob.split('/')[0]!

/** Bob writes; returns id and words. */
export async function bobSays(w: World, inside = '', words = w.next('bob says')): Promise<{ id: string; words: string }> {
  const id = w.next('bob').replace(' ', '-')
  w.bob.send(`<message to='${w.own}' type='chat' id='${id}'>${bodyOf(words)}${inside}</message>`)
  await comesTrue(w, 'what bob says is here', () => w.isStored(words))
  return { id, words }
}

/** Magpie writes to bob; ends when the server has it. */
export async function weSay(w: World, words = w.next('we say')): Promise<{ id: string; words: string; messageId: number }> {
  const { id: conversationId } = await w.victim.call('conversation.open', { kind: 'chat', peer: bobBare(w) })
  const { messageId } = await w.victim.call('message.send', { conversationId, body: words })
  const wireId = () => String(w.observer.value('SELECT stanza_id FROM message WHERE id = ?', messageId))
  await comesTrue(w, 'it is sent', () => stateOf(w, messageId) === 'sent')
  return { id: wireId(), words, messageId }
}

export const stateOf = (w: World, messageId: number) => w.observer.value('SELECT state FROM message WHERE id = ?', messageId)

/** Bob speaks in the room; returns the id that the room gave. */
export async function bobInRoom(w: World, inside = '', words = w.next('bob in the room')): Promise<{ id: string; words: string; roomId: string }> {
  const id = w.next('room').replace(' ', '-')
  w.bob.send(`<message to='${w.room}' type='groupchat' id='${id}'>${bodyOf(words)}${inside}</message>`)
  await comesTrue(w, 'what bob says in the room is here', () => w.isStored(words))
  return { id, words, roomId: String(w.observer.value('SELECT archive_id FROM message WHERE body = ?', words) ?? '') }
}

const said = async (w: World) => void (await bobSays(w))
const saidInRoom = async (w: World) => void (await bobInRoom(w))

const pep = (w: World, of: 'bob' | 'second', node: string, item: string, inside: string) =>
  w[of].send(`<iq type='set' id='${w.next('pep')}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='${node}'><item id='${item}'>${inside}</item></publish></pubsub></iq>`)

export const twins = {
  said,
  saidInRoom,
  carbonSent: async (w: World) => {
    const words = w.next('from our phone')
    w.second.send(`<message to='${bobBare(w)}' type='chat' id='${w.next('c')}'>${bodyOf(words)}</message>`)
    await comesTrue(w, 'a copy of what our phone sent', () => w.observer.count("message WHERE body = ? AND direction = 'out'", words) > 0)
  },
  carbonReceived: async (w: World) => {
    const words = w.next('to our phone')
    w.bob.send(`<message to='${w.address.second}' type='chat' id='${w.next('c')}'>${bodyOf(words)}</message>`)
    await comesTrue(w, 'a copy of what our phone got', () => w.observer.count("message WHERE body = ? AND direction = 'in'", words) > 0)
  },
  /** It came out of the archive at the login, with the time it was said at. */
  archived: async (w: World) => {
    const atMs = Number(w.observer.value('SELECT sent_at_ms FROM message WHERE body = ?', w.before.words))
    await comesTrue(w, 'the archive is believed', () => w.isStored(w.before.words) && Math.abs(atMs - w.before.atMs) < 60_000)
  },
  rosterPush: async (w: World) => {
    const name = w.next('Carol')
    w.second.send(`<iq type='set' id='${w.next('r')}'><query xmlns='jabber:iq:roster'><item jid='${w.address.carol.split('/')[0]}' name='${name}'/></query></iq>`)
    await comesTrue(w, 'the push of our server', () => w.victim.state.roster.contacts.some((one) => one.name === name))
  },
  blockPush: async (w: World) => {
    const jid = `${w.next('rude').replace(' ', '')}@${w.server.domain}`
    w.second.send(`<iq type='set' id='${w.next('b')}'><block xmlns='urn:xmpp:blocking'><item jid='${jid}'/></block></iq>`)
    await comesTrue(w, 'the push of our server', () => w.victim.state.blocking.blocking.jids.some((one) => one === jid))
  },
  bookmark: async (w: World) => {
    const jid = `${w.next('club').replace(' ', '')}@${w.server.mucDomain}`
    pep(w, 'second', 'urn:xmpp:bookmarks:1', jid, `<conference xmlns='urn:xmpp:bookmarks:1' autojoin='false' name='Club'/>`)
    await comesTrue(w, 'the bookmark of our phone', () => w.observer.count('bookmark WHERE jid = ?', jid) > 0)
  },
  readElsewhere: async (w: World) => {
    const { words } = await bobSays(w)
    const archiveId = () => w.observer.value('SELECT archive_id FROM message WHERE body = ?', words)
    await comesTrue(w, 'it has an archive id', archiveId)
    const id = String(archiveId())
    pep(w, 'second', 'urn:xmpp:mds:displayed:0', bobBare(w), `<displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0' by='${w.own}' id='${id}'/></displayed>`)
    await comesTrue(w, 'read there is read here', () => w.observer.count('message WHERE body = ? AND is_unread = 0', words) > 0)
  },
  notify: async (w: World) => {
    const conversation = () => w.victim.state.conversations.conversations.find((one) => one.peer === bobBare(w))
    const level = conversation()?.notify === 'never' ? 'always' : 'never'
    pep(w, 'second', 'urn:x-magpie:chat-notifications:0', bobBare(w), `<chat xmlns='urn:x-magpie:chat-notifications:0'><notify xmlns='urn:xmpp:notification-settings:1'><${level}/></notify></chat>`)
    await comesTrue(w, 'the choice of our phone', () => conversation()?.notify === level)
  },
  nick: async (w: World) => {
    const nick = w.next('Bobby')
    pep(w, 'bob', 'http://jabber.org/protocol/nick', 'current', `<nick xmlns='http://jabber.org/protocol/nick'>${nick}</nick>`)
    await comesTrue(w, 'bob’s name', () => w.victim.state.nicks.nicks.some((one) => one.nick === nick))
  },
  correction: async (w: World) => {
    const { id } = await bobSays(w)
    const words = w.next('bob corrects')
    w.bob.send(`<message to='${w.own}' type='chat' id='${w.next('k')}'>${bodyOf(words)}<replace xmlns='urn:xmpp:message-correct:0' id='${id}'/></message>`)
    await comesTrue(w, 'bob’s correction', () => w.observer.count('message WHERE body = ? AND is_edited = 1 AND stanza_id = ?', words, id) > 0)
  },
  correctionInRoom: async (w: World) => {
    const { id } = await bobInRoom(w)
    const words = w.next('bob corrects')
    w.bob.send(`<message to='${w.room}' type='groupchat' id='${w.next('k')}'>${bodyOf(words)}<replace xmlns='urn:xmpp:message-correct:0' id='${id}'/></message>`)
    await comesTrue(w, 'bob’s correction', () => w.observer.count('message WHERE body = ? AND is_edited = 1 AND stanza_id = ?', words, id) > 0)
  },
  retraction: async (w: World) => {
    const { id } = await bobSays(w)
    w.bob.send(`<message to='${w.own}' type='chat' id='${w.next('k')}'><retract xmlns='urn:xmpp:message-retract:1' id='${id}'/></message>`)
    await comesTrue(w, 'bob’s message is gone', () => w.observer.count('message WHERE is_retracted = 1 AND stanza_id = ?', id) > 0)
  },
  /** ejabberd 23 moderates nothing: there bob takes it back himself. */
  recall: async (w: World) => {
    const { words, id, roomId } = await bobInRoom(w)
    if (w.server.kind === 'prosody') await w.victim.call('roomModeration.recall', { messageId: w.messageId(words) })
    else w.bob.send(`<message to='${w.room}' type='groupchat' id='${w.next('k')}'><retract xmlns='urn:xmpp:message-retract:1' id='${roomId}'/></message>`)
    await comesTrue(w, 'it is gone', () => w.observer.count('message WHERE is_retracted = 1 AND stanza_id = ?', id) > 0)
  },
  receipt: async (w: World) => {
    const { id, messageId } = await weSay(w)
    w.bob.send(`<message to='${w.own}' type='chat'><received xmlns='urn:xmpp:receipts' id='${id}'/></message>`)
    await comesTrue(w, 'delivered', () => stateOf(w, messageId) === 'delivered')
  },
  marker: async (w: World) => {
    const { id, messageId } = await weSay(w)
    w.bob.send(`<message to='${w.own}' type='chat'><displayed xmlns='urn:xmpp:chat-markers:0' id='${id}'/></message>`)
    await comesTrue(w, 'read', () => stateOf(w, messageId) === 'read')
  },
  error: async (w: World) => {
    const { id, messageId } = await weSay(w)
    w.bob.send(`<message to='${w.full}' type='error' id='${id}'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`)
    await comesTrue(w, 'failed', () => stateOf(w, messageId) === 'failed')
  },
  reaction: async (w: World) => {
    const { id, messageId } = await weSay(w)
    w.bob.send(`<message to='${w.own}' type='chat' id='${w.next('k')}'><reactions xmlns='urn:xmpp:reactions:0' id='${id}'><reaction>👍</reaction></reactions></message>`)
    await comesTrue(w, 'bob’s reaction', () => w.observer.count('reaction WHERE message_id = ?', messageId) > 0)
  },
  reply: async (w: World) => {
    const { id } = await weSay(w)
    const words = w.next('bob answers')
    const lead = '> we said\n'
    w.bob.send(`<message to='${w.own}' type='chat' id='${w.next('k')}'><body>&gt; we said\n${words}</body><reply xmlns='urn:xmpp:reply:0' id='${id}'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='${lead.length}'/></fallback></message>`)
    await comesTrue(w, 'the answer, without the lines in front', () => w.isStored(words))
  },
  roomSettings: async (w: World) => {
    const title = w.next('Tea')
    const changes = "room_audit WHERE kind = 'config'"
    const before = [w.observer.count("message WHERE kind = 'notice'"), w.observer.count(changes)] as const
    w.second.send(`<iq type='set' to='${w.room}' id='${w.next('cfg')}'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field><field var='muc#roomconfig_roomname'><value>${title}</value></field></x></query></iq>`)
    await comesTrue(w, 'the room says that it was changed', () =>
      w.observer.count("message WHERE kind = 'notice'") > before[0] && w.observer.count(changes) > before[1] && w.observer.count("bookmark WHERE name = ? AND sync = 'synced'", title) > 0)
  },
  whisper: async (w: World) => {
    const words = w.next('bob whispers')
    w.bob.send(`<message to='${w.room}/${w.nick}' type='chat' id='${w.next('pm')}'>${bodyOf(words)}<x xmlns='http://jabber.org/protocol/muc#user'/></message>`)
    await comesTrue(w, 'it stands with the occupant', () =>
      w.observer.count("message JOIN conversation c ON c.id = conversation_id WHERE body = ? AND c.kind = 'room-pm' AND c.peer = ?", words, `${w.room}/bob`) > 0)
  },
  invitation: async (w: World) => {
    const room = `${w.next('party').replace(' ', '')}@${w.server.mucDomain}`
    w.bob.send(`<message to='${w.own}' id='${w.next('inv')}'><x xmlns='jabber:x:conference' jid='${room}'/></message>`)
    await comesTrue(w, 'bob’s invitation', () => w.victim.state['room-invites'].received.some((one) => one.room === room))
  },
  asked: async (w: World) => {
    const id = w.next('ask')
    w.carol.send(`<iq type='get' id='${id}' to='${w.full}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`)
    await comesTrue(w, 'a contact is answered', () => w.victim.wire.some((line) => line.startsWith('>') && line.includes(id) && line.includes('type="result"')))
  },
  receiptGiven: async (w: World) => {
    const { id } = await bobSays(w, "<request xmlns='urn:xmpp:receipts'/>")
    await comesTrue(w, 'bob gets his receipt', () => w.victim.wire.some((line) => line.startsWith('>') && line.includes('urn:xmpp:receipts') && line.includes(id)))
  },
  presence: async (w: World) => {
    const status = w.next('at tea')
    w.bob.send(`<presence><status>${status}</status></presence>`)
    await comesTrue(w, 'bob’s words', () => JSON.stringify(w.victim.state.presence).includes(status))
  },
  shake: async (w: World) => {
    const before = w.observer.count("message WHERE kind = 'notice'")
    w.carol.send(`<message to='${w.own}' type='headline'><attention xmlns='urn:xmpp:attention:0'/></message>`)
    await comesTrue(w, 'a contact shakes', () => w.observer.count("message WHERE kind = 'notice'") > before)
  },
  request: async (w: World) => {
    await comesTrue(w, 'the request waits for the user', () => w.victim.state.roster.requests.some((one) => one.jid === w.address.eve.split('/')[0]))
  },
  answer: async (w: World) => {
    const asked = w.victim.connection.request({ type: 'get', to: w.address.carol as never, payload: xml('query', { xmlns: 'urn:x-magpie:twin' }) })
    const question = await arrives(w.carol, isTwinQuestion)
    w.carol.received = w.carol.received.filter((one) => one !== question)
    w.carol.send(`<iq type='result' id='${attr(question, 'id')}' to='${w.full}'/>`)
    if (!(await asked).ok) throw new Error('the answer of who was asked is not believed')
  },
}

const isTwinQuestion = (stanza: { name: string; toString(): string }) => stanza.name === 'iq' && stanza.toString().includes('urn:x-magpie:twin')
