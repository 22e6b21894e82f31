import Database from 'better-sqlite3'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeCertificates } from './certificates'
import { freePorts } from './ports'
import { findProgram, ServerProcess } from './servers-process'
import type { ServerOptions, TestHost, TestServer } from './servers-types'
import { tempDir } from './temp'

const knownMechanisms = [
  'PLAIN', 'DIGEST-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS', 'SCRAM-SHA-512',
  'SCRAM-SHA-512-PLUS', 'X-OAUTH2', 'EXTERNAL',
]

/**
 * Starts Debian's ejabberd with Debian's modules. Not by ejabberdctl but by `erl`, as a node without a name: so there is
 * no epmd, no node name, no cookie, no host name to resolve and no switch to the user ejabberd, and any number can run.
 */
/** Four rounds of the forced flush. */
const FLUSHED_MS = 1000

export async function startEjabberd(options: ServerOptions = {}): Promise<TestServer> {
  const erl = findProgram(['/usr/bin/erl', '/usr/local/bin/erl'], 'ejabberd')
  const { domain = 'localhost', accounts = [], plainOnly = false } = options
  const mucDomain = `conference.${domain}`
  const more = options.hosts ?? []
  const hosts = [domain, ...more.map((one) => one.domain)]
  const names = hosts.flatMap((one) => [one, `conference.${one}`, `pubsub.${one}`])
  const certificates = await makeCertificates({ domain, names, kind: options.certificate })
  const [port, tlsPort, httpPort, httpsPort, relayPort] = (await freePorts(5)) as [number, number, number, number, number]
  const dir = tempDir('ejabberd')
  const logFile = join(dir, 'ejabberd.log')
  const configFile = join(dir, 'ejabberd.yml')
  const spool = join(dir, 'spool')
  mkdirSync(spool)
  writeFileSync(join(dir, 'inetrc'), '{lookup, ["file", "native"]}.\n')
  const disabled = options.saslMechanisms
    ? knownMechanisms.filter((name) => !options.saslMechanisms?.includes(name))
    : ['DIGEST-MD5', 'X-OAUTH2']
  const tls = plainOnly ? '' : `
  - { port: ${tlsPort}, ip: 127.0.0.1, module: ejabberd_c2s, max_stanza_size: 262144, tls: true }
  - { port: ${httpsPort}, ip: 127.0.0.1, module: ejabberd_http, tls: true, request_handlers: { /ws: ejabberd_http_ws${options.upload ? ', /upload: mod_http_upload' : ''} } }`
  const place = { first: domain, httpsPort, relayPort, dir }
  // JSON is YAML: values that come from outside are written as JSON.
  writeFileSync(configFile, `
hosts: ${JSON.stringify(hosts)}
loglevel: info
log_rotate_count: 0
${plainOnly ? '' : `certfiles: [${JSON.stringify(certificates.certFile)}, ${JSON.stringify(certificates.keyFile)}]`}
ca_file: ${JSON.stringify(certificates.caFile)}
listen:
  - { port: ${port}, ip: 127.0.0.1, module: ejabberd_c2s, max_stanza_size: 262144,
      ${plainOnly ? 'starttls: false' : 'starttls: true, starttls_required: true'} }${tls}
  - port: ${httpPort}
    ip: 127.0.0.1
    module: ejabberd_http
    default_host: ${JSON.stringify(domain)}
    request_handlers: { /ws: ejabberd_http_ws, /api: mod_http_api }
auth_method: internal
auth_password_format: scram
disable_sasl_mechanisms: ${JSON.stringify(disabled)}
registration_timeout: infinity
acme: { auto: false }
acl:
  local: { user_regexp: "" }
  loopback: { ip: [127.0.0.0/8] }
access_rules:
  local: { allow: local }
api_permissions:
  accounts:
    who: { ip: 127.0.0.0/8 }
    what: [register]
shaper_rules:
  max_user_sessions: 10
  max_user_offline_messages: 5000
${options.sqlStore ? 'default_db: sql' : ''}
${options.sqlStore || more.length > 0 ? `sql_type: sqlite\nsql_database: ${JSON.stringify(makeSqlStore(dir, domain))}` : ''}
${options.extraConfig ?? ''}
${more.length > 0 ? `host_config: ${JSON.stringify(Object.fromEntries(more.map((one) => [one.domain, { sql_database: makeSqlStore(dir, one.domain), modules: modulesOf(one, options, place) }])))}` : ''}
modules: ${JSON.stringify(modulesOf({ domain, withoutModules: options.withoutModules ?? [] }, options, place))}
`)

  const server = new ServerProcess({
    name: 'ejabberd',
    command: erl,
    // Mnesia keeps what it writes up to 2 s to itself, and tables on disc (the archive) up to 3 minutes; after kill() tests want
    // to find rosters and messages again.
    args: ['-noinput', '-mnesia', 'dir', JSON.stringify(spool), '-s', 'ejabberd',
      '-eval', 'timer:apply_interval(250, erlang, apply, [fun() -> mnesia:sync_log(), [dets:sync(T) || T <- dets:all()] end, []]).'],
    env: {
      EJABBERD_CONFIG_PATH: configFile,
      EJABBERD_LOG_PATH: logFile,
      ERL_LIBS: erlangLibraries(),
      ERL_INETRC: join(dir, 'inetrc'),
      ERL_CRASH_DUMP_BYTES: '0',
      HOME: dir,
    },
    cwd: dir,
    logFile: join(dir, 'console.log'),
    moreLogFiles: [logFile],
    ports: plainOnly ? [port, httpPort] : [port, tlsPort, httpPort, httpsPort],
    fatal: /.*(Failed to (start (ejabberd|module)|open socket|load configuration)|Invalid value of option|Unknown option).*/,
  })
  const added = new Map<string, string>()
  const addAccount = async (user: string, password: string) => {
    await register(httpPort, domain, user, password)
    added.set(user, password)
  }
  await server.start()
  for (const { user, password } of accounts) {
    await addAccount(user, password)
    await Promise.all(more.map((one) => register(httpPort, one.domain, user, password)))
  }
  let killed = false
  return {
    kind: 'ejabberd',
    domain,
    mucDomain,
    host: '127.0.0.1',
    port,
    directTlsPort: plainOnly ? 0 : tlsPort,
    websocketUrl: `ws://127.0.0.1:${httpPort}/ws`,
    secureWebsocketUrl: plainOnly ? '' : `wss://${domain}:${httpsPort}/ws`,
    caPem: certificates.caPem,
    caFile: certificates.caFile,
    certPem: certificates.certPem,
    get pid() {
      return server.pid
    },
    addAccount,
    stop: () => server.stop(),
    kill: async () => {
      // What was registered or said before must be on the disk by now, or the first to come back would be refused as unknown.
      await new Promise((resolve) => setTimeout(resolve, FLUSHED_MS))
      await server.stop('SIGKILL')
      killed = true
    },
    restart: async () => {
      await server.stop()
      await server.start()
      // An account made in the last moment before the kill may not have reached the disk.
      if (killed) for (const [user, password] of added) await register(httpPort, domain, user, password, true)
      killed = false
    },
    log: () => server.log(),
  }
}

/** An empty store with ejabberd's own tables. */
function makeSqlStore(dir: string, domain: string): string {
  const file = join(dir, `${domain}.db`)
  const nativeBinding = process.env.MAGPIE_SQLITE_BINDING
  const db = new Database(file, nativeBinding ? { nativeBinding } : {})
  db.pragma('journal_mode = WAL')
  db.exec(readFileSync('/usr/share/ejabberd/sql/lite.sql', 'utf8'))
  db.close()
  return file
}

interface Place {
  first: string
  httpsPort: number
  relayPort: number
  dir: string
}

function modulesOf({ domain, withoutModules }: TestHost, options: ServerOptions, place: Place): Record<string, unknown> {
  const modules: Record<string, unknown> = {
    mod_adhoc: {},
    mod_avatar: {},
    mod_blocking: {},
    mod_caps: {},
    mod_carboncopy: {},
    mod_client_state: {},
    mod_disco: {},
    mod_http_api: {},
    mod_last: {},
    mod_mam: { default: 'always', assume_mam_usage: true },
    mod_muc: {
      host: `conference.${domain}`,
      access_create: 'local',
      access_persistent: 'local',
      access_mam: 'all',
      default_room_options: { mam: true },
    },
    mod_offline: { access_max_user_messages: 'max_user_offline_messages' },
    mod_ping: {},
    mod_privacy: {},
    mod_private: {},
    mod_pubsub: {
      host: `pubsub.${domain}`,
      access_createnode: 'local',
      plugins: ['flat', 'pep'],
      force_node_config: { 'storage:bookmarks': { access_model: 'whitelist' } },
      // Mnesia gives two nodes one number when they are made at the same time, as by people of several domains here.
      ...(options.hosts?.length && { db_type: 'sql' }),
    },
    // Always there, because it also changes passwords. Only the literal 'none' takes the stream feature away too.
    mod_register: { access: options.registration ? 'all' : 'none', password_strength: 0, ip_access: 'all' },
    mod_roster: { versioning: true },
    mod_stream_mgmt: { resend_on_timeout: 'if_offline', ...(options.resumeSeconds && { resume_timeout: options.resumeSeconds }),
      ...(options.ackQueue && { max_ack_queue: options.ackQueue }) },
    mod_time: {},
    mod_vcard: { search: options.directory ?? false, ...(options.directory && { host: `vjud.${domain}` }) },
    mod_vcard_xupdate: {},
    mod_version: {},
  }
  if (options.upload) {
    // It finds the domain of a request by the address, which must therefore be one of its own.
    const url = `https://${place.first}:${place.httpsPort}/upload${domain === place.first ? '' : `/${domain}`}`
    modules.mod_http_upload = { host: `upload.${domain}`, put_url: url, get_url: url, max_size: options.upload.maxBytes, docroot: join(place.dir, 'upload', domain) }
  }
  if (options.stunPort) {
    const at = { host: '127.0.0.1', port: options.stunPort, transport: 'udp' }
    modules.mod_stun_disco = { secret: 'of the tests', services: [{ ...at, type: 'stun', restricted: false }, { ...at, type: 'turn', restricted: true }] }
  }
  if (options.byteStreams) modules.mod_proxy65 = { host: `proxy.${domain}`, ip: '127.0.0.1', port: place.relayPort, access: 'local' }
  for (const name of options.modules ?? []) modules[name] ??= {}
  for (const name of withoutModules) delete modules[name]
  return modules
}

/** Where Debian keeps ejabberd and the Erlang libraries it needs; the folder's name depends on the processor. */
function erlangLibraries(): string {
  for (const name of readdirSync('/usr/lib')) {
    const dir = join('/usr/lib', name)
    if (name.includes('-linux-') && readdirSync(dir).some((entry) => entry.startsWith('ejabberd-'))) return dir
  }
  throw new Error('ejabberd is missing: this test needs a real server. On Debian: apt-get install ejabberd')
}

/** By ejabberd's own HTTP API, open for this one command from 127.0.0.1 only; ejabberdctl needs two seconds for the same. */
async function register(httpPort: number, host: string, user: string, password: string, mayExist = false): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${httpPort}/api/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user, host, password }),
  })
  if (response.status === 409 && mayExist) return
  if (!response.ok) throw new Error(`ejabberd did not register ${user}@${host}: ${response.status} ${await response.text()}`)
}
