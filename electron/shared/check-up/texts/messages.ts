import type { AreaTexts, CheckWords } from '../texts'
import { offlineEn, offlineZh, undeliveredEn, undeliveredZh } from './refusals'

const passesZh = { lost: '消息没有送到。', from: '消息送到了，但发件人不对。', to: '消息送到了，但收件人不对。', text: '消息送到了，但内容变了（中文、表情或符号）。' }
const passesEn = {
  lost: 'A message did not arrive.', from: 'A message arrived with the wrong sender.', to: 'A message arrived with the wrong recipient.', text: 'A message arrived with a different text (non-English letters, emoji or symbols).',
}

const payloadZh = (title: string, use: string): CheckWords => ({
  title, pass: '原样送到。', broken: '没有原样送到。',
  reasons: { offline: offlineZh, dropped: `服务器丢弃了它：${use}。`, changed: `服务器改动了它：${use}。` },
})
const payloadEn = (title: string, use: string): CheckWords => ({
  title, pass: 'Arrives unchanged.', broken: 'Does not arrive unchanged.',
  reasons: { offline: offlineEn, dropped: `The server drops it: ${use}.`, changed: `The server changes it: ${use}.` },
})

export const messagesTexts: AreaTexts = {
  zh: {
    'messages.delivery': { title: '两个账号之间的消息', pass: '双方的消息都原样送到。', broken: '消息没有正确送到。', reasons: passesZh },
    'messages.own-device': { title: '自己设备之间的消息', pass: '自己的设备之间可以互发消息。', broken: '自己的设备之间不能正常互发消息。', reasons: { ...passesZh, offline: offlineZh } },
    'messages.unknown-user': { title: '写给不存在的用户', pass: '写给不存在的用户时，会得到通知。', broken: '写给不存在的用户时，没有任何通知：写错地址的人会以为消息送到了。' },
    'messages.order': {
      title: '先后顺序', pass: '20 条消息依次送到，每条一次。', broken: '消息的顺序或数目不对。',
      reasons: { offline: offlineZh, lost: '{sent} 条消息里只送到了 {came} 条。', twice: '有消息送到了不止一次。', order: '消息没有按发出的顺序送到。' },
    },
    'messages.large': { title: '长消息', pass: '60 KB 的消息可以送到。', missing: '60 KB 的消息送不到；长文和加密消息可能发不出去。', broken: '连 9 KB 的消息都送不到，低于每台服务器都必须接受的大小。', reasons: { offline: offlineZh } },
    'messages.ids': {
      title: '消息编号', pass: '发件人的编号保留，服务器另加自己的编号，冒充的编号会被去掉。', missing: '服务器不给消息编号：客户端只能猜两条消息是不是同一条。', broken: '消息编号不对。',
      reasons: { offline: offlineZh, undelivered: undeliveredZh, origin: '发件人自己的编号丢了，客户端认不出自己发的消息。', forged: '发件人冒充服务器写的编号没有去掉：别人可以让你的消息历史错乱。' },
    },
    'messages.sender': { title: '不能冒充发件人', pass: '冒充别人发消息不会得逞。', broken: '可以用别人的名义发消息：没有一条消息的发件人可信。', reasons: { offline: offlineZh } },
    'messages.copies': {
      title: '同步到自己的其他设备', pass: '在一台设备上收发的消息，其他设备也看得到。', missing: '在一台设备上收发的消息，其他设备看不到。', broken: '同步到其他设备不正常。',
      reasons: {
        offline: offlineZh, unasked: '没有要求副本的设备也收到副本，消息会显示两次。', refused: '服务器宣称可以同步，却拒绝启用。', sent: '自己发出的消息没有副本：其他设备上看不到自己说过的话。', received: '收到的消息没有副本：其他设备上看不到对方说的话。',
        from: '副本的来源不对，谨慎的客户端会当作冒充而丢弃。', other: '副本的内容和原来的不符。', echo: '发出消息的设备自己也收到副本，消息会显示两次。',
      },
    },
    'messages.private': { title: '只给一台设备的消息', pass: '标为“只给这台设备”的消息没有同步到其他设备。', broken: '标为“只给这台设备”的消息还是同步到了其他设备。', reasons: { offline: offlineZh } },
    'messages.receipts': payloadZh('送达回执', '看不到对方有没有收到'),
    'messages.typing': payloadZh('正在输入', '看不到对方正在输入'),
    'messages.markers': payloadZh('已读标记', '看不到对方有没有读'),
    'messages.corrections': payloadZh('更正', '更正过的消息会显示成两条'),
    'messages.reactions': payloadZh('表情回应', '看不到表情回应'),
    'messages.replies': payloadZh('回复', '看不出回复的是哪一条'),
    'messages.retractions': payloadZh('撤回', '撤回的消息还在'),
    'messages.links': payloadZh('图片与链接', '图片只剩一个网址'),
    'messages.unknown': payloadZh('服务器不认识的内容', '新的功能在这台服务器上用不了'),
  },
  en: {
    'messages.delivery': { title: 'Messages between the two accounts', pass: 'Messages arrive unchanged in both directions.', broken: 'Messages do not arrive properly.', reasons: passesEn },
    'messages.own-device': { title: 'Messages between one’s own devices', pass: 'One’s own devices can send each other messages.', broken: 'Messages between one’s own devices do not arrive properly.', reasons: { ...passesEn, offline: offlineEn } },
    'messages.unknown-user': { title: 'Messages to a user who does not exist', pass: 'The sender is told that the address does not exist.', broken: 'The sender is not told that the address does not exist: after a typing error one believes that the message arrived.' },
    'messages.order': {
      title: 'Order', pass: 'Twenty messages arrive in order, each once.', broken: 'The order or number of messages is wrong.',
      reasons: { offline: offlineEn, lost: 'Only {came} of {sent} messages arrived.', twice: 'Some messages arrived more than once.', order: 'Messages did not arrive in the order in which they were sent.' },
    },
    'messages.large': {
      title: 'Long messages', pass: 'A message of 60 KB arrives.', missing: 'A message of 60 KB does not arrive; long texts and encrypted messages may fail.', broken: 'Not even a message of 9 KB arrives, which is less than every server must accept.',
      reasons: { offline: offlineEn },
    },
    'messages.ids': {
      title: 'Message IDs', pass: 'The sender’s ID is kept, the server adds its own, and forged ones are removed.', missing: 'The server gives messages no IDs: clients have to guess whether two messages are the same.', broken: 'The message IDs are wrong.',
      reasons: {
        offline: offlineEn, undelivered: undeliveredEn, origin: 'The sender’s own ID is lost: clients do not recognise what they have sent.',
        forged: 'An ID that the sender forged in the server’s name is not removed: others can mess up your message history.',
      },
    },
    'messages.sender': { title: 'Senders cannot be forged', pass: 'A message in somebody else’s name does not get through.', broken: 'Messages can be sent in somebody else’s name: no sender can be trusted.', reasons: { offline: offlineEn } },
    'messages.copies': {
      title: 'Copies to one’s other devices', pass: 'What is sent and received on one device is seen on the others.', missing: 'What is sent and received on one device is not seen on the others.', broken: 'Copies do not work properly.',
      reasons: {
        offline: offlineEn, unasked: 'A device that did not ask for copies gets them, so messages show up twice.', refused: 'The server announces copies but refuses to enable them.', sent: 'Sent messages are not copied: one’s other devices do not show what one has written.',
        received: 'Received messages are not copied: one’s other devices do not show what others have written.', from: 'Copies come from the wrong address; careful clients discard them as forgeries.',
        other: 'The copy differs from the original message.', echo: 'The device that sent the message gets a copy as well, so it shows up twice.',
      },
    },
    'messages.private': { title: 'Messages for one device only', pass: 'A message marked “for this device only” is not copied to others.', broken: 'A message marked “for this device only” is copied to other devices all the same.', reasons: { offline: offlineEn } },
    'messages.receipts': payloadEn('Delivery receipts', 'nobody sees whether a message has arrived'),
    'messages.typing': payloadEn('Typing notifications', 'nobody sees that somebody is typing'),
    'messages.markers': payloadEn('Read markers', 'nobody sees whether a message was read'),
    'messages.corrections': payloadEn('Corrections', 'a corrected message shows up as two'),
    'messages.reactions': payloadEn('Reactions', 'reactions are not seen'),
    'messages.replies': payloadEn('Replies', 'nobody sees what a reply refers to'),
    'messages.retractions': payloadEn('Recalled messages', 'recalled messages stay'),
    'messages.links': payloadEn('Pictures and links', 'only the address of a picture is left'),
    'messages.unknown': payloadEn('Content that the server does not know', 'newer features do not work on this server'),
  },
  hints: {
    'messages.large': { prosody: 'c2s_stanza_size_limit', ejabberd: 'listen: module: ejabberd_c2s, max_stanza_size', openfire: 'xmpp.parser.buffer.size' },
    'messages.ids': { prosody: 'modules_enabled: "mam"', ejabberd: 'modules: mod_mam', openfire: 'plugin: Monitoring Service', tigase: 'sess-man: urn:xmpp:mam:2' },
    'messages.copies': { prosody: 'modules_enabled: "carbons"', ejabberd: 'modules: mod_carboncopy', tigase: 'sess-man: message-carbons' },
  },
}
