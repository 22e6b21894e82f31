/** The recorded archives of rooms of five servers: their pages, answered as they were asked for, give what was said, once. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { attr, child, childText, NS_CLIENT } from '#xmpp/element'
import type { IqReply } from '#xmpp/types'
import { NS_MAM, parseFin } from '#xmpp/xep/0313'
import { openTranscript, parseStanza, stepOf, transcriptsOf, type Transcript } from '../../../support/transcripts'
import { refuse, replayAs, untilStill, type Replay } from '../rooms/replay'

const TEXTS = [...Array.from({ length: 7 }, (_, i) => `message ${i + 1} 茶`), 'corrected', 'a reply']
const open: Replay[] = []
afterEach(() => Promise.all(open.splice(0).map((replay) => replay.stop())))
afterEach(() => void vi.useRealTimers())

interface Recorded {
  results: string[]
  fin: string | null
  error: string
}
/** What the server said in this step to bob. */
function recorded(transcript: Transcript, title: string): Recorded {
  const toBob = transcript.steps.find((step) => step.title === `archive: ${title}`)!.entries.filter((entry) => entry.to === 'bob')
  const iq = toBob.findLast((entry) => entry.element?.name === 'iq')
  return {
    results: toBob.filter((entry) => entry.element?.name === 'message').map((entry) => entry.xml),
    fin: attr(iq?.element, 'type') === 'error' ? null : (iq?.xml ?? null),
    error: /<(item-not-found|not-acceptable)/.exec(iq?.xml ?? '')?.[1] ?? 'undefined-condition',
  }
}

describe.each(transcriptsOf('18-muc-history-archive'))('the archive of a room of %s', (server, transcript) => {
  const bob = transcript.people['bob'] as string
  const heard = stepOf(transcript, 'messages: what is reflected (id, stanza-id, occupant-id, origin-id)').entries.filter((entry) => entry.to === 'bob')
  const room = (attr(heard[0]!.element, 'from') as string).split('/')[0] as string
  const occupantId = attr(child(heard[1]!.element, 'occupant-id', 'urn:xmpp:occupant-id:0'), 'id')
  /** What such a room says of itself, from another recording; its address is another. */
  const info = openTranscript(server, '08-muc-create').steps.flatMap((step) => step.entries)
    .findLast((entry) => entry.xml.includes('disco#info') && entry.xml.includes(NS_MAM) && entry.xml.includes('http://jabber.org/protocol/muc'))!
  const page = (title: string) => recorded(transcript, title)
  const finOf = (one: Recorded) => parseFin(parseStanza(one.fin as string))!

  const enter = async (pages: Record<string, Recorded>) => {
    const asked: string[] = []
    const answer = (to: string | null, text: string): IqReply | null => {
      if (to !== room) return null
      if (text.includes('disco#info')) return { ok: true, value: parseStanza(info.xml) }
      if (!text.includes(NS_MAM)) return null
      const position = (/<after>[^<]*|<before>[^<]*|<before ?\/>|var="start"/.exec(text)?.[0] ?? '').replace(/ ?\/?>$/, '>')
      asked.push(position)
      const found = pages[position]
      if (!found) return { ok: true, value: parseStanza(`<iq><fin xmlns='${NS_MAM}' complete='true'/></iq>`) }
      if (found.fin === null) return refuse(found.error)
      const queryId = /queryid="([^"]*)"/.exec(text)?.[1] ?? ''
      for (const result of found.results) replay.receive(parseStanza(result.replace(/queryid=(['"])q\1/, `queryid='${queryId}'`)))
      return { ok: true, value: parseStanza(found.fin) }
    }
    const replay = await replayAs(bob, (iq, text) => answer(iq.to ?? null, text))
    open.push(replay)
    const letIn = async () => {
      const joins = () => replay.sent.filter((text) => text.startsWith('<presence') && text.includes('<history')).length
      while (joins() === entered) await new Promise((resolve) => setTimeout(resolve, 5))
      entered = joins()
      const user = "<x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/>"
      const id = occupantId === null ? '' : `<occupant-id xmlns='urn:xmpp:occupant-id:0' id='${occupantId}'/>`
      replay.receive(parseStanza(`<presence from='${room}/Alice'>${user}</x></presence>`))
      replay.receive(parseStanza(`<presence from='${room}/Bob'>${id}${user}<status code='110'/></x></presence>`))
      replay.receive(parseStanza(`<message type='groupchat' from='${room}'><subject/></message>`))
      await untilStill(() => asked.length)
    }
    let entered = 0
    await replay.call('room.join', { room, nick: 'Bob' })
    await letIn()
    const again = async () => {
      asked.length = 0
      await replay.reconnect()
      await letIn()
    }
    const messages = async () => (await replay.messages('room', room)).filter((message) => message.kind === 'text')
    const id = (replay.core.snapshot().accounts[replay.accountId] as { conversations: { conversations: { id: number }[] } }).conversations.conversations[0]?.id
    const older = async () => (await replay.call('archive.older', { conversationId: id })).value as { added: number; before: string }
    return { replay, asked, again, older, messages, bodies: async () => (await messages()).map((message) => message.body) }
  }

  it('comes backwards when somebody scrolls up; whose words they are is told where the room tells; an unknown position is survived', async () => {
    const [newest, before, all] = ['last page', 'page before', 'everything'].map(page) as [Recorded, Recorded, Recorded]
    const bobs = await enter({
      '<before>': newest, [`<before>${finOf(newest).first}`]: before, [`<before>${finOf(before).first}`]: all,
      [`<after>${finOf(newest).last}`]: page('unknown id'), 'var="start"': all,
    })
    expect(bobs.asked).toEqual(['<before>'])
    for (let n = 0; n < 5 && (await bobs.older()).before === 'more'; n++);
    expect(await bobs.bodies()).toEqual(TEXTS)
    const own = (await bobs.messages()).filter((message) => message.direction === 'out').map((message) => message.body)
    const isTold = !['openfire-4.7.5', 'tigase-8.4.0'].includes(server)
    expect(own).toEqual(isTold ? ['message 2 茶', 'message 4 茶', 'message 6 茶'] : [])
    await bobs.again()
    expect(bobs.asked[0]).toBe(`<after>${finOf(newest).last}`)
    expect(await bobs.bodies()).toEqual(TEXTS)
  })

  it('goes on after a message that came live, and knows it again', async () => {
    const next = page('after the stanza-id of a live message')
    const first = heard[0]!.element!
    const live = attr(child(first, 'stanza-id', 'urn:xmpp:sid:0'), 'id')
    // It is heard when it was: an archive whose answer is days older than what it is to follow upon does not know that.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(/stamp=.([^'"]*)/.exec(next.results[0]!)![1]!) })
    // From then on the archive has all of it.
    const bobs = await enter({ [`<after>${live}`]: next, [`<after>${finOf(next).last}`]: page('everything') })
    bobs.replay.receive(first)
    await bobs.again()
    expect(bobs.asked[0]).toBe(`<after>${live}`)
    expect(await bobs.bodies()).toEqual(TEXTS)
    expect(childText(first, 'body', NS_CLIENT)).toBe(TEXTS[0])
  })
})
