import type { AreaTexts } from '../texts'

const untestedZh = {
  off: '这个帐号的存档是关闭的，没有内容可查；在设置里打开后再检查一次。',
  strangers: '存档只保存与联系人的往来，而这两个帐号不是联系人。',
  undelivered: '测试消息没有送到，无从查起。',
  offline: '另一个会话没能上线。',
}
const untestedEn = {
  off: 'The archive of this account is switched off, so there is nothing to look at; switch it on in the settings and run this again.',
  strangers: 'The archive keeps only what is said with contacts, and these two accounts are none.',
  undelivered: 'The test messages did not arrive, so there is nothing to look for.',
  offline: 'A further session could not come online.',
}
const pagingZh = {
  error: '翻页中途服务器报错，更多的历史读不出来。',
  lost: '翻页时有消息读不到，历史会有缺口。',
  order: '翻页得到的顺序不对，历史会排乱。',
  early: '还没读完服务器就说“到头了”：相信它的程序会丢掉更早或更晚的消息。',
  endless: '服务器从不说“到头了”，程序会一直问下去。',
}
const pagingEn = {
  error: 'An error ends the reading halfway; the rest of the history cannot be read.',
  lost: 'Some messages are on no page, so the history has gaps.',
  order: 'The pages come in the wrong order, so the history is jumbled.',
  early: 'The server says “that was all” before it is: a program that believes it loses the rest of the history.',
  endless: 'The server never says that that was all, so programs go on asking.',
}

export const archiveTexts: AreaTexts = {
  zh: {
    'archive.offered': {
      title: '消息存档', pass: '服务器替帐号保存历史，换设备也能看到。', missing: '服务器不保存历史：别的设备上看不到以前的消息，离线时的消息可能会丢。',
      reasons: { older: '服务器保存历史，但用的是旧版协议。' },
    },
    'archive.default': {
      title: '默认是否存档', pass: '可以读到存档设置。', missing: '服务器不让用户查看或更改存档设置。',
      reasons: {
        always: '所有往来都会存档。', roster: '只存与联系人的往来；和陌生人的对话不会留下。',
        never: '默认什么都不存：用户不自己打开，历史就只留在当时的设备上。',
      },
    },
    'archive.keeps': {
      title: '发出和收到的都存下来', pass: '双方的消息都在存档里，每条一次，顺序正确。', broken: '存档里的内容不对。',
      reasons: {
        ...untestedZh, empty: '服务器宣称有存档，消息发出后里面却什么都没有：用户以为有备份，其实没有。',
        sent: '自己发出的消息没有存档，别的设备上看不到自己说过的话。', received: '收到的消息没有存档，别的设备上看不到对方说过的话。',
        lost: '{sent} 条消息里只存下了 {kept} 条。', twice: '同一条消息存了不止一次，历史里会重复。', order: '存档里的顺序和说话的顺序不同。',
      },
    },
    'archive.ids': {
      title: '消息编号与存档一致', pass: '收到的消息带着它在存档里的编号，同步时不会重复。', broken: '编号不对。',
      reasons: {
        none: '收到的消息不带存档编号：程序只能猜哪条已经有了，同步时可能重复。', others: '收到时的编号和存档里的不是同一个，同步时会出现重复消息。',
        changing: '再读一次编号就变了，程序会把旧消息当成新的。',
      },
    },
    'archive.unkept': { title: '要求不保存的消息不存档', pass: '标明“不要保存”的消息没有进存档。', broken: '标明“不要保存”的消息还是进了存档。' },
    'archive.quiet-device': {
      title: '上线前就能读历史', pass: '还没有表示在线的设备也能读历史。', broken: '还没有表示在线的设备读不到历史：刚启动时补不齐消息。', reasons: { offline: untestedZh.offline },
    },
    'archive.stranger': {
      title: '不能读别人的存档', pass: '索要别人的存档会被拒绝。', broken: '索要别人的存档，服务器不拒绝而是照样回答。', reasons: { silent: '索要别人的存档，服务器一直不回答。' },
    },
    'archive.forwards': { title: '从旧到新翻页', pass: '可以一页页读到最新，到头时会说明。', broken: '翻页不对。', reasons: pagingZh },
    'archive.backwards': { title: '从新到旧翻页', pass: '可以一页页读到真正的开头，到头时会说明。', broken: '翻页不对。', reasons: pagingZh },
    'archive.unknown-id': {
      title: '编号已失效时', pass: '从一条已不存在的消息接着读，服务器会说明。', broken: '编号失效时的回答不对。',
      reasons: {
        ignored: '从一条已不存在的消息接着读，服务器不说明，随便给一段：程序可能重读全部历史或漏掉消息。',
        otherwise: '从一条已不存在的消息接着读，服务器报了别的错误：程序分不清是该重来还是服务器坏了。',
      },
    },
    'archive.filters': {
      title: '按联系人和时间查', pass: '可以只读某个人或某段时间的历史。', broken: '筛选不对。',
      reasons: {
        with: '只要某个人的历史，却给了别人的。', start: '只要某时之后的历史，却给了更早的。', end: '只要某时之前的历史，却给了更晚的。', 'no-times': '存档里的消息没有时间。',
      },
    },
    'archive.extended': {
      title: '存档的扩展功能', pass: '可以按编号取单条消息、取两条之间的、倒序取页、问起止。', missing: '服务器没有存档的扩展功能；少数程序需要它来补缺口。', broken: '扩展功能不全。',
      reasons: { ids: '宣称可以按编号取消息，却取不到。', between: '宣称可以取两条消息之间的，结果不对。', flipped: '宣称可以倒序取页，顺序却没有倒。', metadata: '宣称可以问存档的起止，却不回答。' },
    },
  },
  en: {
    'archive.offered': {
      title: 'Message archive', pass: 'The server keeps the history of the account, so that other devices can show it.',
      missing: 'The server keeps no history: other devices do not see earlier messages, and what comes while one is offline may be lost.',
      reasons: { older: 'The server keeps the history, in an older form of the protocol.' },
    },
    'archive.default': {
      title: 'Kept by default', pass: 'The setting of the archive can be read.', missing: 'The server lets nobody see or change what is kept.',
      reasons: {
        always: 'Everything that is said is kept.', roster: 'Only what is said with contacts is kept; conversations with others leave nothing.',
        never: 'Nothing is kept by default: until a user switches it on himself, the history stays on the device of the moment.',
      },
    },
    'archive.keeps': {
      title: 'What is sent and what comes is kept', pass: 'The messages of both sides are in the archive, each once and in order.', broken: 'What is in the archive is wrong.',
      reasons: {
        ...untestedEn, empty: 'The server announces an archive, and there is nothing in it after messages were sent: users believe in a copy that does not exist.',
        sent: 'Messages that one sends are not kept: other devices do not show what one has said oneself.', received: 'Messages that come are not kept: other devices do not show what others have said.',
        lost: 'Of {sent} messages only {kept} were kept.', twice: 'A message is kept more than once and shows up twice in the history.', order: 'The order in the archive is not that in which things were said.',
      },
    },
    'archive.ids': {
      title: 'Ids of messages are those of the archive', pass: 'Messages that come carry their id in the archive, so that nothing shows up twice.', broken: 'The ids are wrong.',
      reasons: {
        none: 'Messages that come carry no id of the archive: programs have to guess which ones they have, and some may show up twice.',
        others: 'The id that a message comes with is not the one in the archive: messages show up twice.', changing: 'Read again, the ids are others: programs take old messages for new ones.',
      },
    },
    'archive.unkept': { title: 'What shall not be kept is not', pass: 'A message that says “do not keep me” is not in the archive.', broken: 'A message that says “do not keep me” is in the archive all the same.' },
    'archive.quiet-device': {
      title: 'History before one shows oneself', pass: 'A device that has not shown itself online can read the history.',
      broken: 'A device that has not shown itself online gets no history, so it cannot catch up when it starts.', reasons: { offline: untestedEn.offline },
    },
    'archive.stranger': {
      title: 'Nobody reads the archive of others', pass: 'A request for somebody else’s archive is refused.', broken: 'A request for somebody else’s archive is answered instead of refused.',
      reasons: { silent: 'A request for somebody else’s archive is never answered.' },
    },
    'archive.forwards': { title: 'Reading on, page by page', pass: 'One can read on to the newest message, and is told when that was all.', broken: 'The pages are wrong.', reasons: pagingEn },
    'archive.backwards': { title: 'Reading back, page by page', pass: 'One can read back to the true beginning, and is told when that was all.', broken: 'The pages are wrong.', reasons: pagingEn },
    'archive.unknown-id': {
      title: 'When a message is no longer there', pass: 'Who reads on from a message that is gone is told so.', broken: 'The answer is wrong when a message is gone.',
      reasons: {
        ignored: 'Who reads on from a message that is gone is not told and gets some page: programs load the whole history again, or miss messages.',
        otherwise: 'Who reads on from a message that is gone gets another error: programs cannot tell whether to begin anew or whether the server is out of order.',
      },
    },
    'archive.filters': {
      title: 'By contact and by time', pass: 'One can read only what was said with somebody, or within some time.', broken: 'The filters are wrong.',
      reasons: {
        with: 'Asked for what was said with somebody, the server gives what was said with others.', start: 'Asked for what was said after a time, the server gives what was said before.',
        end: 'Asked for what was said before a time, the server gives what was said after.', 'no-times': 'The messages in the archive have no times.',
      },
    },
    'archive.extended': {
      title: 'Further ways of reading', pass: 'Single messages, those between two others, pages in reverse and the ends of the archive can be asked for.',
      missing: 'The server has none of the further ways of reading an archive; some programs want them to fill gaps.', broken: 'They are not all there.',
      reasons: {
        ids: 'Single messages can be asked for, says the server, and they do not come.', between: 'What is between two messages can be asked for, says the server, and it is wrong.',
        flipped: 'Pages can be had in reverse, says the server, and they are not reversed.', metadata: 'The ends of the archive can be asked for, says the server, and there is no answer.',
      },
    },
  },
  hints: {
    'archive.offered': { prosody: 'modules_enabled: "mam"', ejabberd: 'modules: mod_mam', openfire: 'plugin: Monitoring Service', tigase: 'sess-man: urn:xmpp:mam:2; component message-archive' },
    'archive.default': { prosody: 'default_archive_policy = true', ejabberd: 'mod_mam: default: always', openfire: 'plugin: Monitoring Service', tigase: 'sess-man { message-archive { default-store-method = \'message\' } }' },
    'archive.keeps': {
      prosody: 'default_archive_policy = true', ejabberd: 'mod_mam: default: always, assume_mam_usage, request_activates_archiving', openfire: 'conversation.metadataArchiving = true, conversation.messageArchiving = true',
      tigase: 'sess-man { message-archive { default-store-method = \'message\' } }',
    },
    'archive.ids': { openfire: 'plugin: Monitoring Service', tigase: 'sess-man: urn:xmpp:mam:2' },
    'archive.extended': { prosody: '≥ 0.12', ejabberd: 'mod_mam', openfire: 'plugin: Monitoring Service' },
  },
}
