/** Tells a recorded story to a scripted server and lays what it says beside what was recorded. */
import type { Element } from '@xmpp/xml'
import { attr, elements } from '#xmpp/element'
import { openTranscript, type Transcript, type TranscriptStep } from '../transcripts'
import { personalities, type ScriptedKind } from './personality'
import { RawClient } from './raw-client'
import type { Affiliation, Room } from './room'
import { startScriptedServer, type ScriptedRooms } from '.'
import { address } from './xml'

export interface Comparison {
  step: string
  /** Stanzas of the record that were looked for. */
  count: number
  /** Who → what he should have got and what he got, written the same way. */
  differences: { who: string; recorded: string[]; said: string[] }[]
}

const PASSWORD = 'secret'
/** Openfire asks everybody for his version at moments of its own. Carbons are not what is looked at here. */
const isNoise = (element: Element) => ['jabber:iq:version', 'urn:xmpp:carbons:2'].includes(attr(elements(element)[0], 'xmlns') ?? '')

/** Everything that differs from run to run taken out, attributes in order of the alphabet, namespaces inherited or not the same. */
export function canonical(element: Element, owner: string): string {
  const isServerId = (el: Element) => el.name === 'message' && /^([0-9a-f-]{36}|[0-9a-f]{40})$/.test(attr(el, 'id') ?? '')
  const write = (el: Element): string => {
    const ns = attr(el, 'xmlns')
    if (ns === 'vcard-temp:x:update') return ''
    if (el.name === 'stanza-id' && attr(el, 'by') === owner) return '' // of the account's archive, which was on
    const values = Object.entries(el.attrs as Record<string, unknown>)
      .filter(([name, value]) => !(name === 'xmlns' && value === 'jabber:client'))
      .map(([name, value]): [string, string] => {
        if (name === 'stamp') return [name, 'TIME']
        if (el.name === 'stanza-id' || el.name === 'occupant-id' || el.name === 'apply-to' || el.name === 'moderate' || el.name === 'retract' || el.name === 'result') return [name, name === 'id' ? 'ID' : String(value)]
        if (name === 'id' && (isServerId(el) || (el === element && /^spng-|-c\d+-\d+$/.test(String(value))))) return [name, 'ID']
        return [name, String(value)]
      })
      .sort(([a], [b]) => (a < b ? -1 : 1))
    const content = el.children.map((child) => (typeof child === 'string' ? child : write(child)))
    // Lists have no order of their own on Openfire.
    if (el.name === 'query' && ns === 'http://jabber.org/protocol/muc#admin') content.sort()
    const isTime = attr(el, 'var')?.endsWith('creationdate')
    const isId = (['after', 'before'].includes(el.name) || el.name === 'first' || el.name === 'last' || el.name === 'unique') && content.length > 0
    return `<${el.name}${values.map(([name, value]) => ` ${name}="${value}"`).join('')}>${isTime ? 'TIME' : isId ? 'ID' : content.join('')}</>`
  }
  return write(element)
}

/** `alice made ROOM, whois=anyone, …`, `bob is admin, …`, `in the room also bob as Bob, …` */
function setUp(server: ScriptedRooms, transcript: Transcript, note: string, last: { room: Room | null }): void {
  const words = note.replace('set-up off the record: ', '')
  const made = /^alice made (\S+ ?\S*?@\S+?)(?:, (.*))?$/.exec(words)
  if (made) {
    const config: Record<string, string[]> = {}
    for (const [, name = '', value = ''] of (made[2] ?? '').matchAll(/(\w+)=([^,]*)/g)) {
      const names: Record<string, string> = { password: 'passwordprotectedroom', secret: 'roomsecret' }
      config[names[name] ?? name] = [value]
    }
    last.room = server.muc.make(made[1]!.replace('- -', '--'), transcript.people['alice']!, config)
    return server.muc.put(last.room, transcript.people['alice']!, 'Alice')
  }
  const { room } = last
  if (!room) return
  if (words.startsWith('in the room also ')) {
    for (const [, who = '', nick = ''] of words.matchAll(/(\w+) as (\w+)/g)) server.muc.put(room, transcript.people[who]!, nick)
    return
  }
  for (const [, who = '', affiliation = ''] of words.matchAll(/(\w+) is (\w+)/g)) {
    server.muc.affiliate(room, `${who}@${server.domain}`, affiliation as Affiliation)
  }
}

const countOf = (step: TranscriptStep) => step.entries.filter(({ from, element }) => from === 'server' && element && !isNoise(element)).length

export interface ReplayOptions {
  /** Steps that are not told at all, with the reason. */
  without?: string[]
  /** What happened off the record, before a step. */
  before?: (server: ScriptedRooms, step: string, transcript: Transcript) => void
  archive?: boolean
}

export async function replayStory(kind: ScriptedKind, story: string, { without = [], before, archive = true }: ReplayOptions = {}): Promise<Comparison[]> {
  const transcript = openTranscript(kind, story)
  const domain = personalities[kind].recordedDomain
  const accounts = ['alice', 'bob', 'carol', 'dave'].map((user) => ({ user, password: PASSWORD }))
  const server = await startScriptedServer(kind, { domain, accounts, archive })
  const clients = new Map<string, RawClient>()
  const clientOf = async (who: string) => {
    const known = clients.get(who)
    if (known && !known.isClosed) return known
    const { resource } = address(transcript.people[who] ?? '')
    const fresh = await RawClient.logIn(server, who.replace(/\/.*/, ''), PASSWORD, resource ?? '', !known)
    clients.set(who, fresh)
    return fresh
  }
  const settle = async () => {
    for (const client of clients.values()) if (!client.isClosed) await client.settled()
  }
  const comparisons: Comparison[] = []
  const last = { room: null as Room | null }
  try {
    for (const who of Object.keys(transcript.people)) await clientOf(who)
    for (const step of transcript.steps) {
      before?.(server, step.title, transcript)
      await settle()
      for (const client of clients.values()) client.take()
      const isTold = !without.includes(step.title)
      const differences = isTold ? await tell(step) : []
      if (step.title !== '' && isTold) comparisons.push({ step: step.title, differences, count: countOf(step) })
      // Set-up stands between the steps, at the end of the one before.
      for (const note of step.notes) if (note.startsWith('set-up')) setUp(server, transcript, note, last)
      await settle()
      for (const client of clients.values()) client.take()
    }
  } finally {
    for (const client of clients.values()) client.close()
    await server.stop()
  }
  return comparisons

  async function tell(step: TranscriptStep): Promise<Comparison['differences']> {
    for (const { from, to, xml, element } of step.entries) {
      if (to !== 'server') continue
      if (xml === '</stream:stream>') await (await clientOf(from)).logOut()
      if (!element) continue
      const type = attr(element, 'type')
      if (element.name === 'iq' && (type === 'result' || type === 'error')) continue // the client answers by itself
      const client = await clientOf(from)
      client.send(withOurIds(xml))
      await client.settled()
      await settle()
    }
    const differences: Comparison['differences'] = []
    for (const [who, client] of clients) {
      const owner = address(transcript.people[who] ?? '').bare
      const lines = (all: Element[]) => all.filter((element) => !isNoise(element)).map((element) => canonical(element, owner))
      const recorded = lines(step.entries.flatMap(({ from, to, element }) => (from === 'server' && to === who && element ? [element] : [])))
      const said = lines(client.take())
      // Tigase sends on several threads: only what comes, not in which order. Openfire's answer may overtake its own news.
      const order = (all: string[]) => [...all].sort()
      if (JSON.stringify(order(recorded)) !== JSON.stringify(order(said))) differences.push({ who, recorded, said })
    }
    return differences
  }

  /** Ids that the real server gave to what was said → those of ours. */
  function withOurIds(xml: string): string {
    return xml.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (theirs) => {
      const said = transcript.steps.flatMap((step) => step.entries)
        .find(({ from, xml: text }) => from === 'server' && text.startsWith('<message') && text.includes('<stanza-id') && text.includes(theirs))
      const wireId = attr(said?.element, 'id')
      const found = [...server.muc.rooms.values()].flatMap((room) => [...room.archive, ...room.history]).find((one) => one.wireId === wireId)
      return found?.id ?? theirs
    })
  }
}
