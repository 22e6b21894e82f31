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
    'services.uptime': { title: '服务器运行时间', pass: '服务器已运行 {hours} 小时。', missing: '服务器不告诉运行了多久。', broken: '服务器给出的运行时间读不懂。', reasons: refusedZh },
  },
  en: {
    'services.ping': { title: 'The server answers pings', pass: 'The server answers, so that one can find out whether a connection is alive.', missing: 'The server does not answer pings; dead connections are noticed later.', broken: 'The answer to a ping is wrong.', reasons: refusedEn },
    'services.version': { title: 'Name and version of the server', pass: 'The server says that it is {name} {version}.', missing: 'The server does not say which software it is; that makes it harder to get help.', broken: 'The answer of the server holds no name of a program.', reasons: refusedEn },
    'services.time': {
      title: 'Time of the server', pass: 'The clock of the server agrees with that of this computer.', missing: 'The server does not tell its time, so its clock cannot be compared.', broken: 'The time that the server gives cannot be read.',
      reasons: { ...refusedEn, off: 'The clock of the server is {seconds} s off from that of this computer: messages show wrong times.' },
    },
    'services.uptime': { title: 'How long the server has been running', pass: 'The server has been running for {hours} h.', missing: 'The server does not say how long it has been running.', broken: 'The time that the server says it has been running cannot be read.', reasons: refusedEn },
  },
  hints: {
    'services.ping': { prosody: 'modules_enabled: "ping"', ejabberd: 'modules: mod_ping', tigase: 'sess-man: urn:xmpp:ping' },
    'services.version': { prosody: 'modules_enabled: "version"', ejabberd: 'modules: mod_version', tigase: 'sess-man: jabber:iq:version' },
    'services.time': { prosody: 'modules_enabled: "time"', ejabberd: 'modules: mod_time', tigase: 'sess-man: urn:xmpp:time' },
    'services.uptime': { prosody: 'modules_enabled: "uptime"', ejabberd: 'modules: mod_last', tigase: 'sess-man: jabber:iq:last' },
  },
}
