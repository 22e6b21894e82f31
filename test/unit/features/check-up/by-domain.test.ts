/** With an address given by hand the check-up looks at what the domain itself names: by a resolver of ours and listeners on this machine. */
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { byDomain, isWorldwide } from '#features/check-up/checks/by-domain'
import type { Resolver } from '#xmpp/transport/resolve'
import { freePort } from '../../../support/ports'

const signal = new AbortController().signal
let server: Server
let port: number
let closed: number
beforeAll(async () => {
  [port, closed] = [await freePort(), await freePort()]
  server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

type Srv = Awaited<ReturnType<Resolver['srv']>>
const resolver = (srv: (name: string) => Srv | string): Resolver => ({
  srv: (name) => {
    const found = srv(name)
    return typeof found === 'string' ? Promise.reject(Object.assign(new Error(found), { code: found })) : Promise.resolve(found)
  },
  addresses: () => Promise.resolve(['127.0.0.1']),
})
const target = (at: number, name = 'xmpp.lina.im') => [{ name, port: at, priority: 1, weight: 1 }]
const look = (srv: (name: string) => Srv | string, domain = 'lina.im') => byDomain(domain, resolver(srv), signal)

describe('what a domain names', () => {
  it('is told with where it leads', async () => {
    expect(await look((name) => (name.startsWith('_xmpp-') ? target(port) : 'ENODATA'))).toMatchObject({ verdict: 'pass', reason: 'by-hand', facts: { target: `xmpp.lina.im:${port}` } })
  })

  it('is broken where nobody listens, or it says that there is nothing', async () => {
    const some = await look((name) => (name.startsWith('_xmpps-') ? target(closed) : target(port)))
    expect(some).toMatchObject({ verdict: 'broken', reason: 'by-hand-unreached', facts: { target: `xmpp.lina.im:${closed}` } })
    expect(await look(() => target(1, '.'))).toMatchObject({ verdict: 'broken', reason: 'by-hand-closed' })
  })

  it('is nothing, as opposed to not known', async () => {
    expect(await look(() => 'ENOTFOUND')).toMatchObject({ verdict: 'missing', reason: 'by-hand-none' })
    expect(await look(() => 'ETIMEOUT')).toMatchObject({ verdict: 'untested', reason: 'no-dns' })
    expect(await look(() => 'ECONNREFUSED')).toMatchObject({ verdict: 'untested', reason: 'no-dns' })
  })

  it('is not asked for where the domain is a local name', async () => {
    const asked: string[] = []
    for (const domain of ['localhost', 'chat.lan', 'no-mam.test', 'server.example', '192.0.2.1', 'intranet']) {
      expect(isWorldwide(domain), domain).toBe(false)
      expect(await look((name) => (asked.push(name), 'ENOTFOUND'), domain)).toMatchObject({ verdict: 'untested', reason: 'local' })
    }
    expect(asked).toEqual([])
  })
})
