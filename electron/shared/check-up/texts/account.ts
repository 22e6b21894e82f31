import type { AreaTexts } from '../texts'
import { refusedEn, refusedZh } from './refusals'

const offlineZh = { offline: '另一个会话没能上线。' }
const offlineEn = { offline: 'A further session could not come online.' }
const strangersZh = '两个帐号之间已经有联系人关系；为了不动它，没有检查。'
const strangersEn = 'The two accounts already stand on each other’s lists; nothing was tried, so that nothing of that changes.'

export const accountTexts: AreaTexts = {
  zh: {
    'account.contacts': {
      title: '联系人列表', pass: '联系人可以添加、分组、删除，其他设备马上知道。', missing: '服务器没有联系人列表：每台设备只认得自己加的人，也看不到谁在线。', broken: '联系人列表不对。',
      reasons: {
        ...offlineZh, ...refusedZh, none: '服务器不给联系人列表。', push: '联系人有变动时其他设备得不到通知，要重新登录才看得到。', lost: '添加的联系人或他的备注名没有保存。',
        groups: '联系人的分组没有保存。', stays: '联系人删不掉。',
      },
    },
    'account.contact-versions': {
      title: '联系人列表的版本', pass: '列表没有变动时不必重新下载。', missing: '每次登录都要下载整个联系人列表；人多时变慢。', broken: '列表的版本不对。',
      reasons: { none: '服务器宣称有版本，却不给。', whole: '列表没有变动，服务器还是整个发来。' },
    },
    'account.pre-approval': {
      title: '预先同意', pass: '可以预先同意某人，他来请求时不再询问。', missing: '不能预先同意某人；他来请求时总要再问一次。', broken: '预先同意不起作用。',
      reasons: { contacts: strangersZh, asked: '预先同意的人来请求，服务器还是没有放行。', unnoted: '服务器放行了，但联系人列表里看不出谁已经预先同意。', stays: '撤回预先同意之后，联系人还在列表里。' },
    },
    'account.subscription': {
      title: '互加联系人', pass: '双方可以互加联系人，马上看到对方在线。', broken: '互加联系人不成功。',
      reasons: { contacts: strangersZh, request: '请求没有送到对方。', presence: '对方同意了，却看不到他在线。', state: '双方都同意了，列表里却不是互为联系人。' },
    },
    'account.presence': {
      title: '在线状态', pass: '联系人看得到上线、离开、说明和下线。', broken: '在线状态不对。',
      reasons: { ...offlineZh, strangers: '这两个帐号不是联系人，看不到对方的状态。', unseen: '联系人看不到上线。', changed: '联系人看到的状态与设置的不同。', stays: '下线之后联系人还以为在线。' },
    },
    'account.parting': {
      title: '删除联系人', pass: '删除之后双方都不再看到对方。', broken: '删除联系人没有完全生效。',
      reasons: { stays: '联系人删不掉。', state: '删除之后对方的列表里关系还在。', seen: '删除之后对方没有得到下线通知，还以为在线。' },
    },
    'account.blocking': {
      title: '屏蔽', pass: '被屏蔽的人发不来消息，也看不出你在不在。', missing: '服务器没有屏蔽功能：骚扰消息只能由程序自己藏起来。', broken: '屏蔽不起作用。',
      reasons: {
        pair: '需要两个帐号才能检查屏蔽的效果。', blocked: '第二个帐号已经在屏蔽名单里，没有动它。', list: '服务器不给屏蔽名单。', refused: '服务器拒绝屏蔽。', unkept: '屏蔽的人不在名单里。',
        stays: '屏蔽解除不了。', through: '被屏蔽的人仍然发得来消息。', seen: '被屏蔽的人发不来消息，但查得出你在线。', out: '屏蔽了别人之后自己发的消息仍然送到他那里，容易误发。',
        deaf: '解除屏蔽之后消息还是过不来。',
      },
    },
    'account.private-storage': {
      title: '私有存储', pass: '程序可以在服务器上存自己的设置。', missing: '程序不能在服务器上存自己的设置；旧程序的书签不会同步。', broken: '存进去的和取出来的不同。', reasons: { ...refusedZh, lost: '存进去的内容取不出来。' },
    },
    'account.card': { title: '名片', pass: '可以读到自己的名片。', missing: '服务器不存名片；旧程序看不到姓名和头像。', broken: '名片读不出来。', reasons: refusedZh },
    'account.password': { title: '更改密码', pass: '可以在程序里更改密码。', missing: '不能在程序里更改密码，只能找管理员。', broken: '服务器宣称可以更改密码，但不给出所需的内容。', reasons: refusedZh },
    'account.last-seen': { title: '上次在线', pass: '可以查到上次在线的时间。', missing: '查不到上次在线的时间。', broken: '上次在线的时间读不懂。', reasons: refusedZh },
    'account.offline': { title: '离线消息', pass: '服务器表示会替离线的人保存消息。（没有实际发送，以免动到正在等待的消息。）', missing: '服务器没有表示会替离线的人保存消息；没有存档时它们可能丢失。' },
  },
  en: {
    'account.contacts': {
      title: 'Contact list', pass: 'Contacts can be added, grouped and removed, and other devices hear of it at once.', missing: 'The server keeps no contact list: every device knows only those added on it, and nobody sees who is online.', broken: 'The contact list does not work as it should.',
      reasons: {
        ...offlineEn, ...refusedEn, none: 'The server gives no contact list.', push: 'Other devices are not told when the list changes; they see it after the next login only.',
        lost: 'A contact that was added, or the name given to him, is not kept.', groups: 'The groups of a contact are not kept.', stays: 'A contact cannot be removed.',
      },
    },
    'account.contact-versions': {
      title: 'Versions of the contact list', pass: 'A list that has not changed is not loaded again.', missing: 'Every login loads the whole contact list; with many contacts that takes time.', broken: 'The versions of the list are wrong.',
      reasons: { none: 'The server announces versions and gives none.', whole: 'The list has not changed, and the server sends it whole all the same.' },
    },
    'account.pre-approval': {
      title: 'Letting somebody in beforehand', pass: 'One can let somebody in beforehand; he is not asked about again.', missing: 'One cannot let somebody in beforehand; one is always asked when he comes.', broken: 'Letting somebody in beforehand has no effect.',
      reasons: {
        contacts: strangersEn, asked: 'Somebody who was let in beforehand was not let in when he asked.', unnoted: 'He was let in, but the contact list does not show who has been let in beforehand.',
        stays: 'After it was taken back, the contact is still on the list.',
      },
    },
    'account.subscription': {
      title: 'Becoming contacts', pass: 'Both can become contacts and see each other online at once.', broken: 'Becoming contacts does not work.',
      reasons: { contacts: strangersEn, request: 'The request did not reach the other side.', presence: 'The other side agreed and is still not seen online.', state: 'Both have agreed, and the lists do not say so.' },
    },
    'account.presence': {
      title: 'Presence', pass: 'Contacts see who comes, is away, says something about it, and goes.', broken: 'Presence does not work as it should.',
      reasons: {
        ...offlineEn, strangers: 'The two accounts are no contacts and do not see each other.', unseen: 'Contacts do not see somebody come online.', changed: 'Contacts see another presence than was set.',
        stays: 'Contacts still take somebody for online who has gone.',
      },
    },
    'account.parting': {
      title: 'Removing a contact', pass: 'After the removal neither sees the other.', broken: 'Removing a contact does not work fully.',
      reasons: { stays: 'A contact cannot be removed.', state: 'After the removal the other side’s list still says that they are contacts.', seen: 'After the removal the other side is not told, and still takes one for online.' },
    },
    'account.blocking': {
      title: 'Blocking', pass: 'Who is blocked can neither write nor see whether one is there.', missing: 'The server cannot block: unwanted messages can only be hidden by the program.', broken: 'Blocking does not work.',
      reasons: {
        pair: 'Two accounts are needed to see the effect of blocking.', blocked: 'The second account is on the blocked list already; nothing was changed.', list: 'The server gives no blocked list.',
        refused: 'The server refuses to block.', unkept: 'Who was blocked is not on the list.', stays: 'Blocking cannot be taken back.', through: 'Who is blocked can still write.',
        seen: 'Who is blocked cannot write, but can find out that one is online.', out: 'What one writes oneself still reaches the one who is blocked, which is easily done by mistake.', deaf: 'After it was taken back messages still do not come.',
      },
    },
    'account.private-storage': {
      title: 'Private storage', pass: 'Programs can keep settings of their own on the server.', missing: 'Programs cannot keep settings on the server; bookmarks of older ones are not synchronised.', broken: 'What was stored comes back otherwise.',
      reasons: { ...refusedEn, lost: 'What was stored does not come back.' },
    },
    'account.card': { title: 'Card', pass: 'One’s own card can be read.', missing: 'The server keeps no cards; older programs show neither names nor pictures.', broken: 'The card cannot be read.', reasons: refusedEn },
    'account.password': { title: 'Changing the password', pass: 'The password can be changed in the program.', missing: 'The password cannot be changed in the program, only by the administrator.', broken: 'The server announces that the password can be changed, and does not say what it needs.', reasons: refusedEn },
    'account.last-seen': { title: 'Last seen', pass: 'One can ask when somebody was last online.', missing: 'Nobody can ask when somebody was last online.', broken: 'The time of having been online last cannot be read.', reasons: refusedEn },
    'account.offline': {
      title: 'Messages for who is offline', pass: 'The server says that it keeps messages for who is offline. (None was sent, so that nothing that waits is touched.)',
      missing: 'The server does not say that it keeps messages for who is offline; without an archive they may be lost.',
    },
  },
  hints: {
    'account.contacts': { prosody: 'modules_enabled: "roster"', ejabberd: 'modules: mod_roster', tigase: 'sess-man: jabber:iq:roster' },
    'account.contact-versions': { prosody: 'modules_enabled: "roster"', ejabberd: 'mod_roster: versioning: true', tigase: 'sess-man: roster-presence' },
    'account.pre-approval': { prosody: 'modules_enabled: "roster"', tigase: 'sess-man: roster-presence' },
    'account.blocking': { prosody: 'modules_enabled: "blocklist"', ejabberd: 'modules: mod_blocking, mod_privacy', tigase: 'sess-man: urn:xmpp:blocking' },
    'account.private-storage': { prosody: 'modules_enabled: "private"', ejabberd: 'modules: mod_private', tigase: 'sess-man: jabber:iq:private' },
    'account.card': { prosody: 'modules_enabled: "vcard_legacy"', ejabberd: 'modules: mod_vcard', tigase: 'sess-man: vcard-temp' },
    'account.password': { prosody: 'modules_enabled: "register"', ejabberd: 'modules: mod_register', openfire: 'register.password', tigase: 'sess-man: jabber:iq:register' },
    'account.last-seen': { prosody: 'modules_enabled: "lastactivity"', ejabberd: 'modules: mod_last', tigase: 'sess-man: jabber:iq:last-marker' },
    'account.offline': { prosody: 'modules_enabled: "offline"', ejabberd: 'modules: mod_offline', openfire: 'xmpp.offline.type = store', tigase: 'sess-man: msgoffline' },
  },
}
