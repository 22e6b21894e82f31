import type { AreaTexts } from '../texts'

const zh = {
  host: '地址是手工指定的，没有另行查找。', offline: '另一个会话没能上线。', 'no-tls': '连接没有加密，无从查起。', direct: '连接一开始就是加密的，没有明文阶段。',
}
const en = {
  host: 'The address was given by hand, so nothing was looked up.', offline: 'A further session could not come online.', 'no-tls': 'The connection is not encrypted, so there is nothing to look at.',
  direct: 'The connection is encrypted from its beginning; there is nothing in the clear.',
}

export const connectionTexts: AreaTexts = {
  zh: {
    'connection.login': { title: '登录', pass: '可以登录（{mechanism}）。' },
    'connection.resolution': {
      title: '由域名找到服务器', pass: '域名里登记了服务器的地址。', missing: '域名里没有登记服务器的地址，只能试域名本身和默认端口；服务器另在别处时就连不上。',
      broken: '域名里登记的地址有连不上的：每次登录都要先等它失败。', reasons: { host: zh.host },
    },
    'connection.direct-tls': { title: '直接加密的端口', pass: '可以一开始就用加密连接。', missing: '没有找到直接加密的端口；在只放行加密流量的网络里可能连不上。', reasons: { host: zh.host } },
    'connection.websocket': { title: '经网页端口连接', pass: '可以经 WebSocket 连接。', missing: '没有登记 WebSocket 地址；网页客户端和只放行网页的网络用不了。', reasons: { host: zh.host } },
    'connection.encryption': {
      title: '要求加密', pass: '服务器在加密之前什么都不让做。', missing: '服务器根本不提供加密：密码和消息都可能被人看到。', broken: '服务器可以加密但不强求：设置不当的程序会在明文里登录。',
      reasons: { direct: zh.direct },
    },
    'connection.clear-login': {
      title: '明文里不能登录', pass: '加密之前不提供任何登录方式。', broken: '加密之前就提供登录方式。',
      reasons: { direct: zh.direct, plain: '加密之前就可以用明文密码登录：同一网络里的人可能看到密码。', others: '加密之前就可以登录：之后的一切都可能被人看到或改动。' },
    },
    'connection.tls': { title: '加密的版本', pass: '使用最新的 TLS 1.3。', reasons: { older: '使用 TLS 1.2；可以用，但最好升级到 1.3。', 'no-tls': zh['no-tls'] } },
    'connection.certificate': {
      title: '证书', pass: '证书有效，还有 {days} 天（{issuer}）。', broken: '证书有问题。',
      reasons: {
        'no-tls': zh['no-tls'], name: '证书不是发给这个域名的：程序会警告或拒绝连接。', dates: '证书不在有效期内：程序会警告或拒绝连接。',
        authority: '证书不是公认的机构签发的：每个用户都会看到警告。', soon: '证书再过 {days} 天就到期，看来没有自动续期。',
      },
    },
    'connection.mechanisms': {
      title: '登录方式的强度', pass: '提供较强的登录方式（{mechanisms}）。', missing: '没有较强的登录方式。', broken: '登录方式不够安全。',
      reasons: { sha1: '最强的登录方式已经过时（{mechanisms}）；密码仍受保护，但应当升级。', plain: '只能把密码原样交给服务器（{mechanisms}）：冒充的服务器可以得到密码。' },
    },
    'connection.binding': {
      title: '登录与加密连接绑定', pass: '登录与加密连接绑定（{type}）：中间人无法冒充。', missing: '登录不与加密连接绑定；拿到假证书的中间人不会被发现。', broken: '服务器提供绑定，但用不了。',
      reasons: {
        unnamed: '服务器提供绑定，却不说明用哪一种：程序只能放弃绑定。', 'unnamed-old': '服务器提供绑定但不说明种类，只适用于旧的加密版本。', unusable: '服务器说明的绑定种类都用不了。',
      },
    },
    'connection.downgrade': { title: '防止削弱登录方式', pass: '服务器为它提供的登录方式作了证明，中途被删改会被发现。', missing: '服务器不证明它提供了哪些登录方式；中途被删改时只有老用户的程序能发现。' },
    'connection.sasl2': { title: '快速登录', pass: '服务器支持新的登录协议，上线所需的来回更少。', missing: '服务器不支持新的登录协议；上线慢一些，其他不受影响。' },
    'connection.registration': {
      title: '自行注册', pass: '任何人都可以自己注册帐号。', missing: '不能自行注册，帐号由管理员创建。', broken: '服务器表示可以注册，却不给出表格：想注册的人会失败。',
      reasons: { offline: '注册用的连接没能建立。', 'no-tls': zh['no-tls'] },
    },
    'connection.bind': { title: '设备名称', pass: '服务器接受程序自己取的设备名称。', missing: '服务器另取了设备名称；重连后别人会把同一台设备当成新的。' },
    'connection.acks': {
      title: '确认收到', pass: '服务器会确认收到了什么，消息不会不声不响地丢掉。', missing: '服务器不确认收到了什么：网络断开时发出的消息可能丢失而无人知道。', broken: '确认功能不工作。',
      reasons: { enable: '服务器提供确认功能，却拒绝启用。', silent: '服务器启用了确认功能，问它却不答：程序会以为连接断了。' },
    },
    'connection.resume': {
      title: '断线后继续', pass: '断线后原来的会话继续，期间的消息一条不少。', missing: '断线后不能继续原来的会话。', broken: '断线后的继续有问题。',
      reasons: {
        offline: zh.offline, enable: '服务器提供这个功能，却拒绝启用。', fleeting: '服务器能确认消息，但断线后不能继续原来的会话：每次都要全部重来。', gone: '断线后这个会话没能再上线。',
        refused: '服务器答应可以继续，断线后却拒绝（{condition}）：每次网络一断就要全部重来，期间的消息可能丢失。',
        lost: '断线期间发来的消息在继续之后没有到。', twice: '断线前后的消息来了两次。', order: '断线前后的消息顺序乱了。',
      },
    },
    'connection.csi': { title: '省电', pass: '程序可以告诉服务器窗口不在前台，从而少收不急的消息。', missing: '程序不能告诉服务器窗口不在前台；手机更费电。', broken: '告诉服务器窗口不在前台之后，连接断了。', reasons: { offline: zh.offline } },
    'connection.limits': {
      title: '说明限制', pass: '服务器说明了限制：每条最大 {kib} KiB，静默 {seconds} 秒后断开（0：不限）。', missing: '服务器不说明单条消息可以多大；太大时连接会被断开。',
      reasons: { empty: '服务器有这一项，但没有写明大小。' },
    },
  },
  en: {
    'connection.login': { title: 'Logging in', pass: 'Logging in works ({mechanism}).' },
    'connection.resolution': {
      title: 'From the domain to the server', pass: 'The domain names its server.', missing: 'The domain names no server, so only the domain itself and the usual port can be tried; a server elsewhere is not found.',
      broken: 'The domain names an address that cannot be reached: every login waits for it to fail first.', reasons: { host: en.host },
    },
    'connection.direct-tls': { title: 'A port that is encrypted at once', pass: 'One can connect encrypted from the beginning.', missing: 'No port that is encrypted at once was found; networks that let only encrypted traffic pass may keep users out.', reasons: { host: en.host } },
    'connection.websocket': { title: 'By the port of the web', pass: 'One can connect by WebSocket.', missing: 'No WebSocket address is announced; web clients, and networks that let only the web pass, are left out.', reasons: { host: en.host } },
    'connection.encryption': {
      title: 'Encryption is demanded', pass: 'The server does nothing before the connection is encrypted.', missing: 'The server offers no encryption at all: passwords and messages can be seen by others.',
      broken: 'The server can encrypt and does not insist: programs set up badly log in in the clear.', reasons: { direct: en.direct },
    },
    'connection.clear-login': {
      title: 'No login in the clear', pass: 'Nothing to log in with is offered before encryption.', broken: 'One can log in before encryption.',
      reasons: {
        direct: en.direct, plain: 'One can log in with the plain password before encryption: others in the same network can see it.',
        others: 'One can log in before encryption: all that follows can be seen or changed by others.',
      },
    },
    'connection.tls': { title: 'Version of the encryption', pass: 'The newest, TLS 1.3, is used.', reasons: { older: 'TLS 1.2 is used; that works, 1.3 would be better.', 'no-tls': en['no-tls'] } },
    'connection.certificate': {
      title: 'Certificate', pass: 'The certificate is valid, for {days} more days ({issuer}).', broken: 'Something is wrong with the certificate.',
      reasons: {
        'no-tls': en['no-tls'], name: 'The certificate is not for this domain: programs warn, or refuse to connect.', dates: 'The certificate is out of its time: programs warn, or refuse to connect.',
        authority: 'The certificate is not from an authority that is known: every user sees a warning.', soon: 'The certificate ends in {days} days; it does not seem to be renewed by itself.',
      },
    },
    'connection.mechanisms': {
      title: 'Strength of the login', pass: 'A strong way to log in is offered ({mechanisms}).', missing: 'No strong way to log in is offered.', broken: 'The ways to log in are not safe enough.',
      reasons: {
        sha1: 'The strongest way to log in is outdated ({mechanisms}); passwords are still protected, but it should be upgraded.',
        plain: 'The password has to be handed over as it is ({mechanisms}): whoever poses as the server gets it.',
      },
    },
    'connection.binding': {
      title: 'Login bound to the encryption', pass: 'The login is bound to the encrypted connection ({type}): nobody in between can pose as the server.',
      missing: 'The login is not bound to the encrypted connection; somebody in between with a false certificate is not noticed.', broken: 'Binding is offered, and cannot be used.',
      reasons: {
        unnamed: 'Binding is offered without saying which kind: programs have to do without.', 'unnamed-old': 'Binding is offered without saying which kind; it is good for older encryption only.',
        unusable: 'None of the kinds of binding that the server names can be used.',
      },
    },
    'connection.downgrade': {
      title: 'Ways to log in cannot be taken away', pass: 'The server proves which ways to log in it offers, so that removing one on the way is noticed.',
      missing: 'The server does not prove which ways to log in it offers; when one is removed on the way, only programs that have seen more before notice.',
    },
    'connection.sasl2': { title: 'Quick login', pass: 'The server knows the newer login, which takes fewer round trips.', missing: 'The server does not know the newer login; coming online takes a little longer, nothing else.' },
    'connection.registration': {
      title: 'Making an account oneself', pass: 'Anybody can make an account.', missing: 'Accounts are made by the administrator only.', broken: 'The server says that accounts can be made and gives no form: whoever wants one fails.',
      reasons: { offline: 'The connection for it could not be made.', 'no-tls': en['no-tls'] },
    },
    'connection.bind': { title: 'Name of the device', pass: 'The server takes the name that the program gives its device.', missing: 'The server gives the device another name; after a reconnect others take it for a new one.' },
    'connection.acks': {
      title: 'What has arrived is acknowledged', pass: 'The server says what it has got, so that no message gets lost in silence.', missing: 'The server does not say what it has got: what is sent while the network breaks may be lost and nobody knows.',
      broken: 'Acknowledging does not work.',
      reasons: { enable: 'The server offers to acknowledge, and refuses to begin.', silent: 'The server has begun to acknowledge and does not answer when asked: programs take the connection for dead.' },
    },
    'connection.resume': {
      title: 'Going on after a cut', pass: 'After a cut the session goes on, and nothing that came meanwhile is missing.', missing: 'A session cannot go on after a cut.', broken: 'Going on after a cut does not work as it should.',
      reasons: {
        offline: en.offline, enable: 'The server offers this, and refuses to begin.', fleeting: 'The server acknowledges, but a session cannot go on after a cut: all begins anew every time.', gone: 'The session did not come online again after the cut.',
        refused: 'The server had said that the session can go on, and refuses after the cut ({condition}): all begins anew whenever the network breaks, and messages may be lost.',
        lost: 'What was sent during the cut did not come when the session went on.', twice: 'Messages around the cut came twice.', order: 'Messages around the cut came in the wrong order.',
      },
    },
    'connection.csi': {
      title: 'Saving power', pass: 'Programs can say that nobody is looking, and get less of what can wait.', missing: 'Programs cannot say that nobody is looking; phones need more power.',
      broken: 'The connection broke after the program said that nobody is looking.', reasons: { offline: en.offline },
    },
    'connection.limits': {
      title: 'Limits are told', pass: 'The server tells its limits: {kib} KiB at once, and it hangs up after {seconds} s of silence (0: never).',
      missing: 'The server does not say how large a message may be; one that is too large ends the connection.', reasons: { empty: 'The server has this, but names no size.' },
    },
  },
  hints: {
    'connection.resolution': { prosody: 'DNS: _xmpp-client._tcp, _xmpps-client._tcp', ejabberd: 'DNS: _xmpp-client._tcp, _xmpps-client._tcp', openfire: 'DNS: _xmpp-client._tcp, _xmpps-client._tcp', tigase: 'DNS: _xmpp-client._tcp, _xmpps-client._tcp' },
    'connection.direct-tls': { prosody: 'c2s_direct_tls_ports = { 5223 }', ejabberd: 'listen: port: 5223, module: ejabberd_c2s, tls: true', openfire: 'xmpp.socket.ssl.active = true', tigase: 'c2s { connections { 5223 { socket = \'ssl\' } } }' },
    'connection.websocket': { prosody: 'modules_enabled: "websocket"; /.well-known/host-meta', ejabberd: 'listen: module: ejabberd_http, request_handlers: /ws: ejabberd_http_ws; mod_host_meta', openfire: 'httpbind.enabled = true; /.well-known/host-meta', tigase: 'ws2s; /.well-known/host-meta' },
    'connection.encryption': { prosody: 'c2s_require_encryption = true', ejabberd: 'listen: module: ejabberd_c2s, starttls_required: true', openfire: 'xmpp.client.tls.policy = required', tigase: 'vhost: tls-required = true' },
    'connection.clear-login': { prosody: 'c2s_require_encryption = true, allow_unencrypted_plain_auth = false', ejabberd: 'listen: module: ejabberd_c2s, starttls_required: true', openfire: 'xmpp.client.tls.policy = required', tigase: 'vhost: tls-required = true' },
    'connection.tls': { prosody: 'ssl = { protocol = "tlsv1_2+" }', ejabberd: 'c2s_protocol_options', tigase: 'tls-enabled-protocols' },
    'connection.certificate': { prosody: 'prosodyctl cert import', ejabberd: 'certfiles, acme', openfire: 'Server > TLS/SSL Certificates', tigase: 'certificate-container' },
    'connection.mechanisms': { prosody: 'authentication = "internal_hashed", disable_sasl_mechanisms', ejabberd: 'auth_password_format: scram, disable_sasl_mechanisms', openfire: 'sasl.mechs' },
    'connection.registration': { prosody: 'modules_enabled: "register_ibr"; allow_registration', ejabberd: 'mod_register: access', openfire: 'register.inband', tigase: 'vhost: register-enabled; sess-man: jabber:iq:register' },
    'connection.acks': { prosody: 'modules_enabled: "smacks"', ejabberd: 'modules: mod_stream_mgmt', openfire: 'stream.management.active = true', tigase: 'c2s { urn:xmpp:sm:3 {} }' },
    'connection.resume': {
      prosody: 'modules_enabled: "smacks"; smacks_hibernation_time', ejabberd: 'mod_stream_mgmt: resume_timeout', openfire: 'stream.management.active = true, xmpp.session.detach.timeout', tigase: 'c2s { urn:xmpp:sm:3 { resumption-timeout } }',
    },
    'connection.csi': { prosody: 'modules_enabled: "csi_simple"', ejabberd: 'modules: mod_client_state', openfire: '≥ 5.0', tigase: 'sess-man: urn:xmpp:csi:0' },
    'connection.limits': { openfire: '≥ 5.0' },
  },
}
