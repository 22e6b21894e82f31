/** What the check-up finds on the recorded Openfire and Tigase: nodes, files and services. Under their own names, of which their fingerprints speak. */
import { describe, expect, it } from 'vitest'
import { checkUp, leftOf, verdictsOf } from '../support/check-up'
import { checkedAccounts } from '../support/check-up-servers'
import { scriptedKinds, startScriptedServer, type ScriptedKind } from '../support/scripted-rooms'
import { personalities } from '../support/scripted-rooms/personality'

const openfire = {
  'publishing.max-items': 'broken:unanswered',
  // Takes "never send it by itself", forgets it, and refuses the next time.
  'publishing.again': 'broken:conflict',
  'publishing.conflict': 'pass', 'publishing.several': 'pass', 'publishing.private': 'pass', 'publishing.open': 'pass',
  'publishing.filter': 'broken', // told to everybody
  'publishing.push': 'missing', 'publishing.avatars': 'missing', 'publishing.bookmarks': 'missing',
  'files.offered': 'pass', 'files.limit': 'pass',
  'services.info': 'pass', 'services.contact': 'pass', 'services.version': 'pass', 'services.uptime': 'pass', 'services.external': 'missing', 'services.relay': 'missing',
}
const expected: Record<ScriptedKind, Record<string, string>> = {
  'openfire-4.7.5': openfire,
  'openfire-5.0.5': { ...openfire, 'services.caps': 'pass' },
  'tigase-8.4.0': {
    'publishing.max-items': 'pass', 'publishing.again': 'pass', 'publishing.several': 'pass', 'publishing.private': 'pass', 'publishing.open': 'pass',
    'publishing.conflict': 'broken:other', // says conflict, and not why
    'publishing.push': 'pass', 'publishing.avatars': 'pass', 'publishing.bookmarks': 'missing',
    'files.offered': 'missing', 'files.put': 'untested:after',
    'services.info': 'broken:twice', 'services.caps': 'broken:spelling', 'services.search': 'missing', 'services.contact': 'missing',
    'services.uptime': 'missing', 'services.external': 'missing',
  },
}

describe('recorded servers', () => {
  it.concurrent.each(scriptedKinds)('%s', async (kind) => {
    const server = await startScriptedServer(kind, { accounts: checkedAccounts, domain: personalities[kind].recordedDomain })
    try {
      const report = await checkUp({ server, accounts: checkedAccounts, only: ({ id }) => id in expected[kind] })
      expect(leftOf(report)).toEqual([])
      expect(verdictsOf(report)).toMatchObject(expected[kind])
    } finally {
      await server.stop()
    }
  })

  it.concurrent('a server that goes away is not said to lack what could not be tried', async () => {
    const server = await startScriptedServer('tigase-8.4.0', { accounts: checkedAccounts })
    const report = await checkUp({
      server, accounts: checkedAccounts, only: ({ id }) => ['services.info', 'services.unknown', 'services.ping'].includes(id),
      onLine: ({ id }) => void (id === 'services.info' && server.kill()),
    })
    expect(verdictsOf(report)).toMatchObject({ 'services.info': 'broken:twice', 'services.unknown': 'untested:offline', 'services.ping': 'untested:offline' })
  })
})
