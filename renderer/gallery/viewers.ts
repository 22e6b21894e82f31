/** Answers for the viewers of the tester's workbench. `kind` of the address: `empty`, `loading`, `refused`, `long`. */
import type { XmlLine } from '#shared/model/console'
import { systemClock } from '#shared/time'
import { Refused, type Answers } from './fake-magpie'

const LONG = 'oliver.montgomery-featherstonehaugh-with-a-very-long-name-indeed@a-rather-long-domain.subsidiary.example.com'
const lines: XmlLine[] = [
  { depth: 0, parts: [{ kind: 'mark', text: '<' }, { kind: 'name', text: 'item' }, { kind: 'mark', text: ' ' }, { kind: 'attribute', text: 'id' }, { kind: 'mark', text: '="' }, { kind: 'value', text: 'a'.repeat(90) }, { kind: 'mark', text: '">' }] },
  { depth: 1, parts: [{ kind: 'mark', text: '<' }, { kind: 'name', text: 'note' }, { kind: 'mark', text: ' ' }, { kind: 'attribute', text: 'xmlns' }, { kind: 'mark', text: '="' }, { kind: 'namespace', text: 'urn:example:note' }, { kind: 'mark', text: '">' }, { kind: 'text', text: '你好 & 再见 '.repeat(20) }, { kind: 'mark', text: '</' }, { kind: 'name', text: 'note' }, { kind: 'mark', text: '>' }] },
  { depth: 0, parts: [{ kind: 'mark', text: '</' }, { kind: 'name', text: 'item' }, { kind: 'mark', text: '>' }] },
]
const line = (name: string, groups: string[] = []) => ({ name, isNameCut: false, subscription: 'both', isAsking: false, isApproved: false, groups, areGroupsCut: false })

const roster = (isLong: boolean) => [
  { jid: 'wang.wei@example.org', index: 0, server: line('王伟', ['同事', '家人']), stored: line('王伟', ['同事', '家人']), differences: [] },
  { jid: LONG, index: 1, server: { ...line('一个名字很长很长的人 with a very long name', ['设计', 'A group whose name goes on and on']), isNameCut: true, areGroupsCut: true, isAsking: true, isApproved: true, subscription: 'to' }, stored: line('老名字'), differences: ['name', 'groups', 'subscription', 'asking'] },
  { jid: 'new@example.org', index: 2, server: line(''), stored: null, differences: ['only-server'] },
  { jid: 'room@conference.example.org/nick', index: 3, server: { ...line('<b>'), subscription: 'sideways' }, stored: null, differences: ['unreadable'] },
  { jid: 'gone@example.org', index: null, server: null, stored: line('小鱼'), differences: ['only-stored'] },
  ...(isLong ? Array.from({ length: 10_000 }, (_, i) => ({ jid: `person${i}@example.org`, index: i + 4, server: line(`第 ${i} 人`), stored: line(`第 ${i} 人`), differences: [] })) : []),
]
const results = Array.from({ length: 50 }, (_, index) => ({
  index, id: `${1_763_000_000_000_000 + index}`, stampMs: systemClock.nowMs() - (60 - index) * 3_600_000, from: index % 3 ? 'wang.wei@example.org/手机' : `${LONG}/laptop`, to: 'lina@example.org', type: 'chat',
  summary: index % 7 === 3 ? 'received (urn:xmpp:receipts), store (urn:xmpp:hints)' : '明天的评审改到下午三点，记得带上新版的图标和深色模式的截图。'.repeat((index % 3) + 1), hasBody: index % 7 !== 3,
}))
const NODES = ['urn:xmpp:avatar:metadata', 'urn:xmpp:bookmarks:1', 'http://jabber.org/protocol/nick', 'urn:xmpp:mds:displayed:0', `urn:example:${'a-node-that-nobody-knows-'.repeat(5)}`]
const form = {
  type: 'form', formType: 'http://jabber.org/protocol/pubsub#node_config', title: null, instructions: [], reported: [], items: [],
  fields: [['Persist items to storage', 'true'], ['Specify the access model', 'whitelist'], ['Max # of items to persist', '255'], [null, '']].map(([label, value], i) => ({ name: `pubsub#field${i}`, type: 'text-single', label, description: null, isRequired: false, values: value ? [value] : [], options: [] })),
}
const entries = (isLong: boolean) => [
  { hash: 'sha-1', ver: 'ZtEFFLM66rX4BCaH2WTnO4N9fDs=', nodes: ['urn:x-magpie:client'], name: 'Magpie', features: 52, users: 2, usedBy: ['wang.wei@example.org/手机', `${LONG}/laptop`] },
  { hash: 'sha-256', ver: 'kzBZbkqJ3ADrj7v08reD1qcWUwNGHaidNUgD7nHpiw8=', nodes: ['http://gajim.org', 'http://a-very-long-address-of-a-program.example/that/goes/on'], name: null, features: null, users: 120, usedBy: Array.from({ length: 50 }, (_, i) => `person${i}@example.org/x`) },
  { hash: 'sha-1', ver: '0'.repeat(28), nodes: [], name: 'A program with a name that is rather long, 名字也很长', features: 31, users: 0, usedBy: [] },
  ...(isLong ? Array.from({ length: 5000 }, (_, i) => ({ hash: 'sha-1', ver: `${i}=`, nodes: [], name: `Client ${i}`, features: i, users: 0, usedBy: [] })) : []),
]
const raw = { value: null, error: { code: 'forbidden', message: '', text: 'You may not' }, raw: lines }

export function viewerAnswers(kind: string | null): Answers {
  const isLong = kind === 'long'
  const isEmpty = kind === 'empty'
  /** As the kind wants it. */
  const as = (make: () => unknown) => () => (kind === 'loading' ? new Promise(() => undefined) : kind === 'refused' ? new Refused({ code: 'not-supported', message: '', text: 'No such thing here, 这里没有' }) : make())
  const list = <T>(all: T[]) => (isEmpty ? [] : all)
  return {
    'console.checkPayload': ({ xml }: { xml: string }) => ({ complaint: xml.includes('<') ? null : { problem: xml ? 'not-well-formed' : 'empty', detail: null, line: 1, column: 4 } }),
    'rosterViewer.load': as(() => ({ version: 'a8f3', page: 1, entries: list(roster(isLong)) })),
    'rosterViewer.raw': () => ({ lines }), 'archiveViewer.raw': () => ({ lines }),
    'archiveViewer.about': as(() => ({ namespace: 'urn:xmpp:mam:2', isExtended: false, ends: isEmpty ? 'empty' : { first: { id: '1', stampMs: systemClock.nowMs() - 9e10 }, last: { id: '2', stampMs: systemClock.nowMs() } }, error: null })),
    'archiveViewer.page': as(() => ({ page: 1, results: list(results), first: results[0]!.id, last: results.at(-1)!.id, firstIndex: 1200, count: 18_240, isComplete: false })),
    'pubsubViewer.nodes': as(() => ({ nodes: list(NODES).map((node) => ({ jid: 'lina@example.org', node, name: null })) })),
    'pubsubViewer.items': as(() => ({
      page: 1, last: isLong ? 'x' : null, count: isLong ? 90_000 : null,
      items: Array.from({ length: isLong ? 5000 : 12 }, (_, index) => ({ index, id: index === 1 ? null : `${index} ${index === 2 ? LONG : ''}`, publisher: 'lina@example.org', payload: index === 3 ? null : { name: 'conference', namespace: 'urn:xmpp:bookmarks:1' } })),
    })),
    'pubsubViewer.item': () => ({ lines, text: '<note xmlns="urn:example:note">\n  <line>你好</line>\n</note>' }),
    'pubsubViewer.about': () => ({
      config: { value: form, error: null, raw: lines }, affiliations: { value: [{ jid: 'lina@example.org', affiliation: 'owner' }, { jid: LONG, affiliation: 'publisher' }], error: null, raw: lines }, subscriptions: raw,
    }),
    'privateStorage.get': as(() => ({ lines, text: isLong ? null : '<storage xmlns="storage:bookmarks">\n  <conference jid="room@example.org"/>\n</storage>', isEmpty })),
    'block.look': as(() => ({ entries: list([{ jid: LONG, isOnServer: true, isStored: true }, { jid: 'spam.example', isOnServer: true, isStored: false }, { jid: 'old@example.org', isOnServer: false, isStored: true }]), raw: lines })),
    'sessions.list': as(() => ({
      canEnd: isLong,
      sessions: list([
        { jid: 'lina@example.org/Magpie.x7Kd', isThis: true, availability: 'online', status: '写代码', priority: null, idleSinceMs: null, client: 'Magpie', caps: { node: 'urn:x-magpie:client', ver: 'ZtEFFLM66rX4BCaH2WTnO4N9fDs=', hash: 'sha-1' } },
        { jid: `lina@example.org/${'a resource with a long name '.repeat(4)}`, isThis: false, availability: 'away', status: '', priority: -1, idleSinceMs: null, client: null, caps: null },
        { jid: 'lina@example.org/bot', isThis: false, availability: null, status: '', priority: null, idleSinceMs: null, client: null, caps: null },
      ]),
    })),
    'sessions.ask': () => ({ version: { value: { name: 'Conversations', version: '2.17.8', os: 'Android 15' }, error: null, raw: lines }, idle: { value: 4000, error: null, raw: lines } }),
    'caps.list': as(() => ({ entries: list(entries(isLong)) })),
    'caps.entry': () => ({
      identities: [{ category: 'client', type: 'pc', lang: null, name: 'Magpie' }], forms: [],
      features: ['urn:xmpp:ping', 'http://jabber.org/protocol/disco#info', 'urn:example:nobody-knows-this-one'].map((namespace, i) => ({ namespace, isUsed: i < 2 })),
    }),
  }
}
