import type { AreaTexts } from '../texts'
import { refusedEn, refusedZh } from './refusals'

const pep = { prosody: 'modules_enabled: "pep"', ejabberd: 'modules: mod_pubsub, plugins: [flat, pep]', openfire: 'xmpp.pep.enabled = true', tigase: "pubsub and pep components ('pep' () {} in sess-man)" }

export const publishingTexts: AreaTexts = {
  zh: {
    'publishing.offered': { title: '账号可以保存和发布资料', pass: '账号可以保存头像、收藏的房间等资料，并告诉联系人。', missing: '账号不能保存或发布资料：头像、收藏的房间和加密密钥无法在设备之间同步。' },
    'publishing.publish': { title: '发布一项资料', pass: '发布的资料会保存，可以再读出来。', broken: '发布资料不可靠。', reasons: { ...refusedZh, lost: '服务器说已发布，但资料读不出来。' } },
    'publishing.options': {
      title: '发布时限定谁能看', pass: '发布时可以限定谁能看，服务器照做。', missing: '发布时不能限定谁能看；客户端必须先另行设置。', broken: '发布时限定谁能看，不可靠。',
      reasons: { ...refusedZh, ignored: '服务器接受了限定却不照做（现在是 {access}），私人资料可能被别人看到。', config: '读不到设置，无法核对（{condition}）。' },
    },
    'publishing.private': { title: '私人资料别人看不到', pass: '另一个账号读不到私人资料。', broken: '另一个账号可以读到私人资料。' },
    'publishing.conflict': {
      title: '限定不符时拒绝发布', pass: '要求与现有设置不符时，服务器会拒绝并说明原因。', broken: '要求与现有设置不符时，服务器的反应不对。',
      reasons: { ...refusedZh, accepted: '要求与现有设置不符，服务器却照样发布，客户端不会知道谁能看到。', other: '服务器拒绝了，但没有说明是设置不符（{condition}）。' },
    },
    'publishing.max-items': {
      title: '按收藏房间的规定方式发布', pass: '收藏的房间可以按规定方式保存，想存多少就存多少。', missing: '服务器不认识“不限数量”，客户端要自己想办法保存多个收藏的房间。', broken: '按规定方式保存收藏的房间会失败。',
      reasons: { ...refusedZh, unanswered: '服务器对规定的收藏方式从不回答：客户端会一直等待，收藏的房间没有保存。', replaced: '第二个收藏的房间会顶掉第一个。' },
    },
    'publishing.again': {
      title: '以相同要求再次发布', pass: '以相同要求可以一再发布。', missing: '服务器不接受“不再自动送出”的要求，客户端要另行设置。', broken: '以相同要求再次发布会失败。',
      reasons: { unanswered: '服务器从不回答。', conflict: '第二次以相同要求发布被拒绝（{condition}）：服务器忘了自己接受过的要求，资料不能更新。' },
    },
    'publishing.several': {
      title: '保存多项资料', pass: '同一处可以保存多项资料，其他设备也能读到。', missing: '不能事先建立可以保存多项资料的地方。', broken: '不能可靠地保存多项资料。',
      reasons: { ...refusedZh, replaced: '三项资料中只留下 {kept} 项，新的会顶掉旧的。', session: '没能再建立一个连接来核对。' },
    },
    'publishing.config': { title: '更改谁能看', pass: '已发布资料的可见范围可以更改。', missing: '已发布资料的可见范围不能更改。', broken: '更改可见范围不可靠。', reasons: { ...refusedZh, ignored: '服务器接受了更改，却没有改。' } },
    'publishing.open': { title: '公开资料人人可读', pass: '公开的资料，例如加密密钥，其他账号可以读到。', missing: '不能发布公开资料，陌生人之间无法加密。', broken: '公开的资料，其他账号读不到；陌生人之间无法加密。', reasons: refusedZh },
    'publishing.large': { title: '发布像头像那样大的资料', pass: '头像大小的资料可以保存。', missing: '头像大小的资料不能保存。', broken: '头像大小的资料保存失败。', reasons: { ...refusedZh, lost: '服务器说已保存，读出来却不一样。' } },
    'publishing.delete': { title: '删除发布过的资料', pass: '发布过的资料可以全部删除。', missing: '发布过的资料不能整个删除。', broken: '删除不可靠。', reasons: { ...refusedZh, stays: '服务器说已删除，资料却还在。' } },
    'publishing.bookmarks': { title: '新旧收藏方式互通', pass: '新旧客户端看到相同的收藏房间。', missing: '旧客户端与新客户端的收藏房间互不相通。' },
    'publishing.avatars': { title: '新旧头像方式互通', pass: '新旧客户端看到相同的头像。', missing: '只懂旧方式的客户端看不到新方式设置的头像。' },
    'publishing.push': { title: '手机推送', pass: '服务器可以唤醒手机上的客户端。', missing: '手机上的客户端睡着后，服务器不能唤醒它。' },
    'publishing.events': { title: '自己的其他设备收到变化', pass: '一台设备上的变化会马上告诉其他设备。', broken: '一台设备上的变化不会告诉其他设备。', reasons: { ...refusedZh, silent: '其他设备等不到变化的通知。', session: '没能再建立一个连接来核对。' } },
    'publishing.filter': { title: '不要的通知不发', pass: '没有要求通知的设备不会收到通知。', broken: '没有要求通知的设备也会收到通知，浪费流量和电量。', reasons: { ...refusedZh, silent: '通知没有送到。', session: '没能再建立一个连接来核对。' } },
    'publishing.contacts': {
      title: '联系人收到变化', pass: '要求通知的联系人会收到变化，其他的不会。', broken: '联系人收不到变化。',
      reasons: { ...refusedZh, silent: '联系人等不到变化的通知。', unasked: '没有要求通知的联系人也会收到通知。', contacts: '两个账号不是互相订阅的联系人，没有试。', session: '没能再建立一个连接来核对。' },
    },
    'publishing.last': { title: '上线时收到最新资料', pass: '刚上线的设备会收到最新的资料。', missing: '不能设置上线时送出最新资料。', broken: '刚上线的设备收不到最新资料，要等下一次变化。', reasons: { ...refusedZh, silent: '刚上线的设备等不到最新资料。', session: '没能再建立一个连接来核对。' } },
    'publishing.retract': {
      title: '撤回一项资料', pass: '可以撤回单独一项，其他设备会知道。', missing: '不能撤回单独一项资料。', broken: '撤回不可靠。',
      reasons: { ...refusedZh, stays: '服务器说已撤回，资料却还在。', silent: '撤回以后，其他设备没有得到通知。', session: '没能再建立一个连接来核对。' },
    },
  },
  en: {
    'publishing.offered': { title: 'The account can keep and publish data', pass: 'The account can keep pictures, bookmarked rooms and the like, and tell contacts.', missing: 'The account cannot keep or publish data: pictures, bookmarked rooms and encryption keys are not shared between devices.' },
    'publishing.publish': { title: 'Publishing something', pass: 'What is published is kept and can be read again.', broken: 'Publishing is not reliable.', reasons: { ...refusedEn, lost: 'The server says that it is published, but it cannot be read.' } },
    'publishing.options': {
      title: 'Saying who may read, while publishing', pass: 'One can say who may read while publishing, and the server does so.', missing: 'One cannot say who may read while publishing; a client must set it beforehand.', broken: 'Saying who may read while publishing is not reliable.',
      reasons: { ...refusedEn, ignored: 'The server accepts the limits and does not keep to them (it is {access} now): private data may be read by others.', config: 'The settings cannot be read, so this could not be compared ({condition}).' },
    },
    'publishing.private': { title: 'Others cannot read private data', pass: 'The other account cannot read private data.', broken: 'The other account can read private data.' },
    'publishing.conflict': {
      title: 'Refuses what does not fit the settings', pass: 'What contradicts the settings is refused, and the reason is told.', broken: 'The answer to what contradicts the settings is wrong.',
      reasons: { ...refusedEn, accepted: 'The server publishes although it contradicts the settings: a client cannot know who will see it.', other: 'The server refuses, but does not say that the settings are the reason ({condition}).' },
    },
    'publishing.max-items': {
      title: 'Publishing as bookmarks prescribe it', pass: 'Bookmarked rooms can be kept as prescribed, as many as one likes.', missing: 'The server does not know “without limit”: clients need ways of their own to keep several bookmarked rooms.', broken: 'Keeping bookmarked rooms as prescribed fails.',
      reasons: { ...refusedEn, unanswered: 'The server never answers when rooms are bookmarked as prescribed: clients wait for ever and nothing is kept.', replaced: 'The second bookmarked room replaces the first.' },
    },
    'publishing.again': {
      title: 'Publishing again with the same wishes', pass: 'One can publish with the same wishes again and again.', missing: 'The server does not take the wish not to send things by itself: a client must set it beforehand.', broken: 'Publishing again with the same wishes fails.',
      reasons: { unanswered: 'The server never answers.', conflict: 'The second time with the same wishes is refused ({condition}): the server forgets what it has accepted, so data cannot be updated.' },
    },
    'publishing.several': {
      title: 'Keeping several items', pass: 'Several items are kept in one place, and other devices can read them.', missing: 'A place that keeps several items cannot be made beforehand.', broken: 'Keeping several items is not reliable.',
      reasons: { ...refusedEn, replaced: 'Of three items only {kept} stayed: new ones replace the old.', session: 'A further connection, needed to compare, could not be made.' },
    },
    'publishing.config': { title: 'Changing who may read', pass: 'One can change who may read what is published.', missing: 'One cannot change who may read what is published.', broken: 'Changing who may read is not reliable.', reasons: { ...refusedEn, ignored: 'The server accepts the change and does not make it.' } },
    'publishing.open': { title: 'Everybody can read open data', pass: 'Open data, such as encryption keys, can be read by other accounts.', missing: 'Open data cannot be published: strangers cannot encrypt to each other.', broken: 'Other accounts cannot read open data: strangers cannot encrypt to each other.', reasons: refusedEn },
    'publishing.large': { title: 'Publishing something as large as a picture', pass: 'Data as large as a picture is kept.', missing: 'Data as large as a picture cannot be kept.', broken: 'Keeping data as large as a picture fails.', reasons: { ...refusedEn, lost: 'The server says that it is kept, but what is read is something else.' } },
    'publishing.delete': { title: 'Deleting what was published', pass: 'What was published can be deleted as a whole.', missing: 'What was published cannot be deleted as a whole.', broken: 'Deleting is not reliable.', reasons: { ...refusedEn, stays: 'The server says that it is deleted, but it is still there.' } },
    'publishing.bookmarks': { title: 'Old and new bookmarks are the same', pass: 'Old and new clients see the same bookmarked rooms.', missing: 'Old and new clients have bookmarked rooms of their own.' },
    'publishing.avatars': { title: 'Old and new pictures are the same', pass: 'Old and new clients see the same picture.', missing: 'Clients that know only the old way do not see a picture that was set the new way.' },
    'publishing.push': { title: 'Waking up telephones', pass: 'The server can wake up clients on telephones.', missing: 'A client that sleeps on a telephone cannot be woken up by the server.' },
    'publishing.events': { title: 'Own other devices learn of changes', pass: 'A change on one device is told to the others at once.', broken: 'A change on one device is not told to the others.', reasons: { ...refusedEn, silent: 'Other devices are never told of the change.', session: 'A further connection, needed to compare, could not be made.' } },
    'publishing.filter': { title: 'No notices that nobody asked for', pass: 'Devices that do not ask for notices get none.', broken: 'Devices that did not ask for notices get them, which costs traffic and battery.', reasons: { ...refusedEn, silent: 'The notice did not arrive.', session: 'A further connection, needed to compare, could not be made.' } },
    'publishing.contacts': {
      title: 'Contacts learn of changes', pass: 'Contacts that ask for notices are told of changes, others are not.', broken: 'Contacts are not told of changes.',
      reasons: { ...refusedEn, silent: 'Contacts are never told of the change.', unasked: 'Contacts get notices that they did not ask for.', contacts: 'The two accounts are not contacts of each other, so this was not tried.', session: 'A further connection, needed to compare, could not be made.' },
    },
    'publishing.last': { title: 'The newest on coming online', pass: 'A device that comes online gets the newest at once.', missing: 'The server cannot be told to send the newest to who comes online.', broken: 'A device that comes online does not get the newest and waits for the next change.', reasons: { ...refusedEn, silent: 'A device that comes online is never given the newest.', session: 'A further connection, needed to compare, could not be made.' } },
    'publishing.retract': {
      title: 'Taking back a single item', pass: 'A single item can be taken back, and other devices learn of it.', missing: 'A single item cannot be taken back.', broken: 'Taking back is not reliable.',
      reasons: { ...refusedEn, stays: 'The server says that it is taken back, but it is still there.', silent: 'Other devices are not told that it was taken back.', session: 'A further connection, needed to compare, could not be made.' },
    },
  },
  hints: {
    'publishing.offered': pep, 'publishing.publish': pep, 'publishing.options': pep, 'publishing.several': pep, 'publishing.events': pep,
    'publishing.max-items': {
      openfire: 'No setting: the publish is not answered up to 5.0.5', ejabberd: 'Needs ejabberd 23.04 or newer', prosody: 'Needs Prosody 0.12 or newer; pep_max_items',
    },
    'publishing.again': { openfire: 'No setting: send_last_published_item is not kept', ejabberd: 'Needs ejabberd 23.04 or newer' },
    'publishing.filter': { openfire: 'No setting: notices go to everybody', ejabberd: 'modules: mod_caps', tigase: "sess-man: 'pep' with entity capabilities" },
    'publishing.contacts': { openfire: 'No setting: notices go to everybody', ejabberd: 'modules: mod_caps' },
    'publishing.last': { ejabberd: 'mod_pubsub: last_item_cache, send_last_published_item; mod_caps', prosody: 'modules_enabled: "pep"' },
    'publishing.large': { prosody: 'c2s_stanza_size_limit', ejabberd: 'listen: max_stanza_size; shaper', openfire: 'xmpp.parser.buffer.size', tigase: 'bosh/c2s: max-stanza-size' },
    'publishing.bookmarks': { prosody: 'modules_enabled: "bookmarks"', ejabberd: 'mod_private with mod_pubsub; ejabberd 23.10 or newer', openfire: 'Bookmarks plugin', tigase: 'No such conversion known' },
    'publishing.avatars': { prosody: 'modules_enabled: "vcard_legacy"', ejabberd: 'modules: mod_avatar', openfire: 'Openfire 4.9 or newer: avatar.conversion', tigase: "sess-man: 'pep' avatar conversion" },
    'publishing.push': { prosody: 'Community module mod_cloud_notify', ejabberd: 'modules: mod_push, mod_push_keepalive', openfire: 'Push Notification plugin', tigase: "push component and 'urn:xmpp:push:0' in sess-man" },
  },
}
