/** Addresses that are not of the open internet: nobody may send us there (SAFETY §2.3, SSRF). Pure. */
import { BlockList, isIP } from 'node:net'

const closed = new BlockList()
for (const range of ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4']) {
  const [net, bits] = range.split('/') as [string, string]
  closed.addSubnet(net, Number(bits), 'ipv4')
}
// Also those with an IPv4 address inside (NAT64, 6to4, Teredo): they lead where it leads.
for (const range of ['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/32', '2001:db8::/32', '2002::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8']) {
  const [net, bits] = range.split('/') as [string, string]
  closed.addSubnet(net, Number(bits), 'ipv6')
}

/** Private, loopback, link-local, multicast, reserved; also what is no address at all. */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  const version = isIP(mapped ?? plain)
  return version === 0 || closed.check(mapped ?? plain, version === 4 ? 'ipv4' : 'ipv6')
}

/** A name that only means something in somebody's own network. */
export const isPrivateName = (name: string): boolean =>
  !name.includes('.') || /\.(localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|onion)\.?$/i.test(name)
