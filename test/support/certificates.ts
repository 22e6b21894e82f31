import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { tempDir } from './temp'

const run = promisify(execFile)

/**
 * good: signed by the test CA for the domain; self-signed: for the domain, signed by nobody; wrong-host: signed by the
 * test CA for elsewhere.example; expired: signed by the test CA, over since yesterday; not-yet: not before tomorrow; soon: over in five days.
 */
export type CertificateKind = 'good' | 'self-signed' | 'wrong-host' | 'expired' | 'not-yet' | 'soon'

/** Days from now, where it is not thirty from today. */
const DAYS: Partial<Record<CertificateKind, [from: number, to: number]>> = { expired: [-30, -1], 'not-yet': [1, 30], soon: [-30, 5] }

export interface Certificates {
  /** The test CA, also where it did not sign the server's certificate. */
  caPem: string
  caFile: string
  certPem: string
  certFile: string
  keyFile: string
}

export interface CertificateOptions {
  domain: string
  /** Further DNS names. conference.DOMAIN and muc.DOMAIN are always in. */
  names?: string[]
  kind?: CertificateKind
}

/**
 * A throw-away CA and a server certificate made with the openssl program. The names are those of the XMPP domains only:
 * never 127.0.0.1, or a client that checks the address it connected to instead of the domain would pass.
 */
export async function makeCertificates({ domain, names = [], kind = 'good' }: CertificateOptions): Promise<Certificates> {
  const dir = tempDir('certificates')
  const file = (name: string) => join(dir, name)
  const own = kind === 'wrong-host' ? 'elsewhere.example' : domain
  const all = kind === 'wrong-host' ? [own] : [...new Set([own, `conference.${own}`, `muc.${own}`, ...names])]
  writeFileSync(file('openssl.cnf'), opensslConfig(own, all))

  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  await openssl(dir, ['req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '30',
    '-subj', '/CN=Magpie test CA', '-config', 'openssl.cnf', '-extensions', 'v3_ca'])
  if (kind === 'self-signed') {
    await openssl(dir, ['req', '-x509', ...newKey, '-keyout', 'server.key', '-out', 'server.crt', '-days', '30',
      '-config', 'openssl.cnf', '-extensions', 'v3_server'])
  } else {
    await openssl(dir, ['req', '-new', ...newKey, '-keyout', 'server.key', '-out', 'server.csr', '-config', 'openssl.cnf'])
    // `openssl ca`, not `openssl x509`: only it can date a certificate back in every version of openssl.
    for (const [name, text] of [['index.txt', ''], ['serial', '1000\n']] as const) writeFileSync(file(name), text)
    const days = DAYS[kind]
    const dates = days ? ['-startdate', daysFromNow(days[0]), '-enddate', daysFromNow(days[1])] : ['-days', '30']
    await openssl(dir, ['ca', '-batch', '-notext', '-config', 'openssl.cnf', '-in', 'server.csr', '-out', 'server.crt',
      '-extensions', 'v3_server', ...dates])
  }
  return {
    caPem: readFileSync(file('ca.crt'), 'utf8'),
    caFile: file('ca.crt'),
    certPem: readFileSync(file('server.crt'), 'utf8'),
    certFile: file('server.crt'),
    keyFile: file('server.key'),
  }
}

async function openssl(cwd: string, args: string[]): Promise<void> {
  try {
    await run('openssl', args, { cwd })
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string }
    if (code === 'ENOENT') throw new Error('The program openssl is missing. On Debian: apt-get install openssl')
    throw new Error(`openssl ${args.join(' ')} failed:\n${stderr ?? String(error)}`)
  }
}

/** YYYYMMDDHHMMSSZ */
function daysFromNow(days: number): string {
  const epochMs = performance.timeOrigin + performance.now() + days * 86_400_000
  return new Date(epochMs).toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '')
}

function opensslConfig(commonName: string, names: string[]): string {
  return `
[req]
distinguished_name = dn
prompt = no
[dn]
CN = ${commonName.slice(0, 64)}
[v3_ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[v3_server]
basicConstraints = CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = ${names.map((name) => `DNS:${name}`).join(', ')}
[ca]
default_ca = test_ca
[test_ca]
dir = .
database = index.txt
serial = serial
new_certs_dir = .
certificate = ca.crt
private_key = ca.key
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
`
}
