/** Pictures for some of the people and a room; drawn here, so that no file lies about. */
import type { CallInput } from '#contract'
import type { BareJid } from '#shared/jid'
import type { Blocking } from '#shared/model/blocking'
import type { FoundPerson } from '#shared/model/directory'
import type { DataForm } from '#shared/model/form'
import type { Profile } from '#shared/model/profile'
import { ago } from './fixture'
import { DESIGN } from './rooms'

const faces: Record<string, [sky: string, skin: string]> = {
  'wang.wei@example.org': ['#7fb4d8', '#c88f6a'], 'samir@example.org': ['#e3b96a', '#8a5a3c'], 'anna@example.com': ['#8fbf8f', '#f0cdb0'], 'lina@example.org': ['#c9a2d8', '#e8b894'],
  [DESIGN]: ['#2f4858', '#f6ae2d'], [`${DESIGN}/王伟`]: ['#7fb4d8', '#c88f6a'], [`${DESIGN}/李娜`]: ['#c9a2d8', '#e8b894'],
}

function draw([sky, skin]: [string, string]): string {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 128
  const context = canvas.getContext('2d')!
  context.fillStyle = sky
  context.fillRect(0, 0, 128, 128)
  context.fillStyle = skin
  for (const [x, y, r] of [[64, 52, 26], [64, 132, 48]] as const) {
    context.beginPath()
    context.arc(x, y, r, 0, 7)
    context.fill()
  }
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '')
}

const card: Profile = {
  fullName: '王伟', nickname: '阿伟', note: '设计师。\n喜欢茶、长途火车和旧地图。', birthday: '1990-02-28', phone: '+86 139 0000 0000\n+86 10 5555 0000', email: 'wang.wei@example.org', website: 'https://example.org/people/wang-wei/with/a/rather/long/path/that/goes/on',
  organisation: '喜鹊工作室', jobTitle: '设计师', street: '中关村大街 1 号', locality: '北京', region: '', postcode: '100080', country: '中国',
}
const searchForm: DataForm = {
  type: 'form', formType: 'jabber:iq:search', title: null, instructions: [], reported: [], items: [],
  fields: ['user', 'fn', 'nick', 'email', 'locality'].map((name) => ({ name, type: 'text-single', label: `Vendor's ${name}`, description: null, isRequired: false, values: [], options: [] })),
}
const found: FoundPerson[] = [
  { jid: 'wang.wei@example.org' as BareJid, name: '王伟', details: [{ name: 'locality', label: null, value: '北京' }] },
  { jid: 'lina@example.org' as BareJid, name: '李娜', details: [] },
  { jid: 'somebody.with.a.very.long.address@departments.subsidiary.company.example' as BareJid, name: 'Oliver Montgomery-Featherstonehaugh III.', details: [{ name: 'orgname', label: null, value: 'A company with a long name and a long history' }, { name: 'x', label: 'Room', value: '4.17' }] },
  { jid: 'b@example.net' as BareJid, name: '', details: [] },
]
export const peopleSlices = {
  nicks: { nicks: [{ jid: 'b@example.com' as BareJid, nick: '小白 Bai' }] },
  blocking: { blocking: { isSupported: true, canReport: true, jids: ['seller@spam.example', 'spam.example', 'oliver.montgomery-featherstonehaugh@a-rather-long-domain.example.com'] as BareJid[] } } satisfies { blocking: Blocking },
  avatars: { avatars: Object.keys(faces).map((jid) => ({ jid, hash: jid })) },
}
export const peopleAnswers = {
  'directory.services': () => ({ services: [{ jid: 'vjud.example.org', name: 'vCard User Search' }] }),
  'directory.form': () => ({ service: 'vjud.example.org', instructions: '', form: searchForm }),
  'person.rooms': () => ({ rooms: [{ room: DESIGN, nick: '小刘' }, { room: 'xmpp@conference.example.net' as BareJid, nick: 'liu' }] }),
  'directory.search': () => ({ people: found, isCut: true }),
  'profile.known': () => ({ profile: null, atMs: null }),
  'profile.ask': () => ({ profile: card, atMs: 0 }),
  'lastSeen.ask': () => ({ atMs: ago(125) }),
  'avatar.get': ({ jid }: CallInput<'avatar.get'>) => ({ avatar: faces[jid] ? { hash: jid, type: 'image/png', base64: draw(faces[jid]) } : null }),
}
