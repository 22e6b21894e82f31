import type { CheckWords } from '../texts'
import { refusedZh } from './refusals'

const given = (title: string, pass: string): CheckWords => ({ title, pass, broken: '更改没有效果。' })

export const roomsZh: { common: Record<string, string>; checks: Record<string, CheckWords> } = {
  common: {
    ...refusedZh, 'not-in': '没能进入测试用的群，所以没有测试。', 'not-set': '没能先把测试用的群设成需要的样子，所以没有测试。', 'no-form': '没有得到群的设置表。',
    'other-error': '确实拒绝了，但错误类型不对（{condition}），客户端说不出真正的原因。', untold: '服务器说已更改，但本人没有得到通知。', unseen: '群里其他人没有得到通知。',
    stays: '服务器说已完成，实际上没有任何变化。', 'no-list': '看不到名单。', 'not-listed': '名单里没有这个人。', 'still-listed': '名单里还有这个人。',
    'kept-out': '应该能进群，却被拒绝了（{condition}）。', 'let-in': '应该被拒绝的人进了群。', let: '没有权限的人也能这样做。',
  },
  checks: {
    service: { title: '群聊服务', pass: '有群聊服务：{service}。', missing: '没有找到群聊服务：不能建群，也没有群目录。' },
    create: {
      title: '建群', pass: '这个账号可以建群，并成为群主。', broken: '建群不正常。',
      reasons: { refused: '这个账号没有获准建群（{condition}）。', 'not-owner': '建群的人没有成为群主，没人能管理这个群。', 'no-201': '服务器没有说明这个群是新建的，客户端不知道还要完成设置。', 'thrown-out': '建群的人马上又被移出了群。' },
    },
    locked: {
      title: '设置完成前锁定', pass: '群在设置完成之前，别人进不来。', broken: '设置完成之前的群不正常。',
      reasons: { open: '群一建立就对所有人开放：在设好密码或成员限制之前，别人已经可以进来。' },
    },
    form: { title: '群设置', pass: '群有 {count} 项设置。常用设置中缺少的：{lacking}。', broken: '得不到群的设置表。' },
    public: {
      title: '公开的群', pass: '可以建列在目录里的公开群。', missing: '群不能列在目录里。', broken: '不能建公开的群。',
      reasons: { refused: '不允许建公开的群，而且整张设置表都因此被拒绝（{condition}）：不知情的客户端会留下一个谁也进不去的群。体检改用隐藏的群继续。' },
    },
    listed: {
      title: '群目录', pass: '公开的群列在目录里，隐藏的群不列出。', broken: '群目录不正常。',
      reasons: {
        'not-listed': '公开的群不在目录里，别人找不到。', 'not-hidden': '不能把群设为隐藏。', 'hidden-listed': '隐藏的群也列在目录里，陌生人看得到。',
        'own-eyes': '只有一个账号时，看不出别人是否看得到隐藏的群。', 'public-refused': '隐藏的群不列出。不允许建公开的群，所以没有测试这一半。',
      },
    },
    info: {
      title: '群的自我说明', pass: '群对自己的说明与设置一致。', missing: '群没有说明自己的性质。', broken: '群对自己的说明不对。',
      reasons: { contradicts: '群自称“{said}”，与设置正好相反：进群的人会被误导。', silent: '有 {count} 项性质没有说明，进群之前无从知道。' },
    },
    instant: {
      title: '按默认设置建群', pass: '可以不填设置直接建群，别人能进来。', broken: '按默认设置建群不正常。',
      reasons: { closed: '群建好了，别人还是进不来（{condition}）。' },
    },
    cancel: {
      title: '取消建群', pass: '取消建群后，群就没有了。', broken: '取消建群不正常。',
      reasons: { stays: '取消以后群还在，占着它的地址。', unanswered: '取消没有得到任何回答，客户端会一直等待。' },
    },
    join: {
      title: '进群', pass: '可以进群，双方都看得到。', broken: '进群不正常。',
      reasons: {
        refused: '普通用户进不了已经设置好的群（{condition}）。', 'no-leaving': '离开群时没有得到确认。', 'no-110': '进群的人不知道名单里哪一个是自己。', nobody: '进群的人看不到群里已有的人。',
        unseen: '群里的人看不到新来的人。',
      },
    },
    'join-order': {
      title: '进群时的先后顺序', pass: '依次是群里的其他人、自己、历史消息、主题。', broken: '进群时的顺序不对。',
      reasons: {
        'no-subject': '最后没有发来主题，客户端不知道进群是否已经完成。', 'self-first': '先发来自己、后发来别人：客户端会以为群里没有人。', 'history-first': '历史消息来得太早，会被当成新消息。',
        'subject-first': '主题来得太早，之后的历史消息会被当成新消息。',
      },
    },
    history: { title: '进群时的历史消息', pass: '进群时能看到之前的消息。', missing: '进群时看不到之前的消息。', broken: '历史消息不正常。', reasons: { 'no-time': '历史消息没有带时间，会被当成刚说的话。' } },
    'history-limits': { title: '进群时不要历史消息', pass: '客户端可以不要历史消息。', broken: '不能限制历史消息。', reasons: { 'no-history': '没有历史消息，所以没有测试。', ignored: '客户端声明不要历史消息，群还是全部发来：每次重连都要重收一遍。' } },
    'subject-on-join': { title: '进群时的主题', pass: '进群时能看到现在的主题。', broken: '进群时的主题不对。', reasons: { none: '进群时没有收到主题。', other: '进群时看到的不是现在的主题。' } },
    'nick-conflict': { title: '昵称已被占用', pass: '不能用别人正在用的昵称进群。', broken: '昵称冲突处理不当。', reasons: { 'let-in': '两个人可以用同一个昵称：分不清话是谁说的。' } },
    'nick-change': { title: '改昵称', pass: '在群里可以改昵称，大家都看得到。', missing: '在群里不能改昵称。', broken: '改昵称不正常。', reasons: { refused: '在群里不能改昵称，只能退出再进。' } },
    'status-change': { title: '群里的状态', pass: '“离开”等状态变化，群里看得到。', broken: '群里看不到状态变化。' },
    leave: { title: '离开群', pass: '离开后自己和别人都得到通知。', broken: '离开群不正常。' },
    password: {
      title: '群密码', pass: '只有密码正确的人能进群。', missing: '不能给群设密码。', broken: '群密码不正常。',
      reasons: { 'let-in': '没有密码或密码不对的人也能进群。', 'not-let-in': '密码正确也进不了群（{condition}）。' },
    },
    full: {
      title: '人数上限', pass: '群满员后不再让人进。', missing: '不能限制群的人数。', broken: '人数上限不正常。',
      reasons: { 'too-many': '能设的最小上限是 {count} 人，需要太多会话才能坐满，所以没有测试。', 'no-crowd': '没能让群满员，所以没有测试。', 'let-in': '上限是 {count} 人，满员以后还能进。' },
    },
    survives: {
      title: '空群保留', pass: '设为永久的群在所有人离开后仍然存在。', broken: '设为永久的群留不住。',
      reasons: { gone: '设为永久的群在所有人离开后消失了，设置和成员名单也一起丢失。', closed: '所有人离开后，群主自己也进不去了（{condition}）。' },
    },
    configure: { title: '更改群设置', pass: '更改的设置会保存。', missing: '不能给群写简介。', broken: '更改群设置不正常。', reasons: { unchanged: '服务器说已保存，读回来却还是原来的。' } },
    'config-notice': { title: '设置变更通知', pass: '设置改变时，群里的人得到通知。', broken: '设置变更的通知不对。', reasons: { none: '设置改变时群里没有通知，别人的客户端显示的还是旧设置。', 'other-code': '通知说的是别的变更。' } },
    message: {
      title: '群消息', pass: '大家都收到，自己也收到群发回的原样消息。', broken: '群消息不正常。',
      reasons: { unreflected: '群没有发回自己的消息，无法知道是否已经发出。', unheard: '别人收不到群消息。', 'other-sender': '消息的发送者不对。', 'other-id': '发回的消息编号变了：客户端认不出自己的消息，会显示两遍。' },
    },
    'stanza-ids': {
      title: '群消息的编号', pass: '群给每条消息一个大家相同的编号。', missing: '群不给消息编号：回复、撤回和存档去重都失去依据。', broken: '群消息的编号不可靠。',
      reasons: { 'not-said': '群消息没有送到，所以没有测试。', none: '群宣称给消息编号，消息上却没有。', differ: '同一条消息，各人收到的编号不同。', unannounced: '群给消息编号，却没有宣告，谨慎的客户端不会采用。' },
    },
    payloads: {
      title: '消息的附加内容', pass: '表情回应、已读标记以及服务器不认识的内容都原样送到。', broken: '附加内容送不到。',
      reasons: { 'not-said': '群消息没有送到，所以没有测试。', stripped: '服务器去掉了它不认识的内容：回复、更正、加密等在群里不能用。', wordless: '没有正文的消息不转发：表情回应、已读标记和撤回在群里不能用。' },
    },
    'private-message': {
      title: '群内私聊', pass: '可以在群内私聊。', missing: '群内不能私聊。', broken: '群内私聊不正常。',
      reasons: { refused: '群内私聊被拒绝（{condition}）。', unheard: '群内私聊送不到，也没有报错。', 'other-sender': '私聊的发送者不对，回复会送错人。' },
    },
    subject: { title: '更改主题', pass: '主题更改后，大家都看得到。', broken: '更改主题不正常。' },
    'subject-rights': {
      title: '谁可以更改主题', pass: '谁可以更改主题，由设置决定。', missing: '不能设置谁可以更改主题。', broken: '更改主题的权限不对。',
      reasons: { let: '设置为不允许，普通成员还是能更改主题。', 'not-let': '设置为允许，普通成员还是不能更改主题（{condition}）。', unanswered: '无权更改主题的人得不到任何回答。' },
    },
    archive: { title: '群存档', pass: '群有消息存档（{version}）。', missing: '群没有消息存档：离线时错过的消息，只能看到进群时重放的那几条。', reasons: { 'no-info': '群没有说明自己的性质，所以没有测试。' } },
    'archive-default': { title: '新群默认存档', pass: '新群默认存档。', broken: '新群默认不存档。', reasons: { 'no-switch': '群设置里没有这个开关，所以没有测试。', off: '新群默认不存档，要群主自己打开。' } },
    'archive-found': {
      title: '从群存档取回消息', pass: '消息能从群存档取回。', broken: '群存档不正常。',
      reasons: { empty: '群宣称有存档，里面却什么也没有：错过的消息找不回来。', 'not-found': '刚发的消息不在存档里。' },
    },
    'archive-ids': { title: '群存档里的编号', pass: '存档里的编号与收到消息时相同。', broken: '编号对不上。', reasons: { 'no-ids': '没有编号可以比较，所以没有测试。', differ: '存档给的编号与收到消息时不同：同一条消息会显示两遍。' } },
    'archive-private': { title: '群存档不含私聊', pass: '群内私聊不在群存档里。', broken: '群内私聊泄露了。', reasons: { leaked: '群内私聊出现在群存档里，别人可以读到。' } },
    moderation: {
      title: '主持人撤回别人的消息', pass: '主持人撤回的消息，对所有人都撤回了。', missing: '主持人不能撤回别人的消息：广告和谩骂只能留着。', broken: '撤回不正常。',
      reasons: { 'no-id': '消息没有编号，无从撤回。', unseen: '其他人没有得到撤回的通知，消息还在。' },
    },
    'addresses-hidden': {
      title: '隐藏真实地址', pass: '设为隐藏时，只有主持人看得到真实地址。', missing: '不能设置谁看得到真实地址。', broken: '真实地址的保护不对。',
      reasons: { shown: '普通成员也看得到别人的真实地址，泄露隐私。', 'hidden-from-owner': '连群主也看不到真实地址，没法按地址管理。' },
    },
    'addresses-shown': {
      title: '公开真实地址', pass: '公开真实地址的群会说明这一点。', broken: '公开真实地址的群不正常。',
      reasons: { 'no-warning': '进群的人没有得到提醒，不知道真实地址会被所有人看到。', hidden: '设置为公开，还是看不到真实地址。', 'no-notice': '改为公开真实地址时，群里的人没有得到通知。' },
    },
    'occupant-ids': {
      title: '认得出同一个人', pass: '同一个人再次进群，标识不变。', missing: '群里的人没有不变的标识：改了昵称就认不出来。', broken: '群成员的标识不可靠。',
      reasons: { unannounced: '有标识却没有宣告，客户端不会采用。', none: '群宣称有标识，却没有。', changes: '再次进群时标识变了。', same: '不同的人标识相同。' },
    },
    'self-ping': {
      title: '确认自己还在群里', pass: '在群里和不在群里，都能得到明确的回答。', broken: '不能确认自己是否还在群里。',
      reasons: { refused: '还在群里也被拒绝（{condition}），客户端会不断退出再进。', always: '不在群里也回答说在：掉出群的人永远不知道。', silent: '不在群里时得不到回答。' },
    },
    invite: {
      title: '通过群邀请', pass: '邀请送到，并注明理由。', broken: '通过群的邀请不正常。',
      reasons: { refused: '连群主也不能邀请。', elsewhere: '邀请没有送到这个会话，可能送到了该账号的其他设备。', direct: '邀请不是以群的名义送来的。', 'no-reason': '邀请的理由丢了。' },
    },
    'direct-invite': { title: '直接邀请', pass: '直接发给对方的邀请送到了。', broken: '直接的邀请送不到。', reasons: { lost: '直接发给对方的邀请没有送到，或内容被去掉。' } },
    register: { title: '在群里登记昵称', pass: '成员可以登记昵称。', missing: '群里不能登记昵称。', broken: '登记不正常。', reasons: { 'no-form': '没有登记表。', forgotten: '服务器说已登记，之后却没有记录。' } },
    'reserved-nick': {
      title: '保留的昵称', pass: '登记的昵称只有本人能用。', missing: '群不说明哪个昵称为谁保留。', broken: '昵称没有真正保留。',
      reasons: { other: '群回答的不是登记过的昵称。', taken: '别人也能用登记过的昵称，可以冒充本人。' },
    },
    unregister: { title: '取消登记', pass: '可以取消登记。', broken: '取消登记不正常。' },
    'members-only': { title: '仅限成员', pass: '只有成员能进。', missing: '不能把群设为仅限成员。', broken: '仅限成员不起作用。', reasons: { 'let-in': '不是成员的人也能进。' } },
    'membership-lost': {
      title: '失去成员身份', pass: '不再是成员的人离开了群，并知道原因。', broken: '失去成员身份的处理不对。',
      reasons: { stays: '取消了成员身份，人还在群里。', 'as-ban': '通知里说成了封禁：客户端会告诉本人被封禁了，其实没有。', 'no-321': '没有说明原因。' },
    },
    'closed-to-others': {
      title: '改为仅限成员', pass: '改为仅限成员后，其他人离开了群，并知道原因。', broken: '改为仅限成员后不正常。',
      reasons: { stays: '改为仅限成员后，不是成员的人还留在群里，看得到消息。', 'no-322': '没有说明原因。' },
    },
    member: given('设为成员', '可以设为成员，大家都看得到。'),
    'member-revoked': given('取消成员', '可以取消成员。'),
    admin: given('设为管理员', '可以设为管理员，大家都看得到。'),
    'admin-revoked': given('取消管理员', '可以取消管理员。'),
    owner: given('设为群主', '可以另设群主，大家都看得到。'),
    'owner-revoked': given('取消群主', '可以取消另一位群主。'),
    ban: { title: '封禁', pass: '被封禁的人离开了群，也进不来。', broken: '封禁不正常。', reasons: { stays: '服务器说已封禁，人还在群里。', 'no-301': '没有说明是被封禁。', 'let-in': '被封禁的人可以再进来。' } },
    unban: { title: '解除封禁', pass: '解除封禁后可以再进来。', broken: '解除封禁不正常。' },
    'ban-moderator': {
      title: '封禁主持人', pass: '主持人也能被群主封禁。', broken: '封禁主持人不正常。',
      reasons: { stays: '服务器说已封禁，主持人却还在群里，权限照旧：要先取消其身份。' },
    },
    'ban-former-member': {
      title: '封禁以前的成员', pass: '以前的成员被封禁后进不来。', broken: '封禁以前的成员不正常。',
      reasons: { stays: '服务器说已封禁，人还在群里。', 'no-301': '没有说明是被封禁。', 'let-in': '以前的成员被封禁后还能再进来。' },
    },
    rights: { title: '普通成员的权限', pass: '普通成员不能提升自己，也不能移出群主。', broken: '权限有漏洞。', reasons: { let: '普通成员可以提升自己或移出群主：谁都能夺走这个群。' } },
    'several-changes': { title: '一次更改几个人', pass: '一次请求里的几项更改都生效。', broken: '一次更改几个人不正常。', reasons: { 'not-all': '服务器说全部完成，实际只改了 {count} 人。', 'no-list': '看不到名单，不知道是否都改了。' } },
    moderator: given('设为主持人', '可以设为主持人，大家都看得到。'),
    'moderator-list': { title: '主持人名单', pass: '看得到主持人名单。', broken: '主持人名单不对。' },
    'moderator-revoked': given('取消主持人', '可以取消主持人。'),
    'voice-revoked': given('收回发言权', '可以收回发言权。'),
    voice: given('给予发言权', '可以给予发言权。'),
    'visitor-silent': {
      title: '禁言', pass: '没有发言权的人发不了消息，并知道原因。', broken: '禁言不正常。',
      reasons: { heard: '没有发言权的人发的消息，大家还是收到。', unanswered: '没有发言权的人发的消息被丢弃，本人却不知道。' },
    },
    'voice-request': {
      title: '请求发言', pass: '请求送到主持人，批准后可以发言。', missing: '不能请求发言。', broken: '请求发言不正常。',
      reasons: { unseen: '请求没有送到主持人，也没有报错。', 'no-effect': '主持人批准了，还是不能发言。' },
    },
    kick: {
      title: '移出群', pass: '可以把人移出群，并注明理由；之后还能再来。', broken: '移出群不正常。',
      reasons: { stays: '服务器说已移出，人还在群里。', 'no-307': '没有说明是被移出的，客户端会以为是断线而重新进群。', 'no-reason': '理由丢了。' },
    },
    picture: { title: '群头像', pass: '可以给群设头像。', missing: '群不能有头像。', broken: '群头像不正常。', reasons: { lost: '服务器说已保存，读回来却没有头像。' } },
    hats: { title: '头衔', pass: '群可以给成员头衔。', missing: '群不能给成员头衔。', broken: '头衔不正常。', reasons: { unannounced: '可以打开头衔，但群没有宣告，谨慎的客户端不会显示。' } },
    destroy: {
      title: '解散群', pass: '解散时，群里的人知道理由和新去处；只有群主能解散。', broken: '解散群不正常。',
      reasons: { let: '不是群主的人也能解散群。', unseen: '解散时群里的人没有得到通知。', 'no-word': '没有说明群已解散，看起来像是断线。', 'no-reason': '理由或新去处丢了。' },
    },
    destroyed: { title: '解散以后', pass: '解散的群不再存在。', broken: '解散以后不正常。', reasons: { stays: '解散了的群还在。' } },
  },
}
