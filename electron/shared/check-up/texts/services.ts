import type { AreaTexts } from '../texts'
import { offlineEn, offlineZh, refusedEn, refusedZh } from './refusals'

export const servicesTexts: AreaTexts = {
  zh: {
    'services.ping': { title: '服务器应答 ping', pass: '服务器应答 ping，客户端能查出连接是否还有效。', missing: '服务器不支持 ping；断开的连接要更久才能发现。', broken: '对 ping 的应答不对。', reasons: refusedZh },
    'services.version': { title: '服务器名称与版本', pass: '服务器说明自己是 {name} {version}。', missing: '服务器不说明自己是什么软件；出问题时不便求助。', broken: '服务器的回答里没有软件名称。', reasons: refusedZh },
    'services.time': {
      title: '服务器时间', pass: '服务器的时钟与本机一致。', missing: '服务器不提供时间，无法核对它的时钟。', broken: '服务器给出的时间格式不对，读不懂。',
      reasons: { ...refusedZh, off: '服务器的时钟与本机相差 {seconds} 秒：消息会显示错误的时间。' },
    },
    'services.info': {
      title: '功能列表', pass: '服务器列出了 {count} 项功能。', missing: '服务器不列出它的功能，客户端只能猜。', broken: '功能列表不合规定。',
      reasons: { identity: '服务器没有标明自己是服务器，有的客户端会因此弄错。', itself: '功能列表里漏掉了“列出功能”这一项本身，有的客户端会因此不信任它。', twice: '同一项功能列了两次（{feature}），有的客户端会因此丢弃整个列表。' },
    },
    'services.items': {
      title: '列出的服务都会应答', pass: '列出的 {count} 个服务都会应答。', missing: '服务器不列出它的服务：客户端找不到群聊和文件上传。', broken: '列出的服务有问题。',
      reasons: { ...refusedZh, dead: '列出了 {service}，它却不应答：客户端会空等。' },
    },
    'services.caps': {
      title: '功能列表的校验值', pass: '校验值与功能列表相符，客户端不必每次登录都查询。', missing: '服务器不给校验值：客户端每次登录都要重新查询功能列表。', broken: '功能列表的校验值有问题。',
      reasons: { ...refusedZh, unknown: '校验值的算法不明，客户端用不了。', different: '校验值与功能列表不符：客户端不会信任它，每次登录都要重新查询。', spelling: '校验算法名称的写法不合规定：严格的客户端用不了，每次登录都要重新查询。' },
    },
    'services.unknown': {
      title: '拒绝不认识的请求', pass: '不认识的请求会被明确拒绝。', broken: '对不认识的请求处理不对。',
      reasons: { unanswered: '不认识的请求得不到回答：新的客户端会空等。', accepted: '服务器对它不认识的请求也回答“已完成”。' },
    },
    'services.contact': { title: '管理员的联系方式', pass: '可以联系管理员：{address}。', missing: '服务器没有公布管理员的联系方式：发现滥用时无处报告。' },
    'services.commands': { title: '可以执行的命令', pass: '服务器列出了 {count} 条命令。', missing: '服务器没有可以在客户端里执行的命令。', broken: '服务器宣称有命令，却列不出来。', reasons: refusedZh },
    'services.search': { title: '查找用户', pass: '可以查找本服务器的用户。', missing: '不能查找本服务器的用户，必须知道对方的完整地址。', broken: '服务器宣称可以查找用户，却查不了。', reasons: { ...refusedZh, empty: '查找用户的表格里没有可填的项目。' } },
    'services.pubsub': {
      title: '公共发布服务', pass: '服务器有公共发布服务，可以建立节点、发布和读取。', missing: '服务器没有公共发布服务；聊天用不到它。', broken: '公共发布服务不可靠。',
      reasons: { ...refusedZh, forbidden: '这个账号没有权限在公共发布服务上建立节点，所以没有测试。', lost: '服务器说已发布，但读不出来。' },
    },
    'services.external': { title: '通话辅助服务器', pass: '服务器会告知客户端通话用的辅助服务器（STUN 或 TURN）。', missing: '服务器不提供通话用的辅助服务器（STUN 或 TURN）：不在同一网络的人常常无法通话。', broken: '查询通话辅助服务器时出错。', reasons: refusedZh },
    'services.turn': { title: '通话中转服务器', pass: '有通话中转服务器（TURN），并给出登录信息。', missing: '没有通话中转服务器（TURN）：网络限制较严时无法通话。', broken: '有通话中转服务器（TURN），却得不到登录信息，用不了。' },
    'services.stun': {
      title: '通话辅助服务器能用', pass: '通话辅助服务器会应答。', broken: '有通话辅助服务器不应答：通话会失败。',
      reasons: { silent: '{host} 的端口 {port} 不应答：通话会失败，或很久才接通。', proxy: '账号通过代理连接，所以没有测试。', none: '没有可以这样测试的辅助服务器（都不使用 UDP）。' },
    },
    'services.relay': { title: '文件中转服务', pass: '有文件中转服务。', missing: '没有文件中转服务：不能直接相连的两台设备之间传文件会很慢。', broken: '文件中转服务没有给出可用的地址。', reasons: refusedZh },
    'services.relay-answers': { title: '文件中转服务能用', pass: '两台设备可以经中转服务传送内容。', broken: '文件中转服务不能用。', reasons: { silent: '{host} 的端口 {port} 不应答：传文件要等很久才改用慢的方式。', refused: '中转服务拒绝接通两台设备（{condition}）。', lost: '中转服务接通了，内容却传不过去。', session: offlineZh, proxy: '账号通过代理连接，所以没有测试。' } },
    'services.uptime': { title: '服务器运行时间', pass: '服务器已运行 {hours} 小时。', missing: '服务器不告知运行了多久。', broken: '服务器给出的运行时间格式不对，读不懂。', reasons: refusedZh },
  },
  en: {
    'services.ping': { title: 'The server answers pings', pass: 'The server answers pings, so that clients can check whether a connection is alive.', missing: 'The server does not support pings, so dead connections are noticed later.', broken: 'The answer to a ping is wrong.', reasons: refusedEn },
    'services.version': { title: 'Server name and version', pass: 'The server says that it is {name} {version}.', missing: 'The server does not say which software it is, which makes it harder to get help.', broken: 'The server’s answer does not name any software.', reasons: refusedEn },
    'services.time': {
      title: 'Server time', pass: 'The server’s clock agrees with that of this computer.', missing: 'The server does not tell the time, so its clock cannot be checked.', broken: 'The time that the server gives cannot be read.',
      reasons: { ...refusedEn, off: 'The server’s clock differs from that of this computer by {seconds} s: messages show wrong times.' },
    },
    'services.info': {
      title: 'Feature list', pass: 'The server lists {count} features.', missing: 'The server does not list its features, so clients have to guess.', broken: 'The feature list is not valid.',
      reasons: { identity: 'The server does not say that it is a server, which misleads some clients.', itself: 'The feature list leaves out the feature of having such a list, so some clients do not trust it.', twice: 'A feature is listed twice ({feature}), so some clients discard the whole list.' },
    },
    'services.items': {
      title: 'Listed services answer', pass: 'All {count} listed services answer.', missing: 'The server does not list its services, so clients find neither rooms nor file upload.', broken: 'Something is wrong with the listed services.',
      reasons: { ...refusedEn, dead: '{service} is listed but does not answer, so clients wait in vain.' },
    },
    'services.caps': {
      title: 'Feature list checksum', pass: 'The checksum matches the feature list, so clients need not ask at every login.', missing: 'The server gives no checksum of its feature list, so clients have to ask at every login.', broken: 'Something is wrong with the checksum of the feature list.',
      reasons: { ...refusedEn, unknown: 'The checksum uses an unknown algorithm, so clients cannot use it.', different: 'The checksum does not match the feature list, so clients do not trust it and ask at every login.', spelling: 'The name of the checksum algorithm is spelled in a non-standard way, so strict clients cannot use it and ask at every login.' },
    },
    'services.unknown': {
      title: 'Refusing unknown requests', pass: 'Requests that the server does not know are clearly refused.', broken: 'Unknown requests are handled wrongly.',
      reasons: { unanswered: 'Requests that the server does not know get no answer, so newer clients wait in vain.', accepted: 'The server reports success for requests that it does not know.' },
    },
    'services.contact': { title: 'Contacting the administrators', pass: 'The administrators can be contacted: {address}.', missing: 'The server does not say how to contact its administrators, so abuse cannot be reported.' },
    'services.commands': { title: 'Commands', pass: 'The server lists {count} commands.', missing: 'The server has no commands that can be run from a client.', broken: 'The server announces commands but does not list them.', reasons: refusedEn },
    'services.search': { title: 'User search', pass: 'Users of this server can be searched for.', missing: 'Users of this server cannot be searched for; their full address must be known.', broken: 'The server announces user search, but it does not work.', reasons: { ...refusedEn, empty: 'The search form has nothing to fill in.' } },
    'services.pubsub': {
      title: 'Public publishing service', pass: 'The server has a public publishing service where nodes can be created, filled and read.', missing: 'The server has no public publishing service; chatting does not need one.', broken: 'The public publishing service is unreliable.',
      reasons: { ...refusedEn, forbidden: 'Not tried: this account may not create nodes on the public publishing service.', lost: 'The server reports success, but the published item cannot be read.' },
    },
    'services.external': { title: 'Helper servers for calls', pass: 'The server tells clients which helper servers (STUN or TURN) to use for calls.', missing: 'The server names no helper servers (STUN or TURN) for calls: people in different networks often cannot call each other.', broken: 'Asking for the helper servers for calls fails.', reasons: refusedEn },
    'services.turn': { title: 'Call relay', pass: 'There is a relay server (TURN) for calls, with credentials for it.', missing: 'There is no relay server (TURN) for calls, so they fail in restrictive networks.', broken: 'There is a relay server (TURN) for calls, but no credentials for it, so it cannot be used.' },
    'services.stun': {
      title: 'Helper servers for calls work', pass: 'The helper servers for calls answer.', broken: 'A helper server for calls does not answer: calls will fail.',
      reasons: { silent: '{host} port {port} does not answer: calls fail or take long to connect.', proxy: 'Not tried: the account connects through a proxy.', none: 'Not tried: none of the helper servers uses UDP.' },
    },
    'services.relay': { title: 'File relay', pass: 'There is a relay for file transfers.', missing: 'There is no relay for file transfers: they are slow between devices that cannot connect directly.', broken: 'The file relay does not give a usable address.', reasons: refusedEn },
    'services.relay-answers': { title: 'The file relay works', pass: 'Two devices can transfer data through the relay.', broken: 'The file relay cannot be used.', reasons: { silent: '{host} port {port} does not answer: file transfers wait a long time before they fall back to a slow way.', refused: 'The relay refuses to connect two devices ({condition}).', lost: 'The relay connects two devices but passes nothing on.', session: offlineEn, proxy: 'Not tried: the account connects through a proxy.' } },
    'services.uptime': { title: 'Server uptime', pass: 'The server has been running for {hours} h.', missing: 'The server does not say how long it has been running.', broken: 'The uptime that the server gives cannot be read.', reasons: refusedEn },
  },
  hints: {
    'services.caps': { tigase: "No setting: the hash is written SHA-1 instead of sha-1", ejabberd: 'modules: mod_caps' },
    'services.items': { openfire: 'Remove stopped components and plugins', tigase: "Components in config.tdsl that do not run", ejabberd: 'modules: mod_disco, extra_domains' },
    'services.contact': { prosody: 'modules_enabled: "server_contact_info"; contact_info', ejabberd: 'mod_disco: server_info', openfire: 'E-mail addresses of the administrators in their user profiles' },
    'services.commands': { prosody: 'modules_enabled: "adhoc"', ejabberd: 'modules: mod_adhoc', tigase: "sess-man: 'http://jabber.org/protocol/commands'" },
    'services.search': { prosody: 'Community module mod_vcard_muc or mod_users; not part of Prosody', ejabberd: 'mod_vcard: search: true', openfire: 'Search plugin' },
    'services.pubsub': { prosody: 'Component "pubsub.example" "pubsub"', ejabberd: 'mod_pubsub: access_createnode', openfire: 'xmpp.pubsub.enabled, xmpp.pubsub.create.anyone', tigase: "pubsub () {} in config.tdsl" },
    'services.external': { prosody: 'modules_enabled: "turn_external"; turn_external_host, turn_external_secret', ejabberd: 'modules: mod_stun_disco', openfire: 'External Service Discovery plugin', tigase: "'ext-disco' () {} in config.tdsl; sess-man: 'urn:xmpp:extdisco:2'" },
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
