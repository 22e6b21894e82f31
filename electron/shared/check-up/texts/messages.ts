import type { AreaTexts, CheckWords } from '../texts'

const offlineZh = { offline: '另一个会话没能上线。' }
const offlineEn = { offline: 'A further session could not come online.' }
const passesZh = { lost: '消息没有到。', from: '消息到了，但发件人不对。', to: '消息到了，但收件人不对。', text: '消息到了，但内容变了（中文、表情或符号）。' }
const passesEn = {
  lost: 'A message did not arrive.', from: 'A message arrived with the wrong sender.', to: 'A message arrived with the wrong addressee.', text: 'A message arrived with other words than were sent (foreign letters, emoji or signs).',
}

const payloadZh = (title: string, use: string): CheckWords => ({
  title, pass: '原样送到。', broken: '没有原样送到。',
  reasons: { ...offlineZh, dropped: `服务器把它扔掉了：${use}。`, changed: `服务器改动了它：${use}。` },
})
const payloadEn = (title: string, use: string): CheckWords => ({
  title, pass: 'It arrives as it was sent.', broken: 'It does not arrive as it was sent.',
  reasons: { ...offlineEn, dropped: `The server throws it away: ${use}.`, changed: `The server changes it: ${use}.` },
})

export const messagesTexts: AreaTexts = {
  zh: {
    'messages.delivery': { title: '两个帐号之间的消息', pass: '双方的消息都原样送到。', broken: '消息没有正确送到。', reasons: passesZh },
    'messages.own-device': { title: '自己设备之间的消息', pass: '自己的设备之间可以互发。', broken: '自己的设备之间不能正确互发。', reasons: { ...passesZh, ...offlineZh } },
    'messages.unknown-user': { title: '写给不存在的用户', pass: '写给不存在的用户会得到通知。', broken: '写给不存在的用户没有任何通知：写错地址的人以为消息送到了。' },
    'messages.order': {
      title: '先后顺序', pass: '20 条消息依次送到，每条一次。', broken: '消息的顺序或数目不对。',
      reasons: { ...offlineZh, lost: '{sent} 条消息里只到了 {came} 条。', twice: '有消息来了不止一次。', order: '消息没有按发出的顺序送到。' },
    },
    'messages.large': { title: '长消息', pass: '60 KB 的消息可以送到。', missing: '60 KB 的消息送不到；长文和加密消息可能发不出去。', broken: '连 10 KB 的消息都送不到，这比约定的下限还小。', reasons: offlineZh },
    'messages.ids': {
      title: '消息的编号', pass: '发件人的编号保留，服务器另加自己的编号，冒充的会被去掉。', missing: '服务器不给消息编号：程序只能猜两条是不是同一条。', broken: '消息的编号不对。',
      reasons: { ...offlineZh, undelivered: '测试消息没有送到，无从查起。', origin: '发件人自己的编号丢了，程序认不出自己发的消息。', forged: '发件人冒充的服务器编号没有去掉：别人可以让你的历史错乱。' },
    },
    'messages.sender': { title: '不能冒充发件人', pass: '冒充别人发消息不会得逞。', broken: '可以用别人的名义发消息：没有一条消息的发件人可信。', reasons: offlineZh },
    'messages.copies': {
      title: '自己其他设备的副本', pass: '在一台设备上收发的，其他设备也看得到。', missing: '在一台设备上收发的，其他设备看不到。', broken: '副本不对。',
      reasons: {
        ...offlineZh, unasked: '没有要求副本的设备也收到副本，消息会显示两次。', refused: '服务器宣称有副本功能，却拒绝启用。', sent: '自己发出的消息没有副本：其他设备上看不到自己说过的话。', received: '收到的消息没有副本：其他设备上看不到对方说的话。',
        from: '副本的来源不对，谨慎的程序会当作冒充而扔掉。', other: '副本里的内容和原来的不符。', echo: '发出消息的设备自己也收到了副本，消息会显示两次。',
      },
    },
    'messages.private': { title: '标为私密的不复制', pass: '标为“只给这台设备”的消息没有复制。', broken: '标为“只给这台设备”的消息还是复制到了其他设备。', reasons: offlineZh },
    'messages.receipts': payloadZh('送达回执', '看不到对方有没有收到'),
    'messages.typing': payloadZh('正在输入', '看不到对方正在输入'),
    'messages.markers': payloadZh('已读标记', '看不到对方有没有读'),
    'messages.corrections': payloadZh('更正', '更正过的话会显示成两条'),
    'messages.reactions': payloadZh('表情回应', '表情回应看不到'),
    'messages.replies': payloadZh('引用回复', '看不出回复的是哪一条'),
    'messages.retractions': payloadZh('撤回', '撤回的消息还在'),
    'messages.links': payloadZh('图片与链接', '图片只剩一个网址'),
    'messages.unknown': payloadZh('服务器不认识的内容', '新的功能在这台服务器上用不了'),
  },
  en: {
    'messages.delivery': { title: 'Messages between the two accounts', pass: 'Messages arrive both ways as they were sent.', broken: 'Messages do not arrive as they should.', reasons: passesEn },
    'messages.own-device': { title: 'Messages between one’s own devices', pass: 'One’s own devices can write to each other.', broken: 'One’s own devices cannot write to each other as they should.', reasons: { ...passesEn, ...offlineEn } },
    'messages.unknown-user': { title: 'To somebody who does not exist', pass: 'Who writes to an address that does not exist is told so.', broken: 'Who writes to an address that does not exist is not told: with a typing error one believes that the message arrived.' },
    'messages.order': {
      title: 'Order', pass: 'Twenty messages arrive in their order, each once.', broken: 'The order or the number of messages is wrong.',
      reasons: { ...offlineEn, lost: 'Of {sent} messages only {came} arrived.', twice: 'Some messages arrive more than once.', order: 'Messages do not arrive in the order in which they were sent.' },
    },
    'messages.large': {
      title: 'Long messages', pass: 'A message of 60 KB arrives.', missing: 'A message of 60 KB does not arrive; long texts and encrypted messages may fail.', broken: 'Not even a message of 10 KB arrives, which is less than every server must take.',
      reasons: offlineEn,
    },
    'messages.ids': {
      title: 'Ids of messages', pass: 'The sender’s id is kept, the server adds its own, and false ones are removed.', missing: 'The server gives messages no ids: programs have to guess whether two are the same.', broken: 'The ids of messages are wrong.',
      reasons: {
        ...offlineEn, undelivered: 'The test message did not arrive, so there is nothing to look at.', origin: 'The sender’s own id gets lost: programs do not recognise what they have sent.',
        forged: 'An id that the sender has made up in the name of the server is not removed: others can put your history in disorder.',
      },
    },
    'messages.sender': { title: 'Nobody can pose as another sender', pass: 'A message in the name of somebody else does not get through.', broken: 'One can write in the name of somebody else: no message’s sender can be trusted.', reasons: offlineEn },
    'messages.copies': {
      title: 'Copies for one’s other devices', pass: 'What is sent and comes on one device is seen on the others.', missing: 'What is sent and comes on one device is not seen on the others.', broken: 'The copies are wrong.',
      reasons: {
        ...offlineEn, unasked: 'A device that has not asked for copies gets them, and shows messages twice.', refused: 'The server announces copies, and refuses to send them.', sent: 'There is no copy of what one sends: one’s other devices do not show what one has said.',
        received: 'There is no copy of what comes: one’s other devices do not show what others have said.', from: 'The copy comes from the wrong address; careful programs throw it away as a forgery.',
        other: 'The copy is not of what was sent.', echo: 'The device that sent the message gets a copy too, and shows it twice.',
      },
    },
    'messages.private': { title: 'What is marked private is not copied', pass: 'A message for one device only was not copied.', broken: 'A message for one device only was copied to others all the same.', reasons: offlineEn },
    'messages.receipts': payloadEn('Delivery receipts', 'nobody sees whether a message has arrived'),
    'messages.typing': payloadEn('Typing', 'nobody sees that somebody is typing'),
    'messages.markers': payloadEn('Read markers', 'nobody sees whether a message was read'),
    'messages.corrections': payloadEn('Corrections', 'what was corrected shows as two messages'),
    'messages.reactions': payloadEn('Reactions', 'reactions are not seen'),
    'messages.replies': payloadEn('Replies', 'nobody sees what a reply is to'),
    'messages.retractions': payloadEn('Recalled messages', 'what was recalled is still there'),
    'messages.links': payloadEn('Pictures and links', 'of a picture only its address is left'),
    'messages.unknown': payloadEn('What the server does not know', 'newer features cannot be used on this server'),
  },
  hints: {
    'messages.large': { prosody: 'c2s_stanza_size_limit', ejabberd: 'listen: module: ejabberd_c2s, max_stanza_size', openfire: 'xmpp.parser.buffer.size' },
    'messages.ids': { prosody: 'modules_enabled: "mam"', ejabberd: 'modules: mod_mam', openfire: 'plugin: Monitoring Service', tigase: 'sess-man: urn:xmpp:mam:2' },
    'messages.copies': { prosody: 'modules_enabled: "carbons"', ejabberd: 'modules: mod_carboncopy', tigase: 'sess-man: message-carbons' },
  },
}
