import { createHash, createHmac, pbkdf2Sync, randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeCertificates } from './certificates'
import { answers, freePorts } from './ports'
import { findProgram, ServerProcess } from './servers-process'
import type { ServerOptions, TestHost, TestServer } from './servers-types'
import { tempDir } from './temp'

const baseModules = [
  'roster', 'saslauth', 'tls', 'disco', 'private', 'vcard_legacy', 'vcard4', 'pep', 'bookmarks', 'smacks', 'carbons', 'mam',
  'blocklist', 'csi_simple', 'ping', 'time', 'version', 'uptime', 'lastactivity', 'register', 'websocket',
]
const knownMechanisms = [
  'PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS', 'EXTERNAL', 'DIGEST-MD5', 'OAUTHBEARER',
]

/** Starts Debian's Prosody. Like a fresh installation it keeps passwords as SCRAM-SHA-1 hashes; it talks to no other server. */
export async function startProsody(options: ServerOptions = {}): Promise<TestServer> {
  const program = findProgram(['/usr/bin/prosody', '/usr/local/bin/prosody'], 'prosody')
  const { domain = 'localhost', accounts = [], plainOnly = false } = options
  const mucDomain = `conference.${domain}`
  const hosts = [{ domain, withoutModules: options.withoutModules ?? [] }, ...(options.hosts ?? [])]
  const names = hosts.flatMap((one) => [one.domain, `conference.${one.domain}`])
  const certificates = await makeCertificates({ domain, names, kind: options.certificate })
  const [port, tlsPort, httpPort, httpsPort, relayPort] = (await freePorts(5)) as [number, number, number, number, number]
  const dir = tempDir('prosody')
  const logFile = join(dir, 'prosody.log')
  const configFile = join(dir, 'prosody.cfg.lua')
  const data = join(dir, 'data')
  mkdirSync(data)
  mkdirSync(join(dir, 'certs')) // it looks for certificates there and complains when there is no such folder

  const modules = [...baseModules, ...(options.stunPort ? ['turn_external'] : []), ...(options.modules ?? [])]
    .filter((name) => !(plainOnly && name === 'tls') && !options.withoutModules?.includes(name))
  const { saslMechanisms } = options
  const disabled = saslMechanisms ? knownMechanisms.filter((name) => !saslMechanisms.includes(name)) : ['DIGEST-MD5']
  writeFileSync(configFile, `
run_as_root = true
daemonize = false
plugin_paths = { ${lua(join(process.env['MAGPIE_REPO'] ?? join(import.meta.dirname, '../..'), 'test/support/prosody-modules'))} }
pidfile = ${lua(join(dir, 'prosody.pid'))}
data_path = ${lua(data)}
log = { { levels = { min = "info" }, to = "file", filename = ${lua(logFile)} } }
interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }
c2s_direct_tls_ports = { ${plainOnly ? '' : tlsPort} }
http_ports = { ${httpPort} }
https_ports = { ${plainOnly ? '' : httpsPort} }
https_interfaces = { "127.0.0.1" }
http_interfaces = { "127.0.0.1" }
http_default_host = ${lua(domain)}
consider_websocket_secure = true
modules_enabled = { ${modules.map(lua).join(', ')} }
modules_disabled = { "s2s", ${(options.withoutModules ?? []).map(lua).join(', ')} }
${plainOnly ? '' : `https_ssl = { key = ${lua(certificates.keyFile)}, certificate = ${lua(certificates.certFile)} }
ssl = { key = ${lua(certificates.keyFile)}, certificate = ${lua(certificates.certFile)} }`}
c2s_require_encryption = ${!plainOnly}
allow_unencrypted_plain_auth = ${plainOnly}
authentication = "internal_hashed"
disable_sasl_mechanisms = { ${disabled.map(lua).join(', ')} }
allow_registration = ${options.registration ?? false}
-- The archives in SQLite: in files they get slow above 100 messages/s. The rest in files: accounts are written by us.
storage = { archive = "sql", muc_log = "sql" }
default_storage = "internal"
sql = { driver = "SQLite3", database = "archive.sqlite" }
${options.resumeSeconds ? `smacks_hibernation_time = ${options.resumeSeconds}` : ''}
${options.extraConfig ?? ''}
${options.stunPort ? `turn_external_host = "127.0.0.1"
turn_external_port = ${options.stunPort}
turn_external_secret = "of the tests"` : ''}
${options.byteStreams ? `proxy65_ports = { ${relayPort} }` : ''}
${hosts.map((one) => hostConfig(one, options, { first: domain, httpsPort })).join('\n')}
`)

  const server = new ServerProcess({
    name: 'Prosody',
    command: program,
    args: ['--config', configFile, '-F'],
    cwd: dir,
    logFile,
    ports: plainOnly ? [port, httpPort] : [port, tlsPort, httpPort, httpsPort],
    fatal: /.*(Failed to open server port|Error (loading|initializing) module|is unknown module).*/,
  })
  const addAccount = async (user: string, password: string) => writeAccount(data, domain, user, password)
  for (const one of hosts) for (const { user, password } of accounts) writeAccount(data, one.domain, user, password)
  await server.start()
  await answers(port, `<stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" version="1.0" to="${domain}">`)
  return {
    kind: 'prosody',
    domain,
    mucDomain,
    host: '127.0.0.1',
    port,
    directTlsPort: plainOnly ? 0 : tlsPort,
    websocketUrl: `ws://127.0.0.1:${httpPort}/xmpp-websocket`,
    secureWebsocketUrl: plainOnly ? '' : `wss://${domain}:${httpsPort}/xmpp-websocket`,
    caPem: certificates.caPem,
    caFile: certificates.caFile,
    certPem: certificates.certPem,
    get pid() {
      return server.pid
    },
    addAccount,
    stop: () => server.stop(),
    kill: () => server.stop('SIGKILL'),
    restart: async () => {
      await server.stop()
      await server.start()
    },
    log: () => server.log(),
  }
}

/** One domain with its rooms and services. Services have no modules of their own domain's: they are left out by their own name. */
function hostConfig({ domain, withoutModules }: TestHost, options: ServerOptions, { first, httpsPort }: { first: string; httpsPort: number }): string {
  const isIn = (name: string) => !withoutModules.includes(name)
  const roomModules = [...(options.roomArchives === false ? [] : ['muc_mam']), ...(options.roomModeration ? ['magpie_moderation'] : [])].filter(isIn)
  return `VirtualHost ${lua(domain)}
  modules_disabled = { ${['s2s', ...withoutModules].map(lua).join(', ')} }
${options.upload && isIn('http_file_share') ? `Component ${lua(`upload.${domain}`)} "http_file_share"
  http_host = ${lua(first)}
  http_paths = { file_share = ${lua(domain === first ? '/file_share' : `/file_share/${domain}`)} }
  http_external_url = ${lua(`https://${first}:${httpsPort}/`)}
  http_file_share_size_limit = ${options.upload.maxBytes}
  http_file_share_access = { ${lua(domain)} }` : ''}
${options.byteStreams && isIn('proxy65') ? `Component ${lua(`proxy.${domain}`)} "proxy65"
  proxy65_address = "127.0.0.1"
  proxy65_acl = { ${lua(domain)} }` : ''}
${isIn('muc') ? `Component ${lua(`conference.${domain}`)} "muc"
  name = "Rooms"
  modules_enabled = { ${roomModules.map(lua).join(', ')} }` : ''}`
}

/** Lua's quoted strings need the same escapes as JSON's for what stands in our settings. */
const lua = (text: string) => JSON.stringify(text)

/**
 * What `prosodyctl adduser` writes (mod_auth_internal_hashed, RFC 5802 §3), without its second of Lua start-up. Prosody reads
 * the file at each login, so it works while the server runs. SASLprep of the password is NFKC here, which is all that tests need.
 */
function writeAccount(data: string, domain: string, user: string, password: string): void {
  const salt = randomUUID()
  const iterations = 10_000 // Prosody's default
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 20, 'sha1')
  const storedKey = createHash('sha1').update(createHmac('sha1', salted).update('Client Key').digest()).digest('hex')
  const serverKey = createHmac('sha1', salted).update('Server Key').digest('hex')
  const dir = join(data, encodeName(domain), 'accounts')
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, `${encodeName(user)}.dat`), `return {
["iteration_count"] = ${iterations};
["salt"] = "${salt}";
["stored_key"] = "${storedKey}";
["server_key"] = "${serverKey}";
};
`)
}

/** Prosody's file names: every byte that is no ASCII letter or digit as %xx. */
function encodeName(name: string): string {
  const bytes = Buffer.from(name, 'utf8').toString('latin1')
  return bytes.replace(/[^A-Za-z0-9]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
