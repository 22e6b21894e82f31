/** Every way a connection can fail: what happened and what to do about it. A new code without words does not compile. */
import type { ConnectionErrorCode } from '#shared/model/connection'

/** Also for the command line, where what stands "under Advanced" is a line of the account file. */
export const connectionProblems: Record<ConnectionErrorCode, Record<'zh' | 'en', [title: string, advice: string]>> = {
  'host-not-found': {
    zh: ['找不到这个服务器', '请检查地址 @ 后面的部分是否写对；如果服务器另有主机名，请在“高级”中填写。'],
    en: ['The server was not found', 'Check the part of the address after the @. If the server has another host name, enter it under “Advanced”.'],
  },
  'no-service': {
    zh: ['这个域名不提供聊天服务', '该域名声明自己没有 XMPP 服务，请核对地址。'],
    en: ['This domain offers no chat service', 'The domain states that it runs no XMPP. Check the address.'],
  },
  refused: {
    zh: ['服务器拒绝连接', '服务器可能没有运行，或端口不对。请稍后再试，或在“高级”中核对端口。'],
    en: ['The server refused the connection', 'It may not be running, or the port is wrong. Try again later, or check the port under “Advanced”.'],
  },
  unreachable: {
    zh: ['无法连上网络', '请检查这台电脑的网络连接。'],
    en: ['The network is unreachable', 'Check the network connection of this computer.'],
  },
  timeout: {
    zh: ['服务器没有响应', '请检查网络后再试；也可能是防火墙挡住了连接。'],
    en: ['The server did not answer', 'Check your network and try again. A firewall may also be in the way.'],
  },
  'not-xmpp': {
    zh: ['那里不是聊天服务器', '有程序应答，但它不是 XMPP 服务器。请在“高级”中核对主机、端口和连接方式。'],
    en: ['That is not a chat server', 'Something answered, but it is no XMPP server. Check host, port and connection type under “Advanced”.'],
  },
  'no-tls': {
    zh: ['服务器不提供加密', '为保护密码，没有继续登录。请联系管理员开启加密；仅供测试时，可在“高级”中允许不加密。'],
    en: ['The server offers no encryption', 'To protect your password, Magpie did not go on. Ask the administrator to turn encryption on; for testing only you can allow it under “Advanced”.'],
  },
  'tls-failed': {
    zh: ['无法建立加密连接', '服务器的加密方式过旧或出错，请联系管理员；也请核对连接方式和端口。'],
    en: ['No encrypted connection could be made', 'The server’s encryption is too old or broken: ask its administrator. Also check connection type and port.'],
  },
  certificate: {
    zh: ['无法确认服务器的身份', '服务器的证书不受信任。请查看证书后决定是否信任。'],
    en: ['The server’s identity could not be confirmed', 'Its certificate is not trusted. Look at it and decide whether you trust it.'],
  },
  'certificate-changed': {
    zh: ['服务器换了证书', '这个账号只接受你选定的那张证书，而服务器出示了另一张，因此没有发送密码。请先向管理员核实；确认无误后，在“连接设置”中取消限定。'],
    en: ['The server shows another certificate', 'This account accepts only the one you chose, so no password was sent. Ask the administrator first; if the new one is right, lift the restriction in the connection settings.'],
  },
  'password-needed': {
    zh: ['需要密码', '请输入这个账号的密码。'],
    en: ['A password is needed', 'Enter the password of this account.'],
  },
  'wrong-password': {
    zh: ['账号或密码不正确', '请检查账号和密码，注意大小写，然后再试。'],
    en: ['Wrong address or password', 'Check both, mind upper and lower case, and try again.'],
  },
  'account-disabled': {
    zh: ['这个账号已被停用', '请联系服务器的管理员。'],
    en: ['This account is disabled', 'Ask the administrator of the server.'],
  },
  'no-mechanism': {
    zh: ['没有双方都支持的登录方式', '服务器只提供不安全或未知的登录方式。可在“高级”中允许 PLAIN，或联系管理员。'],
    en: ['No common way to log in', 'The server offers only unsafe or unknown ways. You can allow PLAIN under “Advanced”, or ask the administrator.'],
  },
  'weaker-mechanism': {
    zh: ['服务器的登录方式变弱了', '它以前提供更安全的方式，这可能是攻击，因此没有发送密码。请先向管理员核实。'],
    en: ['The server now offers a weaker login', 'It offered a safer way before. This may be an attack, so no password was sent. Ask the administrator first.'],
  },
  downgraded: {
    zh: ['连接途中有人改动了登录方式', '服务器证实它提供的登录方式与这里看到的不同，可能有人在窃听，因此没有登录。请换一个网络再试，并告诉管理员。'],
    en: ['The ways to log in were changed on their way', 'The server confirms that it offers others than were seen here: somebody may be listening in, so Magpie did not log in. Try another network, and tell the administrator.'],
  },
  'server-not-proved': {
    zh: ['服务器没能证明自己的身份', '它似乎并不知道你的密码，可能是冒充的服务器。请先向管理员核实。'],
    en: ['The server could not prove itself', 'It does not seem to know your password and may be an impostor. Ask the administrator first.'],
  },
  'login-failed': {
    zh: ['登录失败', '服务器没有说明原因。请稍后再试，或联系管理员。'],
    en: ['Login failed', 'The server gave no clear reason. Try again later, or ask its administrator.'],
  },
  'temporary-failure': {
    zh: ['服务器暂时无法登录', '请过一会儿再试。'],
    en: ['The server cannot log you in right now', 'Try again in a while.'],
  },
  'host-unknown': {
    zh: ['这台服务器不管理该域名', '连上了服务器，但它不认识地址 @ 后面的域名。请核对地址和“高级”中的主机。'],
    en: ['This server does not serve that domain', 'It was reached, but does not know the domain after the @. Check the address, and the host under “Advanced”.'],
  },
  conflict: {
    zh: ['账号在别处登录', '另一个程序用同样的资源名登录，取代了这里的连接。可重新登录，或在“高级”中换一个资源名。'],
    en: ['Logged in elsewhere', 'Another program logged in with the same resource and took over. Log in again, or choose another resource under “Advanced”.'],
  },
  policy: {
    zh: ['服务器的规则不允许', '可能是连接过多或发送过快。请稍后再试。'],
    en: ['Against the server’s rules', 'Perhaps too many connections or too much at once. Try again later.'],
  },
  'bind-failed': {
    zh: ['服务器没有完成登录', '密码正确，但服务器没有给出会话。请稍后再试，或在“高级”中换一个资源名。'],
    en: ['The server did not complete the login', 'The password was right, but no session was given. Try again later, or choose another resource under “Advanced”.'],
  },
  'stream-error': {
    zh: ['服务器中断了连接', '服务器报告了错误，会自动重新连接。'],
    en: ['The server ended the connection', 'It reported an error. Magpie connects again by itself.'],
  },
  protocol: {
    zh: ['服务器的应答不合规范', '服务器发来了无法理解的数据，请联系它的管理员。'],
    en: ['The server’s answer made no sense', 'It broke the protocol. Tell its administrator.'],
  },
  closed: {
    zh: ['连接中断了', '网络中断或服务器关闭了连接，会自动重新连接。'],
    en: ['The connection was lost', 'The network failed or the server closed it. Magpie connects again by itself.'],
  },
  shutdown: {
    zh: ['服务器正在关闭或重启', '服务器恢复后会自动重新连接。'],
    en: ['The server is shutting down or restarting', 'Magpie connects again by itself once it is back.'],
  },
  'secret-store': {
    zh: ['无法读取保存的密码', '系统钥匙串打不开，请重新输入密码。'],
    en: ['The stored password could not be read', 'The system’s keychain did not open. Enter the password again.'],
  },
  'proxy-unreachable': {
    zh: ['连不上代理服务器', '请检查网络以及代理的主机和端口；如果不需要代理，请在连接设置中选择“不使用代理”。'],
    en: ['The proxy cannot be reached', 'Check the network, and host and port of the proxy. If you need none, choose “No proxy” in the connection settings.'],
  },
  'proxy-login': {
    zh: ['代理服务器不接受登录', '请在连接设置中填写正确的代理用户名和密码。'],
    en: ['The proxy did not accept the login', 'Enter the right user and password of the proxy in the connection settings.'],
  },
  'proxy-refused': {
    zh: ['代理服务器拒绝转发', '它不允许连到聊天服务器，或者不是所选类型的代理。请核对代理类型和端口，或询问它的管理员。'],
    en: ['The proxy refused to pass the connection on', 'It does not allow chat servers, or is no proxy of that kind. Check type and port, or ask whoever runs it.'],
  },
}
