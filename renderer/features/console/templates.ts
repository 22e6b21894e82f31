/** Stanzas to begin with. Ids are new each time. */
import { strings } from '../../lib/i18n/strings'

interface Facts {
  /** The own bare address and its server. */
  own: string
  server: string
}

const s = strings({
  zh: {
    ping: 'Ping 服务器', info: '服务发现：信息', items: '服务发现：项目', version: '软件版本', message: '聊天消息', presence: '状态：离开', archive: '存档：最近 10 条', pep: 'PEP：读取节点',
    vcard: 'vCard', join: '进入群聊', config: '群聊设置表单', members: '群聊成员名单', commands: '命令列表', roster: '联系人列表',
  },
  en: {
    ping: 'Ping the server', info: 'Discovery: info', items: 'Discovery: items', version: 'Software version', message: 'Chat message', presence: 'Presence: away', archive: 'Archive: the last 10', pep: 'PEP: read a node',
    vcard: 'vCard', join: 'Enter a room', config: 'Settings form of a room', members: 'Members of a room', commands: 'List of commands', roster: 'Contact list',
  },
})

const iq = (type: 'get' | 'set', to: string | null, payload: string) => `<iq type="${type}"${to ? ` to="${to}"` : ''} id="${crypto.randomUUID()}">\n  ${payload}\n</iq>`

const makers = {
  ping: ({ server }: Facts) => iq('get', server, '<ping xmlns="urn:xmpp:ping"/>'),
  info: ({ server }: Facts) => iq('get', server, '<query xmlns="http://jabber.org/protocol/disco#info"/>'),
  items: ({ server }: Facts) => iq('get', server, '<query xmlns="http://jabber.org/protocol/disco#items"/>'),
  version: ({ server }: Facts) => iq('get', server, '<query xmlns="jabber:iq:version"/>'),
  roster: () => iq('get', null, '<query xmlns="jabber:iq:roster"/>'),
  message: ({ own }: Facts) => `<message type="chat" to="${own}" id="${crypto.randomUUID()}">\n  <body></body>\n</message>`,
  presence: () => '<presence>\n  <show>away</show>\n  <status></status>\n</presence>',
  archive: () => iq('set', null, `<query xmlns="urn:xmpp:mam:2" queryid="${crypto.randomUUID()}">\n    <set xmlns="http://jabber.org/protocol/rsm"><max>10</max><before/></set>\n  </query>`),
  pep: ({ own }: Facts) => iq('get', own, '<pubsub xmlns="http://jabber.org/protocol/pubsub">\n    <items node="urn:xmpp:avatar:metadata"/>\n  </pubsub>'),
  vcard: ({ own }: Facts) => iq('get', own, '<vCard xmlns="vcard-temp"/>'),
  join: ({ server }: Facts) => `<presence to="room@conference.${server}/nick">\n  <x xmlns="http://jabber.org/protocol/muc"><history maxstanzas="20"/></x>\n</presence>`,
  config: ({ server }: Facts) => iq('get', `room@conference.${server}`, '<query xmlns="http://jabber.org/protocol/muc#owner"/>'),
  members: ({ server }: Facts) => iq('get', `room@conference.${server}`, '<query xmlns="http://jabber.org/protocol/muc#admin"><item affiliation="member"/></query>'),
  commands: ({ server }: Facts) => iq('get', server, '<query xmlns="http://jabber.org/protocol/disco#items" node="http://jabber.org/protocol/commands"/>'),
}
export type TemplateKey = keyof typeof makers

export const templates = () => (Object.keys(makers) as TemplateKey[]).map((key) => ({ key, label: s[key] }))
export const fillTemplate = (key: TemplateKey, facts: Facts): string => makers[key](facts)
