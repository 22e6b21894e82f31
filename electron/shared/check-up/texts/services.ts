import type { AreaTexts } from '../texts'
import { refusedEn, refusedZh } from './refusals'

export const servicesTexts: AreaTexts = {
  zh: {
    'services.ping': { title: '服务器应答 ping', pass: '服务器会应答，连接是否还活着可以查出来。', missing: '服务器不应答 ping；断开的连接要更久才能发现。', broken: '对 ping 的应答不对。', reasons: refusedZh },
    'services.version': { title: '服务器名称与版本', pass: '服务器说明自己是 {name} {version}。', missing: '服务器不说明自己是什么软件；出问题时不容易求助。', broken: '服务器的回答里没有软件名称。', reasons: refusedZh },
    'services.time': {
      title: '服务器时间', pass: '服务器的时钟与本机一致。', missing: '服务器不告诉时间，无法核对它的时钟。', broken: '服务器给出的时间读不懂。',
      reasons: { ...refusedZh, off: '服务器的时钟与本机相差 {seconds} 秒，消息会显示错误的时间。' },
    },
    'services.info': {
      title: '服务器说明自己会什么', pass: '服务器说明自己会 {count} 项功能。', missing: '服务器不说明自己会什么，客户端只能猜。', broken: '服务器的说明不合规定。',
      reasons: { identity: '服务器没有说自己是服务器，有的客户端会因此弄错。', itself: '服务器的说明漏掉了说明功能本身，有的客户端会因此不信它。', twice: '同一项功能列了两次（{feature}），有的客户端会因此丢弃整份说明。' },
    },
    'services.items': {
      title: '列出的服务都会应答', pass: '列出的 {count} 个服务都会应答。', missing: '服务器不列出它的服务，客户端找不到聊天室和上传。', broken: '列出的服务有问题。',
      reasons: { ...refusedZh, dead: '列出了 {service}，它却不应答；客户端会为它一直等待。' },
    },
    'services.caps': {
      title: '说明的校验值', pass: '校验值与说明相符，客户端不必每次都问。', missing: '服务器不给校验值，客户端每次登录都要重新问它会什么。', broken: '服务器的校验值有问题。',
      reasons: { ...refusedZh, unknown: '校验值的算法不明，客户端用不了。', different: '校验值与说明不符，客户端不会相信它，每次都要重新问。', spelling: '算法名称的写法不合规定，严格的客户端用不了，每次都要重新问。' },
    },
    'services.unknown': {
      title: '不认识的请求会被拒绝', pass: '不认识的请求会被明确拒绝。', broken: '对不认识的请求反应不对。',
      reasons: { unanswered: '不认识的请求得不到回答，新客户端会一直等待。', accepted: '服务器假装完成了它不认识的请求。' },
    },
    'services.contact': { title: '管理员的联系方式', pass: '可以联系管理员：{address}。', missing: '服务器没有公布管理员的联系方式，滥用无处报告。' },
    'services.commands': { title: '可以执行的命令', pass: '服务器列出 {count} 条命令。', missing: '服务器没有可以在客户端里执行的命令。', broken: '说有命令，却列不出来。', reasons: refusedZh },
    'services.search': { title: '查找用户', pass: '可以查找本服务器的用户。', missing: '不能查找本服务器的用户，必须知道对方的完整地址。', broken: '说可以查找用户，却查不了。', reasons: { ...refusedZh, empty: '查找用户的表格里没有可填的项目。' } },
    'services.pubsub': {
      title: '公共的发布服务', pass: '服务器有公共的发布服务，可以建立、发布和读取。', missing: '服务器没有公共的发布服务；个人之间用不到。', broken: '公共的发布服务不可靠。',
      reasons: { ...refusedZh, forbidden: '这个账号不可以在公共的发布服务上建立内容，没有再试。', lost: '服务器说已发布，但读不出来。' },
    },
    'services.external': { title: '通话的辅助服务器', pass: '服务器告诉客户端用哪些辅助服务器通话。', missing: '服务器不告诉辅助服务器；不在同一网络的人常常无法通话。', broken: '查询辅助服务器时出错。', reasons: refusedZh },
    'services.turn': { title: '通话的中转', pass: '有中转服务器，并给出登录信息。', missing: '没有中转服务器；网络限制较严时无法通话。', broken: '有中转服务器，却得不到登录信息，用不了。' },
    'services.stun': {
      title: '辅助服务器会应答', pass: '辅助服务器会应答。', broken: '辅助服务器不应答，通话会失败。',
      reasons: { silent: '{host} 的端口 {port} 不应答，通话会失败或要等很久。', proxy: '账号经过代理，没有试。', none: '没有可以这样试的辅助服务器。' },
    },
    'services.relay': { title: '文件直传的中转', pass: '有文件直传的中转。', missing: '没有文件直传的中转；不能直接相连的两台设备传文件会很慢。', broken: '中转没有给出可用的地址。', reasons: refusedZh },
    'services.relay-answers': { title: '文件直传的中转能用', pass: '两台设备可以经中转传送内容。', broken: '中转不能用。', reasons: { silent: '{host} 的端口 {port} 不应答，传文件会等很久才改用慢的方式。', refused: '中转拒绝接通两台设备（{condition}）。', lost: '中转接通了，内容却传不过去。', session: '没能再建立一个连接来核对。', proxy: '账号经过代理，没有试。' } },
    'services.uptime': { title: '服务器运行时间', pass: '服务器已运行 {hours} 小时。', missing: '服务器不告诉运行了多久。', broken: '服务器给出的运行时间读不懂。', reasons: refusedZh },
  },
  en: {
    'services.ping': { title: 'The server answers pings', pass: 'The server answers, so that one can find out whether a connection is alive.', missing: 'The server does not answer pings; dead connections are noticed later.', broken: 'The answer to a ping is wrong.', reasons: refusedEn },
    'services.version': { title: 'Name and version of the server', pass: 'The server says that it is {name} {version}.', missing: 'The server does not say which software it is; that makes it harder to get help.', broken: 'The answer of the server holds no name of a program.', reasons: refusedEn },
    'services.time': {
      title: 'Time of the server', pass: 'The clock of the server agrees with that of this computer.', missing: 'The server does not tell its time, so its clock cannot be compared.', broken: 'The time that the server gives cannot be read.',
      reasons: { ...refusedEn, off: 'The clock of the server is {seconds} s off from that of this computer: messages show wrong times.' },
    },
    'services.info': {
      title: 'The server says what it can do', pass: 'The server says that it can do {count} things.', missing: 'The server does not say what it can do: clients have to guess.', broken: 'What the server says of itself is not as it should be.',
      reasons: { identity: 'The server does not say that it is a server, which misleads some clients.', itself: 'The list of what the server can do leaves out that very list: some clients do not believe it.', twice: 'Something is listed twice ({feature}): some clients throw the whole list away.' },
    },
    'services.items': {
      title: 'Listed services answer', pass: 'All {count} listed services answer.', missing: 'The server does not list its services: clients find neither rooms nor uploads.', broken: 'Something is wrong with the listed services.',
      reasons: { ...refusedEn, dead: '{service} is listed but does not answer: clients wait for it in vain.' },
    },
    'services.caps': {
      title: 'Fingerprint of what it can do', pass: 'The fingerprint fits, so clients need not ask every time.', missing: 'The server gives no fingerprint: clients ask at every login what it can do.', broken: 'Something is wrong with the fingerprint.',
      reasons: { ...refusedEn, unknown: 'The fingerprint is of an unknown kind, so clients cannot use it.', different: 'The fingerprint does not fit what the server says: clients do not trust it and ask every time.', spelling: 'The kind of the fingerprint is written in a way of its own: strict clients cannot use it and ask every time.' },
    },
    'services.unknown': {
      title: 'Unknown requests are refused', pass: 'Requests that the server does not know are refused clearly.', broken: 'The answer to an unknown request is wrong.',
      reasons: { unanswered: 'Requests that the server does not know get no answer: newer clients wait in vain.', accepted: 'The server pretends to have done what it does not know.' },
    },
    'services.contact': { title: 'How to reach the administrators', pass: 'The administrators can be reached: {address}.', missing: 'The server does not say how to reach its administrators: abuse cannot be reported.' },
    'services.commands': { title: 'Commands', pass: 'The server lists {count} commands.', missing: 'The server has no commands that can be run from a client.', broken: 'The server says that it has commands, but does not list them.', reasons: refusedEn },
    'services.search': { title: 'Looking for people', pass: 'People of this server can be looked for.', missing: 'People of this server cannot be looked for: one must know their whole address.', broken: 'The server says that people can be looked for, but it does not work.', reasons: { ...refusedEn, empty: 'The form for looking for people has nothing to fill in.' } },
    'services.pubsub': {
      title: 'Publishing for everybody', pass: 'The server has a place where anything can be published, and it works.', missing: 'The server has no place to publish for everybody; between people it is not needed.', broken: 'Publishing for everybody is not reliable.',
      reasons: { ...refusedEn, forbidden: 'This account may not make anything there, so nothing further was tried.', lost: 'The server says that it is published, but it cannot be read.' },
    },
    'services.external': { title: 'Helpers for calls', pass: 'The server tells clients which helpers to use for calls.', missing: 'The server names no helpers for calls: people in different networks often cannot call each other.', broken: 'Asking for helpers fails.', reasons: refusedEn },
    'services.turn': { title: 'A relay for calls', pass: 'There is a relay for calls, with a login for it.', missing: 'There is no relay for calls: they fail in strict networks.', broken: 'There is a relay for calls, but no login for it, so it cannot be used.' },
    'services.stun': {
      title: 'Helpers for calls answer', pass: 'The helpers for calls answer.', broken: 'A helper for calls does not answer: calls will fail.',
      reasons: { silent: '{host} port {port} does not answer: calls fail or take long to begin.', proxy: 'The account goes through a proxy, so this was not tried.', none: 'There is no helper that can be tried this way.' },
    },
    'services.relay': { title: 'A relay for files', pass: 'There is a relay for sending files directly.', missing: 'There is no relay for files: between devices that cannot reach each other they go slowly.', broken: 'The relay does not give an address that can be used.', reasons: refusedEn },
    'services.relay-answers': { title: 'The relay for files works', pass: 'Two devices can pass something on through the relay.', broken: 'The relay cannot be used.', reasons: { silent: '{host} port {port} does not answer: sending files waits long before it takes the slow way.', refused: 'The relay refuses to connect two devices ({condition}).', lost: 'The relay connects two devices, but passes nothing on.', session: 'A further connection, needed to compare, could not be made.', proxy: 'The account goes through a proxy, so this was not tried.' } },
    'services.uptime': { title: 'How long the server has been running', pass: 'The server has been running for {hours} h.', missing: 'The server does not say how long it has been running.', broken: 'The time that the server says it has been running cannot be read.', reasons: refusedEn },
  },
  hints: {
    'services.caps': { tigase: "No setting: the hash is written SHA-1 instead of sha-1", ejabberd: 'modules: mod_caps' },
    'services.items': { openfire: 'Remove stopped components and plugins', tigase: "Components in config.tdsl that do not run", ejabberd: 'modules: mod_disco, extra_domains' },
    'services.contact': { prosody: 'modules_enabled: "server_contact_info"; contact_info', ejabberd: 'mod_disco: server_info', openfire: 'Contact addresses of administrators in their user profiles', tigase: "sess-man/disco: server contact addresses" },
    'services.commands': { prosody: 'modules_enabled: "adhoc"', ejabberd: 'modules: mod_adhoc', tigase: "disco and command components" },
    'services.search': { prosody: 'Community module mod_vcard_muc or mod_users; not part of Prosody', ejabberd: 'mod_vcard: search: true', openfire: 'Search plugin', tigase: "jabber:iq:search in sess-man" },
    'services.pubsub': { prosody: 'Component "pubsub.example" "pubsub"', ejabberd: 'mod_pubsub: access_createnode', openfire: 'xmpp.pubsub.enabled, xmpp.pubsub.create.anyone', tigase: "pubsub () {} in config.tdsl" },
    'services.external': { prosody: 'modules_enabled: "turn_external"; turn_external_host, turn_external_secret', ejabberd: 'modules: mod_stun_disco', openfire: 'External Service Discovery plugin', tigase: "ext-disco component" },
    'services.turn': { prosody: 'turn_external_secret', ejabberd: 'listen: ejabberd_stun with use_turn: true; mod_stun_disco: secret', tigase: 'ext-disco: a TURN server with username and password' },
    'services.stun': { prosody: 'turn_external_host, turn_external_port; is coturn running, UDP open?', ejabberd: 'listen: ejabberd_stun, transport: udp; mod_stun_disco: services' },
    'services.relay': { prosody: 'Component "proxy.example" "proxy65"', ejabberd: 'modules: mod_proxy65', openfire: 'xmpp.proxy.enabled = true', tigase: "proxy () {} in config.tdsl" },
    'services.relay-answers': { prosody: 'proxy65_ports, proxy65_address', ejabberd: 'mod_proxy65: ip, port', openfire: 'xmpp.proxy.port, xmpp.proxy.externalip', tigase: 'proxy: remote-addresses' },
    'services.ping': { prosody: 'modules_enabled: "ping"', ejabberd: 'modules: mod_ping', tigase: 'sess-man: urn:xmpp:ping' },
    'services.version': { prosody: 'modules_enabled: "version"', ejabberd: 'modules: mod_version', tigase: 'sess-man: jabber:iq:version' },
    'services.time': { prosody: 'modules_enabled: "time"', ejabberd: 'modules: mod_time', tigase: 'sess-man: urn:xmpp:time' },
    'services.uptime': { prosody: 'modules_enabled: "uptime"', ejabberd: 'modules: mod_last', tigase: 'sess-man: jabber:iq:last' },
  },
}
