import type { AreaTexts } from '../texts'
import { offlineEn, offlineZh, refusedEn, refusedZh, undeliveredEn, undeliveredZh } from './refusals'

const strangersZh = '两个账号之间已经有联系人关系；为了不改动它，没有测试。'
const strangersEn = 'Not tried: the two accounts are already on each other’s contact lists, and that is left as it is.'

export const accountTexts: AreaTexts = {
  zh: {
    'account.contacts': {
      title: '联系人列表', pass: '联系人可以添加、分组、删除，其他设备马上知道。', missing: '服务器没有联系人列表：每台设备只有自己添加的联系人，也看不到谁在线。', broken: '联系人列表不正常。',
      reasons: {
        offline: offlineZh, ...refusedZh, none: '服务器不给出联系人列表。', push: '联系人有变动时，其他设备得不到通知，要重新登录才看得到。', lost: '添加的联系人或备注名没有保存。',
        groups: '联系人的分组没有保存。', stays: '联系人删不掉。',
      },
    },
    'account.contact-versions': {
      title: '联系人列表的版本', pass: '列表没有变动时不必重新下载。', missing: '每次登录都要下载整个联系人列表；联系人多时会慢。', broken: '列表的版本不正常。',
      reasons: { none: '服务器宣称列表有版本号，却不给。', whole: '列表没有变动，服务器还是整个发来。' },
    },
    'account.pre-approval': {
      title: '预先同意', pass: '可以预先同意某人的联系人请求，以后不再询问。', missing: '不能预先同意某人的联系人请求，总要等对方请求时再确认。', broken: '预先同意不起作用。',
      reasons: { contacts: strangersZh, asked: '已经预先同意的人发来请求，服务器没有自动放行。', unnoted: '服务器自动放行了，但联系人列表里看不出预先同意过谁。', stays: '撤回预先同意之后，对方还在联系人列表里。' },
    },
    'account.subscription': {
      title: '互加联系人', pass: '双方可以互加联系人，马上看到对方在线。', broken: '互加联系人不成功。',
      reasons: { contacts: strangersZh, request: '请求没有送到对方。', presence: '对方同意了，却看不到对方在线。', state: '双方都同意了，列表里却不是互为联系人。' },
    },
    'account.presence': {
      title: '在线状态', pass: '联系人看得到上线、离开、状态说明和下线。', broken: '在线状态不正常。',
      reasons: { offline: offlineZh, strangers: '这两个账号不是联系人，看不到对方的状态，所以没有测试。', unseen: '联系人看不到上线。', changed: '联系人看到的状态与设置的不同。', stays: '下线之后，联系人看到的仍是在线。' },
    },
    'account.parting': {
      title: '删除联系人', pass: '删除之后，双方都不再看到对方的状态。', broken: '删除联系人没有完全生效。',
      reasons: { stays: '联系人删不掉。', state: '删除之后，对方的列表里仍是联系人。', seen: '删除之后，对方没有得到下线通知，看到的仍是在线。' },
    },
    'account.blocking': {
      title: '屏蔽', pass: '被屏蔽的人发不来消息，也看不出你是否在线。', missing: '服务器没有屏蔽功能：骚扰消息只能由客户端隐藏。', broken: '屏蔽不起作用。',
      reasons: {
        pair: '需要两个账号才能测试屏蔽的效果。', blocked: '第二个账号已经在屏蔽名单里；为了不改动它，没有测试。', list: '服务器不给出屏蔽名单。', refused: '服务器拒绝屏蔽。', unkept: '屏蔽的人不在名单里。',
        stays: '屏蔽解除不了。', through: '被屏蔽的人仍然发得来消息。', seen: '被屏蔽的人发不来消息，但查得出你在线。', out: '自己发给被屏蔽者的消息仍然送到，容易误发。',
        deaf: '解除屏蔽之后，消息还是收不到。', undelivered: undeliveredZh,
      },
    },
    'account.private-storage': {
      title: '私有存储', pass: '客户端可以在服务器上保存自己的设置。', missing: '客户端不能在服务器上保存自己的设置；旧客户端的群书签不会同步。', broken: '私有存储不正常。', reasons: { ...refusedZh, lost: '存进去的内容取不出来。' },
    },
    'account.card': { title: '名片', pass: '可以读取自己的名片。', missing: '服务器不保存名片；旧客户端看不到姓名和头像。', broken: '名片读不出来。', reasons: refusedZh },
    'account.new-card': { title: '新式名片', pass: '服务器支持新式名片（vCard 4）。', missing: '服务器没有宣告支持新式名片（vCard 4）；只懂它的客户端看不到姓名和资料。' },
    'account.password': { title: '更改密码', pass: '可以在客户端里更改密码。', missing: '不能在客户端里更改密码，只能找管理员。', broken: '服务器宣称可以更改密码，却不说明需要填写什么。', reasons: refusedZh },
    'account.last-seen': { title: '上次在线', pass: '可以查到上次在线的时间。', missing: '查不到上次在线的时间。', broken: '上次在线的时间格式不对，读不懂。', reasons: refusedZh },
    'account.offline': { title: '离线消息', pass: '服务器表示会为离线的人保存消息。（没有实际发送，以免动到正在等待的消息。）', missing: '服务器没有表示会为离线的人保存消息；没有消息存档时，这些消息可能丢失。' },
  },
  en: {
    'account.contacts': {
      title: 'Contact list', pass: 'Contacts can be added, grouped and removed, and other devices are told at once.', missing: 'The server keeps no contact list: each device has only the contacts added on it, and nobody sees who is online.', broken: 'The contact list does not work properly.',
      reasons: {
        offline: offlineEn, ...refusedEn, none: 'The server does not return a contact list.', push: 'Other devices are not told when the list changes; they find out only at the next login.',
        lost: 'An added contact, or the name given to it, is not saved.', groups: 'The groups of a contact are not saved.', stays: 'Contacts cannot be removed.',
      },
    },
    'account.contact-versions': {
      title: 'Contact list versions', pass: 'An unchanged contact list is not downloaded again.', missing: 'The whole contact list is downloaded at every login, which is slow when it is long.', broken: 'Contact list versions do not work properly.',
      reasons: { none: 'The server announces version numbers for the list but gives none.', whole: 'The server sends the whole list although nothing in it has changed.' },
    },
    'account.pre-approval': {
      title: 'Approving contacts in advance', pass: 'A contact request can be approved in advance, so that nobody is asked when it comes.', missing: 'Contact requests cannot be approved in advance; each has to be confirmed when it comes.', broken: 'Approving in advance has no effect.',
      reasons: {
        contacts: strangersEn, asked: 'The request of somebody approved in advance was not let through.', unnoted: 'The request was let through, but the contact list does not show who has been approved in advance.',
        stays: 'After the approval was withdrawn, the contact is still on the list.',
      },
    },
    'account.subscription': {
      title: 'Adding each other as contacts', pass: 'Two accounts can add each other and see at once that the other is online.', broken: 'Adding each other as contacts does not work.',
      reasons: { contacts: strangersEn, request: 'The request did not reach the other account.', presence: 'The other account accepted but is still not seen online.', state: 'Both have accepted, but the contact lists do not say so.' },
    },
    'account.presence': {
      title: 'Presence', pass: 'Contacts see when somebody comes online, is away, sets a status message and goes offline.', broken: 'Presence does not work properly.',
      reasons: {
        offline: offlineEn, strangers: 'Not tried: the two accounts are not contacts, so they do not see each other.', unseen: 'Contacts do not see somebody come online.', changed: 'Contacts see a different status than was set.',
        stays: 'Contacts still see somebody online who has gone offline.',
      },
    },
    'account.parting': {
      title: 'Removing a contact', pass: 'After the removal neither sees the other’s presence.', broken: 'Removing a contact does not fully work.',
      reasons: { stays: 'The contact cannot be removed.', state: 'After the removal, the other account’s list still shows a contact.', seen: 'After the removal, the other account is not told and still sees the contact online.' },
    },
    'account.blocking': {
      title: 'Blocking', pass: 'Blocked people can neither write nor see whether somebody is online.', missing: 'The server cannot block anybody: unwanted messages can only be hidden by the client.', broken: 'Blocking does not work.',
      reasons: {
        pair: 'Two accounts are needed to see the effect of blocking.', blocked: 'Not tried: the second account is on the block list already, and that is left as it is.', list: 'The server does not return the block list.',
        refused: 'The server refuses to block.', unkept: 'The blocked address is not on the list.', stays: 'Blocking cannot be undone.', through: 'Blocked people can still write.',
        seen: 'Blocked people cannot write but can find out whether somebody is online.', out: 'Messages to a blocked address are still delivered, which easily happens by mistake.', deaf: 'Messages still do not arrive after blocking was undone.', undelivered: undeliveredEn,
      },
    },
    'account.private-storage': {
      title: 'Private storage', pass: 'Clients can save their own settings on the server.', missing: 'Clients cannot save their own settings on the server; bookmarks of older clients are not synchronised.', broken: 'Private storage does not work properly.',
      reasons: { ...refusedEn, lost: 'What was saved cannot be read back.' },
    },
    'account.card': { title: 'Profile card', pass: 'The account’s own profile card can be read.', missing: 'The server keeps no profile cards; older clients show neither names nor pictures.', broken: 'The profile card cannot be read.', reasons: refusedEn },
    'account.new-card': { title: 'Newer profile card', pass: 'The server supports the newer profile card (vCard 4).', missing: 'The server does not announce the newer profile card (vCard 4); clients that know only this one see no names or details.' },
    'account.password': { title: 'Changing the password', pass: 'The password can be changed in the client.', missing: 'The password cannot be changed in the client, only by the administrator.', broken: 'The server announces that the password can be changed, but does not say what it needs for that.', reasons: refusedEn },
    'account.last-seen': { title: 'Last seen', pass: 'Clients can ask when somebody was last online.', missing: 'Clients cannot ask when somebody was last online.', broken: 'The time somebody was last online cannot be read.', reasons: refusedEn },
    'account.offline': {
      title: 'Messages for people who are offline', pass: 'The server says that it keeps messages for people who are offline. (None was sent, so that waiting messages are not touched.)',
      missing: 'The server does not say that it keeps messages for people who are offline; without an archive they may be lost.',
    },
  },
  hints: {
    'account.contacts': { prosody: 'modules_enabled: "roster"', ejabberd: 'modules: mod_roster', tigase: 'sess-man: jabber:iq:roster' },
    'account.contact-versions': { prosody: 'modules_enabled: "roster"', ejabberd: 'mod_roster: versioning: true', tigase: 'No setting: the list always comes whole' },
    'account.pre-approval': { prosody: 'modules_enabled: "roster"', tigase: 'sess-man: presence-subscription' },
    'account.blocking': { prosody: 'modules_enabled: "blocklist"', ejabberd: 'modules: mod_blocking, mod_privacy', tigase: 'sess-man: urn:xmpp:blocking' },
    'account.private-storage': { prosody: 'modules_enabled: "private"', ejabberd: 'modules: mod_private', tigase: 'sess-man: jabber:iq:private' },
    'account.card': { prosody: 'modules_enabled: "vcard_legacy"', ejabberd: 'modules: mod_vcard', tigase: 'sess-man: vcard-temp' },
    'account.new-card': { prosody: 'modules_enabled: "vcard4"', tigase: 'sess-man: vcard-xep-0292' },
    'account.password': { prosody: 'modules_enabled: "register"', ejabberd: 'modules: mod_register', openfire: 'register.password', tigase: 'sess-man: jabber:iq:register' },
    'account.last-seen': { prosody: 'modules_enabled: "lastactivity"', ejabberd: 'modules: mod_last', tigase: 'sess-man: jabber:iq:last-marker' },
    'account.offline': { prosody: 'modules_enabled: "offline"', ejabberd: 'modules: mod_offline', openfire: 'xmpp.offline.type = store', tigase: 'sess-man: msgoffline' },
  },
}
