/** The recorded archives of five servers: their pages, answered as they were asked for, give the whole conversation. */
import { describe, expect, it } from 'vitest'
import { attr, child, childText, NS_CLIENT } from '#xmpp/element'
import type { Element, IqReply } from '#xmpp/types'
import { NS_MAM, parseFin, parseResult } from '#xmpp/xep/0313'
import { stepOf, transcriptsOf, type Transcript, parseStanza } from '../../../support/transcripts'
import { refuse, replayAs, untilStill, type Replay } from '../rooms/replay'

const TEXTS = Array.from({ length: 7 }, (_, i) => `history ${i + 1}`)

interface Recorded {
  results: string[]
  fin: Element | null
  error: string | null
}
/** What the server said in this step to alice. */
function recorded(transcript: Transcript, title: string): Recorded {
  const toAlice = stepOf(transcript, title).entries.filter((entry) => entry.to === 'alice')
  const iq = toAlice.find((entry) => entry.element?.name === 'iq')?.element ?? null
  const isError = iq?.attrs['type'] === 'error'
  return {
    results: toAlice.filter((entry) => entry.element?.name === 'message').map((entry) => entry.xml),
    fin: isError ? null : iq,
    error: isError ? ((/<(item-not-found|not-acceptable|internal-server-error)/.exec(toAlice.at(-1)?.xml ?? '') ?? [])[1] ?? 'undefined-condition') : null,
  }
}

describe.each(transcriptsOf('07-mam'))('the archive of %s', (server, transcript) => {
  const people = { alice: transcript.people['alice'] as string, bob: (transcript.people['bob'] as string).split('/')[0] as string }
  const page = (title: string) => recorded(transcript, title)

  it('is read: ids, times, senders, ends', () => {
    const all = page('everything since the start')
    const items = all.results.map((text) => parseResult(parseStanza(text)))
    expect(items.map((item) => childText(item?.stanza, 'body', NS_CLIENT))).toEqual(TEXTS)
    for (const item of items) expect(item?.stampMs).toBeGreaterThan(0)
    const fin = parseFin(all.fin as Element)
    expect(fin).toMatchObject({ isComplete: true, first: items[0]?.id, last: items[6]?.id, count: 7 })
  })

  /** Pages by their position; queries of another kind get nothing. */
  const serve = async (pages: Record<string, Recorded>) => {
    const asked: string[] = []
    let isOpen = false
    const answer = (to: string | null, text: string): IqReply | null => {
      if (text.includes('disco#info') && to === people.alice.split('/')[0]) {
        return { ok: true, value: parseStanza(`<iq><query xmlns='http://jabber.org/protocol/disco#info'><feature var='${NS_MAM}'/></query></iq>`) }
      }
      if (!isOpen || !text.includes(NS_MAM) || text.includes('<prefs')) return null
      const position = /<after>[^<]*|<before>[^<]*|<before ?\/>|var="start"/.exec(text)?.[0] ?? ''
      asked.push(position)
      const found = pages[position.replace(/ ?\/?>$/, '>')] ?? { results: [], fin: parseStanza(`<iq><fin xmlns='${NS_MAM}' complete='true'/></iq>`), error: null }
      if (!found.fin) return refuse(found.error ?? 'undefined-condition')
      const queryId = /queryid="([^"]*)"/.exec(text)?.[1] ?? ''
      for (const result of found.results) replay.receive(parseStanza(result.replace(/queryid=(['"])q\1/, `queryid='${queryId}'`)))
      return { ok: true, value: found.fin }
    }
    const replay: Replay = await replayAs(people.alice, (iq, text) => answer(iq.to ?? null, text))
    const login = async () => {
      isOpen = true
      asked.length = 0
      await replay.reconnect()
      await untilStill(() => asked.length)
      return [...asked]
    }
    const bodies = async () => (await replay.messages('chat', people.bob)).map((message) => message.body)
    return { login, bodies, stop: () => replay.stop() }
  }
  const firstOf = (one: Recorded) => parseFin(one.fin as Element)?.first as string
  const lastOf = (one: Recorded) => parseFin(one.fin as Element)?.last as string

  it('comes whole, backwards, to a new device; and its unknown position is survived', async () => {
    const [newest, middle, oldest] = ['backwards: last page', 'backwards: page before', 'backwards: oldest page'].map(page) as [Recorded, Recorded, Recorded]
    const unknown = page('after an unknown id')
    const served = await serve({
      '<before>': newest, [`<before>${firstOf(newest)}`]: middle, [`<before>${firstOf(middle)}`]: oldest,
      [`<before>${firstOf(oldest)}`]: page('backwards: before the oldest'), [`<after>${lastOf(newest)}`]: unknown, 'var="start">': page('everything since the start'),
      'var="start"': page('everything since the start'),
    })
    expect((await served.login()).length).toBeLessThanOrEqual(4)
    expect(await served.bodies()).toEqual(TEXTS)
    const asked = await served.login()
    expect(await served.bodies()).toEqual(TEXTS)
    expect(asked[0]).toBe(`<after>${lastOf(newest)}`)
    if (unknown.error !== null) expect(asked[1], server).toBe('var="start"')
    await served.stop()
  })

  it('goes on forwards from where it was', async () => {
    const [first, second, third] = ['forwards: first page', 'forwards: second page', 'forwards: last page'].map(page) as [Recorded, Recorded, Recorded]
    const served = await serve({
      '<before>': first, [`<after>${lastOf(first)}`]: second, [`<after>${lastOf(second)}`]: third,
      [`<after>${lastOf(third)}`]: page('forwards: after the newest'),
    })
    await served.login()
    expect(await served.bodies()).toEqual(TEXTS.slice(0, 3))
    await served.login()
    expect(await served.bodies()).toEqual(TEXTS)
    expect(attr(child(third.fin as Element, 'fin', NS_MAM), 'complete')).toBe('true')
    expect(await served.login()).toEqual([`<after>${lastOf(third)}`])
    await served.stop()
  })
})
