import type { AreaTexts } from '../texts'
import { offlineEn, offlineZh, undeliveredEn, undeliveredZh } from './refusals'

const untestedZh = {
  off: '这个账号的存档设为“从不”，测试消息不会存下来，所以没有测试。体检不更改账号的设置，也不翻阅以前的消息；请在设置里打开存档后再检查一次。',
  strangers: '存档只保存与联系人的往来，而这两个账号不是联系人，所以没有测试。',
  undelivered: undeliveredZh,
}
const untestedEn = {
  off: 'Not tried: the archive of this account is set to “never”, so the test messages are not stored. The check-up neither changes the account’s settings nor reads earlier messages; switch archiving on and run it again.',
  strangers: 'Not tried: only messages with contacts are archived, and these two accounts are not contacts.',
  undelivered: undeliveredEn,
}
const pagingZh = {
  error: '翻页中途服务器报错，更多的历史读不出来。',
  lost: '翻页时有消息读不到，历史会有缺口。',
  order: '翻页得到的顺序不对，历史会错乱。',
  early: '还没读完，服务器就说“到头了”：相信它的客户端会漏掉更早或更晚的消息。',
  endless: '服务器从不说“到头了”，客户端会一直问下去。',
}
const pagingEn = {
  error: 'An error breaks off the reading, and the rest of the history cannot be read.',
  lost: 'Some messages are on no page, so the history has gaps.',
  order: 'The pages come in the wrong order, so the history is jumbled.',
  early: 'The server says “that was everything” too early: clients that believe it miss the rest of the history.',
  endless: 'The server never says “that was everything”, so clients keep asking.',
}

export const archiveTexts: AreaTexts = {
  zh: {
    'archive.offered': {
      title: '消息存档', pass: '服务器为账号保存消息历史，换设备也能看到。', missing: '服务器没有消息存档：别的设备上看不到以前的消息，离线时的消息可能丢失。',
      reasons: { older: '服务器有消息存档，但用的是旧版协议。' },
    },
    'archive.default': {
      title: '默认是否存档', pass: '可以读取存档设置。', missing: '服务器不让用户查看或更改存档设置。',
      reasons: {
        always: '所有消息都会存档。', roster: '只存档与联系人的消息；和陌生人的对话不会保存。',
        never: '默认什么都不存档：用户自己打开之前，历史只留在当时使用的设备上。',
      },
    },
    'archive.keeps': {
      title: '收发的消息都存档', pass: '双方的消息都在存档里，每条一次，顺序正确。', broken: '存档里的内容不对。',
      reasons: {
        ...untestedZh, empty: '服务器宣称有存档，消息发出后里面却什么都没有：用户以为有备份，其实没有。',
        sent: '自己发出的消息没有存档，别的设备上看不到自己说过的话。', received: '收到的消息没有存档，别的设备上看不到对方说过的话。',
        lost: '{sent} 条消息里只存下了 {kept} 条。', twice: '同一条消息存了不止一次，历史里会重复。', order: '存档里的顺序和实际收发的顺序不同。',
      },
    },
    'archive.ids': {
      title: '消息编号与存档一致', pass: '收到的消息带着它在存档里的编号，同步时不会重复。', broken: '消息编号不对。',
      reasons: {
        none: '收到的消息不带存档编号：客户端只能猜哪些已经有了，同步时可能重复。', others: '收到时的编号和存档里的不是同一个，同步时会出现重复的消息。',
        changing: '再读一次，编号就变了：客户端会把旧消息当成新的。',
      },
    },
    'archive.unkept': { title: '不进存档的消息', pass: '标明“不要保存”的消息没有进存档。', broken: '标明“不要保存”的消息还是进了存档。' },
    'archive.quiet-device': {
      title: '表示在线之前读取历史', pass: '还没有表示在线的设备也能读取历史。', broken: '还没有表示在线的设备读不到历史，刚启动时补不齐消息。', reasons: { offline: offlineZh },
    },
    'archive.stranger': {
      title: '不能读别人的存档', pass: '读取别人存档的请求会被拒绝。', broken: '读取别人存档的请求没有被拒绝，而是得到了回答。', reasons: { silent: '读取别人存档的请求一直得不到回答。' },
    },
    'archive.forwards': { title: '从旧到新翻页', pass: '可以逐页读到最新的消息，到头时会说明。', broken: '翻页不正常。', reasons: pagingZh },
    'archive.backwards': { title: '从新到旧翻页', pass: '可以逐页读到真正的开头，到头时会说明。', broken: '翻页不正常。', reasons: pagingZh },
    'archive.unknown-id': {
      title: '从不存在的消息接着读', pass: '从一条已不存在的消息接着读时，服务器会说明。', broken: '消息已不存在时，服务器的回答不对。',
      reasons: {
        ignored: '从一条已不存在的消息接着读时，服务器不说明，随便给出一段：客户端可能重读全部历史，或漏掉消息。',
        otherwise: '从一条已不存在的消息接着读时，服务器报了别的错误：客户端分不清是该从头读起，还是服务器出了故障。',
      },
    },
    'archive.filters': {
      title: '按联系人和时间查', pass: '可以只读某个人或某段时间的历史。', broken: '筛选不正常。',
      reasons: {
        with: '只要某个人的历史，服务器却给了别人的。', start: '只要某时之后的历史，服务器却给了更早的。', end: '只要某时之前的历史，服务器却给了更晚的。', 'no-times': '存档里的消息没有时间，所以没有测试。',
      },
    },
    'archive.extended': {
      title: '存档的扩展功能', pass: '可以按编号取消息、取两条之间的消息、倒序取页、查询存档的起止。', missing: '服务器没有存档的扩展功能；少数客户端靠它补齐缺口。', broken: '存档的扩展功能不全。',
      reasons: { ids: '服务器宣称可以按编号取消息，却取不到。', between: '服务器宣称可以取两条消息之间的内容，结果却不对。', flipped: '服务器宣称可以倒序取页，顺序却没有倒过来。', metadata: '服务器宣称可以查询存档的起止，却不回答。' },
    },
  },
  en: {
    'archive.offered': {
      title: 'Message archive', pass: 'The server archives messages, so that other devices can show them.',
      missing: 'The server has no message archive: other devices do not see earlier messages, and those that come while somebody is offline may be lost.',
      reasons: { older: 'The server has a message archive, but with an older version of the protocol.' },
    },
    'archive.default': {
      title: 'Archiving by default', pass: 'The archive settings can be read.', missing: 'The server lets nobody see or change what is archived.',
      reasons: {
        always: 'All messages are archived.', roster: 'Only messages with contacts are archived; conversations with others are not.',
        never: 'Nothing is archived by default: until users switch it on themselves, their history exists only on the device used at the time.',
      },
    },
    'archive.keeps': {
      title: 'Sent and received messages are archived', pass: 'The messages of both sides are in the archive, each once and in order.', broken: 'The contents of the archive are wrong.',
      reasons: {
        ...untestedEn, empty: 'The server announces an archive, but it is empty after messages were sent: users believe in a backup that does not exist.',
        sent: 'Sent messages are not archived: other devices do not show what one has written.', received: 'Received messages are not archived: other devices do not show what others have written.',
        lost: 'Only {kept} of {sent} messages were archived.', twice: 'Messages are archived more than once and show up twice in the history.', order: 'The messages are not in the archive in the order in which they were sent.',
      },
    },
    'archive.ids': {
      title: 'Message IDs match the archive', pass: 'Received messages carry their archive ID, so that nothing shows up twice.', broken: 'The message IDs are wrong.',
      reasons: {
        none: 'Received messages carry no archive ID: clients have to guess which ones they already have, and some may show up twice.',
        others: 'Received messages carry a different ID than in the archive, so they show up twice.', changing: 'The IDs are different at every reading: clients take old messages for new ones.',
      },
    },
    'archive.unkept': { title: 'Messages not to be archived', pass: 'A message marked “do not store” is not in the archive.', broken: 'A message marked “do not store” is in the archive all the same.' },
    'archive.quiet-device': {
      title: 'Reading history before going online', pass: 'A device that has not announced itself online can read the history.',
      broken: 'A device that has not announced itself online gets no history, so it cannot catch up when it starts.', reasons: { offline: offlineEn },
    },
    'archive.stranger': {
      title: 'Other people’s archives are closed', pass: 'A request for somebody else’s archive is refused.', broken: 'A request for somebody else’s archive is answered instead of being refused.',
      reasons: { silent: 'A request for somebody else’s archive is never answered.' },
    },
    'archive.forwards': { title: 'Paging forwards', pass: 'The history can be read page by page up to the newest message, and the end is announced.', broken: 'Paging does not work properly.', reasons: pagingEn },
    'archive.backwards': { title: 'Paging backwards', pass: 'The history can be read page by page to its true beginning, and the end is announced.', broken: 'Paging does not work properly.', reasons: pagingEn },
    'archive.unknown-id': {
      title: 'Continuing from a message that is gone', pass: 'A client that continues from a message no longer in the archive is told so.', broken: 'The answer is wrong when a message is no longer in the archive.',
      reasons: {
        ignored: 'A client that continues from a message no longer in the archive is not told and gets some other page: it downloads the whole history again, or misses messages.',
        otherwise: 'A client that continues from a message no longer in the archive gets a different error and cannot tell whether to start over or whether the server has failed.',
      },
    },
    'archive.filters': {
      title: 'Filtering by contact and time', pass: 'The history with one person, or of some period, can be read by itself.', broken: 'The filters do not work properly.',
      reasons: {
        with: 'Asked for the history with one person, the server returns that with others.', start: 'Asked for messages after a point in time, the server returns earlier ones.',
        end: 'Asked for messages before a point in time, the server returns later ones.', 'no-times': 'Not tried: the messages in the archive have no times.',
      },
    },
    'archive.extended': {
      title: 'Extended archive queries', pass: 'Single messages, those between two others, pages in reverse order and the archive’s first and last message can be asked for.',
      missing: 'The server does not support extended archive queries; some clients need them to fill gaps.', broken: 'Extended archive queries do not work fully.',
      reasons: {
        ids: 'The server says that single messages can be asked for by ID, but does not return them.', between: 'The server says that messages between two others can be asked for, but returns the wrong ones.',
        flipped: 'The server says that pages can be had in reverse order, but does not reverse them.', metadata: 'The server says that the first and last message can be asked for, but does not answer.',
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
