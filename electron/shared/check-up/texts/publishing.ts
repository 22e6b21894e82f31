import type { AreaTexts } from '../texts'
import { offlineEn, offlineZh, refusedEn, refusedZh } from './refusals'

const pep = { prosody: 'modules_enabled: "pep"', ejabberd: 'modules: mod_pubsub, plugins: [flat, pep]', openfire: 'xmpp.pep.enabled = true', tigase: "pubsub () {} in config.tdsl; sess-man: 'pep'" }

export const publishingTexts: AreaTexts = {
  zh: {
    'publishing.offered': { title: '保存和发布资料', pass: '账号可以保存头像、群书签等资料，并通知联系人。', missing: '账号不能保存或发布资料：头像、群书签和加密密钥无法在设备之间同步。' },
    'publishing.publish': { title: '发布一项资料', pass: '发布的资料会保存，并且可以读出来。', broken: '发布资料不可靠。', reasons: { ...refusedZh, lost: '服务器说已发布，但资料读不出来。' } },
    'publishing.options': {
      title: '发布时限定谁能看', pass: '发布时可以限定谁能看，服务器照做。', missing: '发布时不能限定谁能看，客户端必须事先另行设置。', broken: '发布时限定谁能看，并不可靠。',
      reasons: { ...refusedZh, ignored: '服务器接受了限定却不照做（现在是{access}）：私人资料可能被别人看到。', config: '读不到设置，无法核对（{condition}）。' },
    },
    'publishing.private': { title: '私人资料别人看不到', pass: '另一个账号读不到私人资料。', broken: '另一个账号可以读到私人资料。' },
    'publishing.conflict': {
      title: '限定不符时拒绝发布', pass: '要求与现有设置不符时，服务器会拒绝并说明原因。', broken: '要求与现有设置不符时，服务器的反应不对。',
      reasons: { ...refusedZh, accepted: '要求与现有设置不符，服务器却照样发布：客户端无法知道谁能看到。', other: '服务器拒绝了，但没有说明是因为设置不符（{condition}）。' },
    },
    'publishing.max-items': {
      title: '按群书签的规定方式保存', pass: '群书签可以按规定方式保存，数量不限。', missing: '服务器不支持“数量不限”的要求，客户端要另想办法保存多个群书签。', broken: '按规定方式保存群书签会失败。',
      reasons: { ...refusedZh, unanswered: '按规定方式保存群书签时，服务器从不回答：客户端会一直等待，书签没有保存。', replaced: '第二个群书签会顶掉第一个。' },
    },
    'publishing.again': {
      title: '以相同要求再次发布', pass: '以相同要求可以一再发布。', missing: '服务器不接受“不要自动送出”的要求，客户端要另行设置。', broken: '以相同要求再次发布会失败。',
      reasons: { unanswered: '服务器从不回答。', conflict: '第二次以相同要求发布时被拒绝（{condition}）：服务器没有记住自己接受过的要求，资料无法更新。' },
    },
    'publishing.several': {
      title: '保存多项资料', pass: '同一节点可以保存多项资料，其他设备也能读到。', missing: '不能事先建立可以保存多项资料的节点。', broken: '不能可靠地保存多项资料。',
      reasons: { ...refusedZh, replaced: '三项资料中只留下 {kept} 项，新的会顶掉旧的。', session: offlineZh },
    },
    'publishing.config': { title: '更改谁能看', pass: '已发布资料的可见范围可以更改。', missing: '已发布资料的可见范围不能更改。', broken: '更改可见范围不可靠。', reasons: { ...refusedZh, ignored: '服务器接受了更改，却没有改。' } },
    'publishing.open': { title: '公开资料人人可读', pass: '其他账号可以读到公开的资料，例如加密密钥。', missing: '不能发布公开资料：陌生人之间无法加密。', broken: '其他账号读不到公开的资料：陌生人之间无法加密。', reasons: refusedZh },
    'publishing.large': { title: '较大的资料', pass: '头像大小的资料可以保存。', missing: '头像大小的资料不能保存。', broken: '头像大小的资料保存失败。', reasons: { ...refusedZh, lost: '服务器说已保存，读出来却不一样。' } },
    'publishing.delete': { title: '删除发布过的资料', pass: '发布过的资料可以全部删除。', missing: '发布过的资料不能整个删除。', broken: '删除不可靠。', reasons: { ...refusedZh, stays: '服务器说已删除，资料却还在。' } },
    'publishing.bookmarks': { title: '新旧群书签互通', pass: '新旧客户端看到相同的群书签。', missing: '旧客户端与新客户端的群书签互不相通。' },
    'publishing.avatars': { title: '新旧头像互通', pass: '新旧客户端看到相同的头像。', missing: '只支持旧方式的客户端看不到用新方式设置的头像。' },
    'publishing.push': { title: '手机推送', pass: '服务器可以唤醒手机上的客户端。', missing: '手机上的客户端休眠后，服务器不能唤醒它。' },
    'publishing.events': { title: '自己的其他设备收到变化', pass: '一台设备上的变化会马上告诉其他设备。', broken: '一台设备上的变化不会告诉其他设备。', reasons: { ...refusedZh, silent: '其他设备没有收到变化的通知。', session: offlineZh } },
    'publishing.filter': { title: '不要的通知不发', pass: '没有要求通知的设备不会收到通知。', broken: '没有要求通知的设备也会收到通知，浪费流量和电量。', reasons: { ...refusedZh, silent: '通知没有送到。', session: offlineZh } },
    'publishing.contacts': {
      title: '联系人收到变化', pass: '要求通知的联系人会收到变化，其他人不会。', broken: '通知联系人不正常。',
      reasons: { ...refusedZh, silent: '联系人没有收到变化的通知。', unasked: '没有要求通知的联系人也会收到通知。', contacts: '两个账号不是联系人，所以没有测试。', session: offlineZh },
    },
    'publishing.last': { title: '上线时收到最新资料', pass: '刚上线的设备会收到最新的资料。', missing: '不能设置上线时送出最新资料。', broken: '刚上线的设备收不到最新资料，要等下一次变化。', reasons: { ...refusedZh, silent: '刚上线的设备没有收到最新资料。', session: offlineZh } },
    'publishing.retract': {
      title: '删除单项资料', pass: '可以删除单独一项，其他设备会知道。', missing: '不能删除单独一项资料。', broken: '删除单项资料不可靠。',
      reasons: { ...refusedZh, stays: '服务器说已删除，资料却还在。', silent: '删除以后，其他设备没有得到通知。', session: offlineZh },
    },
  },
  en: {
    'publishing.offered': { title: 'Storing and publishing data', pass: 'The account can store its picture, room bookmarks and the like, and notify contacts.', missing: 'The account cannot store or publish data: pictures, room bookmarks and encryption keys are not shared between devices.' },
    'publishing.publish': { title: 'Publishing an item', pass: 'What is published is stored and can be read.', broken: 'Publishing is not reliable.', reasons: { ...refusedEn, lost: 'The server reports success, but the item cannot be read.' } },
    'publishing.options': {
      title: 'Restricting readers when publishing', pass: 'Readers can be restricted when publishing, and the server complies.', missing: 'Readers cannot be restricted when publishing; clients have to set this beforehand.', broken: 'Restricting readers when publishing is unreliable.',
      reasons: { ...refusedEn, ignored: 'The server accepts the restriction but ignores it ({access}): others may read private data.', config: 'Not tried: the settings cannot be read ({condition}).' },
    },
    'publishing.private': { title: 'Others cannot read private data', pass: 'The other account cannot read private data.', broken: 'The other account can read private data.' },
    'publishing.conflict': {
      title: 'Conflicting restrictions', pass: 'Publishing with restrictions that contradict the settings is refused, and the reason is given.', broken: 'Restrictions that contradict the settings are handled wrongly.',
      reasons: { ...refusedEn, accepted: 'The server publishes although the restrictions contradict the settings: clients cannot know who will see it.', other: 'The server refuses without saying that the settings are the reason ({condition}).' },
    },
    'publishing.max-items': {
      title: 'Storing room bookmarks', pass: 'Room bookmarks can be stored the standard way, as many as wanted.', missing: 'The server does not support storing “as many as wanted”; clients need other ways to store several room bookmarks.', broken: 'Storing room bookmarks the standard way fails.',
      reasons: { ...refusedEn, unanswered: 'The server never answers when a room bookmark is stored the standard way: clients wait forever, and the bookmark is not stored.', replaced: 'The second room bookmark replaces the first.' },
    },
    'publishing.again': {
      title: 'Publishing again with the same restrictions', pass: 'Items can be published with the same restrictions again and again.', missing: 'The server does not accept the request not to send items by itself; clients have to set this beforehand.', broken: 'Publishing again with the same restrictions fails.',
      reasons: { unanswered: 'The server never answers.', conflict: 'Publishing a second time with the same restrictions is refused ({condition}): the server forgets what it has accepted, so data cannot be updated.' },
    },
    'publishing.several': {
      title: 'Storing several items', pass: 'A node stores several items, and other devices can read them.', missing: 'A node for several items cannot be created beforehand.', broken: 'Storing several items is unreliable.',
      reasons: { ...refusedEn, replaced: 'Only {kept} of three items remained: new ones replace old ones.', session: offlineEn },
    },
    'publishing.config': { title: 'Changing who may read', pass: 'Who may read published data can be changed.', missing: 'Who may read published data cannot be changed.', broken: 'Changing who may read is unreliable.', reasons: { ...refusedEn, ignored: 'The server reports success but does not make the change.' } },
    'publishing.open': { title: 'Public data', pass: 'Other accounts can read public data such as encryption keys.', missing: 'Public data cannot be published: strangers cannot send each other encrypted messages.', broken: 'Other accounts cannot read public data: strangers cannot send each other encrypted messages.', reasons: refusedEn },
    'publishing.large': { title: 'Large items', pass: 'An item as large as a profile picture is stored.', missing: 'An item as large as a profile picture cannot be stored.', broken: 'Storing an item as large as a profile picture fails.', reasons: { ...refusedEn, lost: 'The server reports success, but what is read differs from what was stored.' } },
    'publishing.delete': { title: 'Deleting published data', pass: 'Published data can be deleted completely.', missing: 'Published data cannot be deleted completely.', broken: 'Deleting is unreliable.', reasons: { ...refusedEn, stays: 'The server reports success, but the data is still there.' } },
    'publishing.bookmarks': { title: 'Old and new room bookmarks', pass: 'Old and new clients see the same room bookmarks.', missing: 'Old and new clients have separate room bookmarks.' },
    'publishing.avatars': { title: 'Old and new profile pictures', pass: 'Old and new clients see the same profile picture.', missing: 'Clients that support only the old way do not see profile pictures set in the new way.' },
    'publishing.push': { title: 'Push notifications', pass: 'The server can wake up clients on phones.', missing: 'The server cannot wake up a sleeping client on a phone.' },
    'publishing.events': { title: 'Other devices are told of changes', pass: 'The other devices are told of a change at once.', broken: 'The other devices are not told of changes.', reasons: { ...refusedEn, silent: 'The other devices were not told of the change.', session: offlineEn } },
    'publishing.filter': { title: 'No unrequested notifications', pass: 'Devices that did not ask for notifications get none.', broken: 'Devices that did not ask for notifications get them, which costs data and battery.', reasons: { ...refusedEn, silent: 'The notification did not arrive.', session: offlineEn } },
    'publishing.contacts': {
      title: 'Contacts are told of changes', pass: 'Contacts that asked for notifications are told of changes, others are not.', broken: 'Notifying contacts does not work properly.',
      reasons: { ...refusedEn, silent: 'Contacts were not told of the change.', unasked: 'Contacts get notifications that they did not ask for.', contacts: 'Not tried: the two accounts are not contacts.', session: offlineEn },
    },
    'publishing.last': { title: 'Latest data on coming online', pass: 'A device that comes online gets the latest data at once.', missing: 'The server cannot be set to send the latest data to devices that come online.', broken: 'A device that comes online does not get the latest data until the next change.', reasons: { ...refusedEn, silent: 'A device that came online was not sent the latest data.', session: offlineEn } },
    'publishing.retract': {
      title: 'Deleting a single item', pass: 'A single item can be deleted, and other devices are told.', missing: 'A single item cannot be deleted.', broken: 'Deleting single items is unreliable.',
      reasons: { ...refusedEn, stays: 'The server reports success, but the item is still there.', silent: 'Other devices are not told that the item was deleted.', session: offlineEn },
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
    'publishing.bookmarks': { prosody: 'modules_enabled: "bookmarks"', ejabberd: 'mod_private with mod_pubsub; ejabberd 23.10 or newer', openfire: 'No setting: Openfire up to 5.0 converts only the older kinds', tigase: 'No such conversion known' },
    'publishing.avatars': { prosody: 'modules_enabled: "vcard_legacy"', ejabberd: 'modules: mod_avatar', openfire: 'No setting: not in Openfire up to 5.0 (OF-2034)', tigase: "sess-man: 'pep'" },
    'publishing.push': { prosody: 'Community module mod_cloud_notify', ejabberd: 'modules: mod_push, mod_push_keepalive', openfire: 'Push Notification plugin', tigase: "push () {} in config.tdsl; sess-man: 'urn:xmpp:push:0'" },
  },
}
