import type { AreaTexts } from '../texts'
import { offlineEn, offlineZh, undeliveredEn, undeliveredZh } from './refusals'

const zh = {
  byHand: '这个账号使用手工指定的地址；以下是别人的客户端按域名会找到的：',
  host: '账号使用手工指定的地址；这台服务器的其他入口无从得知，所以没有测试。', 'no-tls': '连接没有加密，所以没有测试。', direct: '连接一开始就是加密的，没有明文阶段。',
}
const en = {
  byHand: 'This account uses an address given by hand; this is what other people’s clients find by the domain.',
  host: 'Not tried: the account uses an address given by hand, so other ways to this server are not known.', 'no-tls': 'Not tried: the connection is not encrypted.',
  direct: 'Not applicable: the connection is encrypted from the start.',
}

export const connectionTexts: AreaTexts = {
  zh: {
    'connection.login': { title: '登录', pass: '可以登录（{mechanism}）。' },
    'connection.resolution': {
      title: '由域名找到服务器', pass: '域名里登记了服务器的地址。', missing: '域名里没有登记服务器的地址，只能试域名本身和默认端口；服务器不在那里时就连不上。',
      broken: '域名里登记的地址有连不上的：每次登录都要先等它失败。',
      reasons: {
        host: zh.host, local: '域名是本机或内部网络里的名字，公共域名系统里查不到，所以没有测试。', 'no-dns': '域名系统没有回答，所以没有测试。',
        'by-hand': `${zh.byHand}域名里登记了服务器的地址，可以连上：{target}。`, 'by-hand-none': `${zh.byHand}域名里没有登记服务器的地址，只能试域名本身和默认端口。`,
        'by-hand-closed': `${zh.byHand}域名里登记的是“没有这项服务”，别人的客户端不会去连接。`,
        'by-hand-unreached': `${zh.byHand}域名里登记的地址有连不上的（{target}），别人的客户端每次登录都要先等它失败。`,
      },
    },
    'connection.direct-tls': { title: '直接加密的端口', pass: '可以一开始就用加密连接。', missing: '没有找到直接加密的端口；在只放行加密流量的网络里可能连不上。', reasons: { host: zh.host, 'by-hand': `${zh.byHand}可以一开始就用加密连接。`, 'by-hand-none': `${zh.byHand}没有直接加密的端口。` } },
    'connection.websocket': { title: '经网页端口连接', pass: '可以经 WebSocket 连接。', missing: '没有找到 WebSocket 地址；网页客户端用不了，只放行网页的网络里也连不上。', reasons: { host: zh.host, 'by-hand': `${zh.byHand}可以经 WebSocket 连接。`, 'by-hand-none': `${zh.byHand}没有 WebSocket 地址。` } },
    'connection.encryption': {
      title: '强制加密', pass: '连接加密之前，服务器什么都不允许。', missing: '服务器根本不提供加密：密码和消息都可能被人看到。', broken: '服务器支持加密但不强制：设置不当的客户端会在未加密的连接上登录。',
      reasons: { direct: zh.direct },
    },
    'connection.clear-login': {
      title: '加密之前不能登录', pass: '连接加密之前，不提供任何登录方式。', broken: '连接加密之前就提供登录方式。',
      reasons: { direct: zh.direct, plain: '连接加密之前就可以用明文密码登录：同一网络里的人可能看到密码。', others: '连接加密之前就可以登录：之后的一切都可能被人看到或改动。' },
    },
    'connection.tls': { title: '加密协议的版本', pass: '使用最新的 TLS 1.3。', reasons: { older: '使用 TLS 1.2；可以用，但最好升级到 1.3。', 'no-tls': zh['no-tls'] } },
    'connection.certificate': {
      title: '证书', pass: '证书有效，{days} 天后到期（签发者：{issuer}）。', broken: '证书有问题。',
      reasons: {
        'no-tls': zh['no-tls'], name: '证书不是签发给这个域名的：客户端会警告或拒绝连接。', dates: '证书不在有效期内：客户端会警告或拒绝连接。',
        authority: '证书不是公认的机构签发的：每个用户都会看到警告。', soon: '证书再过 {days} 天就到期，看来没有自动续期。',
      },
    },
    'connection.mechanisms': {
      title: '登录方式的强度', pass: '提供较强的登录方式（{mechanisms}）。', missing: '没有较强的登录方式。', broken: '登录方式不够安全。',
      reasons: { sha1: '最强的登录方式已经过时（{mechanisms}）；密码仍受保护，但应当升级。', plain: '只能把密码原样交给服务器（{mechanisms}）：冒充的服务器可以得到密码。' },
    },
    'connection.binding': {
      title: '登录与加密连接绑定', pass: '登录与加密连接绑定（{type}）：中间人无法冒充服务器。', missing: '登录不与加密连接绑定；拿到假证书的中间人不会被发现。', broken: '服务器提供绑定，但用不了。',
      reasons: {
        unnamed: '服务器提供绑定，却不说明用哪一种：客户端只能放弃绑定。', 'unnamed-old': '服务器提供绑定但不说明种类，只适用于旧版加密协议。', unusable: '服务器说明的绑定种类都用不了。',
      },
    },
    'connection.downgrade': { title: '防止登录方式被篡改', pass: '服务器能证明它提供了哪些登录方式，中途被删改会被发现。', missing: '服务器不能证明它提供了哪些登录方式；中途被删改时，只有以前登录过的客户端能发现。' },
    'connection.sasl2': { title: '快速登录', pass: '服务器支持新的登录协议，上线所需的往返更少。', missing: '服务器不支持新的登录协议；上线慢一些，其他不受影响。' },
    'connection.registration': {
      title: '自行注册', pass: '任何人都可以自己注册账号。', missing: '不能自行注册，账号由管理员创建。', broken: '服务器表示可以注册，却不给出注册表：想注册的人会失败。',
      reasons: { offline: '没能建立注册用的连接，所以没有测试。', 'no-tls': zh['no-tls'] },
    },
    'connection.bind': { title: '设备标识', pass: '服务器接受客户端自己取的设备标识。', missing: '服务器另取了设备标识；重连后，别人会把同一台设备当成新的。' },
    'connection.acks': {
      title: '确认收到', pass: '服务器会确认收到了什么，消息不会悄悄丢失。', missing: '服务器不确认收到了什么：网络断开时发出的消息可能丢失，而且无人知道。', broken: '确认功能不正常。',
      reasons: { enable: '服务器提供确认功能，却拒绝启用。', silent: '服务器启用了确认功能，却不回答确认请求：客户端会以为连接断了。' },
    },
    'connection.resume': {
      title: '断线续接', pass: '断线后原来的会话可以续接，期间的消息一条不少。', missing: '断线后不能续接原来的会话。', broken: '断线续接不正常。',
      reasons: {
        offline: offlineZh, undelivered: undeliveredZh, enable: '服务器提供断线续接，却拒绝启用。', fleeting: '服务器能确认消息，但断线后不能续接原来的会话：每次都要从头登录和同步。', gone: '断线后这个会话没能再上线。',
        refused: '服务器答应可以续接，断线后却拒绝了（{condition}）：每次断网都要从头登录和同步，期间的消息可能丢失。',
        lost: '断线期间发来的消息，续接之后没有送到。', twice: '断线前后的消息送到了两次。', order: '断线前后的消息顺序乱了。',
      },
    },
    'connection.csi': { title: '省电', pass: '客户端可以告诉服务器用户没有在看，从而少收不紧急的内容。', missing: '客户端不能告诉服务器用户没有在看；手机更费电。', broken: '客户端告诉服务器用户没有在看之后，连接断了。', reasons: { offline: offlineZh } },
    'connection.limits': {
      title: '告知限制', pass: '服务器告知了限制：每条最大 {kib} KiB，静默 {seconds} 秒后断开（0 表示不限）。', missing: '服务器不告知一条消息可以多大；超过时连接会被断开。',
      reasons: { empty: '服务器有这项功能，但没有写明大小。' },
    },
  },
  en: {
    'connection.login': { title: 'Login', pass: 'Login works ({mechanism}).' },
    'connection.resolution': {
      title: 'Finding the server by its domain', pass: 'The domain’s DNS records name the server.', missing: 'The domain has no DNS records for the server, so clients can only try the domain itself and the usual port; they do not find a server elsewhere.',
      broken: 'The DNS records name an address that cannot be reached: every login first waits for it to fail.',
      reasons: {
        host: en.host, local: 'Not tried: the domain is a name of this computer or of a private network, which public DNS does not know.', 'no-dns': 'Not tried: DNS does not answer.',
        'by-hand': `${en.byHand} The domain’s DNS records name the server, and it can be reached: {target}.`, 'by-hand-none': `${en.byHand} The domain has no DNS records for the server, so they can only try the domain itself and the usual port.`,
        'by-hand-closed': `${en.byHand} The domain’s DNS records say that there is no such service, so other people’s clients do not connect.`,
        'by-hand-unreached': `${en.byHand} The domain’s DNS records name addresses that cannot be reached ({target}), so other people’s clients first wait for them to fail.`,
      },
    },
    'connection.direct-tls': { title: 'Port with immediate encryption', pass: 'Connections can be encrypted from the start.', missing: 'No port with immediate encryption was found; networks that let only encrypted traffic through may keep users out.', reasons: { host: en.host, 'by-hand': `${en.byHand} Connections can be encrypted from the start.`, 'by-hand-none': `${en.byHand} There is no port with immediate encryption.` } },
    'connection.websocket': { title: 'Connecting through the web port', pass: 'Connecting by WebSocket works.', missing: 'No WebSocket address was found: web clients cannot be used, nor can networks that let only web traffic through.', reasons: { host: en.host, 'by-hand': `${en.byHand} Connecting by WebSocket works.`, 'by-hand-none': `${en.byHand} There is no WebSocket address.` } },
    'connection.encryption': {
      title: 'Encryption is required', pass: 'The server allows nothing before the connection is encrypted.', missing: 'The server offers no encryption at all: others can see passwords and messages.',
      broken: 'The server supports encryption but does not require it: badly configured clients log in unencrypted.', reasons: { direct: en.direct },
    },
    'connection.clear-login': {
      title: 'No login before encryption', pass: 'No way to log in is offered before the connection is encrypted.', broken: 'Login is possible before the connection is encrypted.',
      reasons: {
        direct: en.direct, plain: 'Login with a plain password is possible before the connection is encrypted: others in the same network can see the password.',
        others: 'Login is possible before the connection is encrypted: everything that follows can be seen or changed by others.',
      },
    },
    'connection.tls': { title: 'Encryption protocol version', pass: 'The newest version, TLS 1.3, is used.', reasons: { older: 'TLS 1.2 is used. That works, but 1.3 would be better.', 'no-tls': en['no-tls'] } },
    'connection.certificate': {
      title: 'Certificate', pass: 'The certificate is valid for {days} more days (issuer: {issuer}).', broken: 'Something is wrong with the certificate.',
      reasons: {
        'no-tls': en['no-tls'], name: 'The certificate was not issued for this domain: clients warn or refuse to connect.', dates: 'The certificate has expired or is not valid yet: clients warn or refuse to connect.',
        authority: 'The certificate was not issued by a recognised authority: every user sees a warning.', soon: 'The certificate expires in {days} days; it does not seem to be renewed automatically.',
      },
    },
    'connection.mechanisms': {
      title: 'Strength of the login methods', pass: 'A strong login method is offered ({mechanisms}).', missing: 'No strong login method is offered.', broken: 'The login methods are not safe enough.',
      reasons: {
        sha1: 'The strongest login method is outdated ({mechanisms}). Passwords are still protected, but it should be upgraded.',
        plain: 'The password can only be handed over as it is ({mechanisms}): whoever poses as the server gets it.',
      },
    },
    'connection.binding': {
      title: 'Login bound to the encrypted connection', pass: 'The login is bound to the encrypted connection ({type}): nobody in between can pose as the server.',
      missing: 'The login is not bound to the encrypted connection; somebody in between with a forged certificate is not noticed.', broken: 'The server offers binding, but it cannot be used.',
      reasons: {
        unnamed: 'The server offers binding without saying which type, so clients have to do without it.', 'unnamed-old': 'The server offers binding without saying which type, which is of use only with older encryption.',
        unusable: 'None of the binding types that the server names can be used.',
      },
    },
    'connection.downgrade': {
      title: 'Login methods cannot be tampered with', pass: 'The server proves which login methods it offers, so that tampering on the way is noticed.',
      missing: 'The server does not prove which login methods it offers; tampering on the way is noticed only by clients that have logged in before.',
    },
    'connection.sasl2': { title: 'Fast login', pass: 'The server supports the newer login protocol, which takes fewer round trips.', missing: 'The server does not support the newer login protocol; logging in takes a little longer, nothing else.' },
    'connection.registration': {
      title: 'Self-registration', pass: 'Anybody can register an account.', missing: 'Accounts cannot be registered by users, only created by the administrator.', broken: 'The server says that accounts can be registered but returns no form: registering fails.',
      reasons: { offline: 'Not tried: the connection for registering could not be opened.', 'no-tls': en['no-tls'] },
    },
    'connection.bind': { title: 'Device name', pass: 'The server accepts the device name that the client chose.', missing: 'The server chooses another device name; after a reconnect others see the same device as a new one.' },
    'connection.acks': {
      title: 'Acknowledgements', pass: 'The server acknowledges what it has received, so that no message is lost silently.', missing: 'The server does not acknowledge what it has received: messages sent while the network breaks may be lost without anybody knowing.',
      broken: 'Acknowledgements do not work.',
      reasons: { enable: 'The server offers acknowledgements but refuses to enable them.', silent: 'The server has enabled acknowledgements but does not answer requests for them: clients think the connection is dead.' },
    },
    'connection.resume': {
      title: 'Resuming after a lost connection', pass: 'After a lost connection the session is resumed, and nothing sent meanwhile is missing.', missing: 'Sessions cannot be resumed after a lost connection.', broken: 'Resuming after a lost connection does not work properly.',
      reasons: {
        offline: offlineEn, undelivered: undeliveredEn, enable: 'The server offers to resume sessions but refuses to enable it.', fleeting: 'The server acknowledges messages, but sessions cannot be resumed after a lost connection: clients have to log in and synchronise anew each time.', gone: 'The session did not come online again after the connection was lost.',
        refused: 'The server promised that the session can be resumed, then refuses ({condition}): clients have to log in and synchronise anew whenever the network breaks, and messages may be lost.',
        lost: 'Messages sent while the connection was lost did not arrive after resuming.', twice: 'Messages around the lost connection arrived twice.', order: 'Messages around the lost connection arrived in the wrong order.',
      },
    },
    'connection.csi': {
      title: 'Saving power', pass: 'Clients can say that nobody is looking, and then receive less of what can wait.', missing: 'Clients cannot say that nobody is looking, which costs phones battery.',
      broken: 'The connection broke after the client said that nobody is looking.', reasons: { offline: offlineEn },
    },
    'connection.limits': {
      title: 'Announced limits', pass: 'The server announces its limits: {kib} KiB at once, disconnected after {seconds} s of silence (0: never).',
      missing: 'The server does not announce how large a message may be; one that is too large ends the connection.', reasons: { empty: 'The server supports this but names no size.' },
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
