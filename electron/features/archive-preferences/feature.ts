/**
 * What the server keeps in the archive of our account: XEP-0441 version 0.2.0.
 * Asked for at every login, so that an archive that keeps nothing (COMPAT tigase 8.4.0: its default is never) is noticed.
 * Left out: advanced configuration by commands (§2.2), preferences of rooms.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { disco } from '#features/disco/public'
import { fail, ok, type CallError, type Result } from '#shared/result'
import type { Element, StanzaError } from '#xmpp/types'
import { contract, type ArchivePreferences } from './contract'
import { buildGet, buildSet, NS_MAM, parsePreferences } from './stanza'

const NOT_SUPPORTED = ['feature-not-implemented', 'service-unavailable']
const CODES: Partial<Record<string, CallError['code']>> = { offline: 'offline', timeout: 'timeout', forbidden: 'forbidden', 'not-allowed': 'forbidden' }

function asFailure({ condition, text }: StanzaError): Result<never> {
  if (NOT_SUPPORTED.includes(condition)) return fail('not-supported', 'the server has no preferences', { condition })
  return fail(CODES[condition] ?? 'refused', `the server refuses: ${condition}`, { condition, ...(text && { text }) })
}

export const archivePreferences = defineFeature({
  name: 'archive-preferences',
  xeps: [{ id: '0441', version: '0.2.0', support: 'partial', note: 'own account, without commands (§2.2)' }],
  requires: ['disco'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { accountId, connection, publish } = session
    const discovery = session.use(disco)
    let known: ArchivePreferences | null = null
    const hasArchive = () => discovery.hasAccountFeature(NS_MAM) || discovery.hasServerFeature(NS_MAM)

    const learn = (preferences: ArchivePreferences | null) => {
      if (JSON.stringify(preferences) === JSON.stringify(known)) return
      known = preferences
      publish('archivePreferences.changed', { accountId, preferences })
    }

    const ask = async (type: 'get' | 'set', payload: Element): Promise<Result<ArchivePreferences>> => {
      if (connection.state.phase !== 'online') return fail('offline', 'not connected')
      if (!hasArchive()) return fail('not-found', 'the server has no archive')
      const reply = await connection.request({ type, payload })
      if (!reply.ok) return asFailure(reply.error)
      const preferences = parsePreferences(reply.value)
      if (!preferences) return fail('not-supported', 'the answer names no preferences')
      learn(preferences)
      return ok(preferences)
    }

    session.onOnline('after-presence', () => {
      learn(null)
      if (hasArchive()) void ask('get', buildGet())
    })
    session.onEnded(() => learn(null))

    return {
      calls: {
        'archivePreferences.get': () => ask('get', buildGet()),
        'archivePreferences.set': async ({ preferences }) => {
          const result = await ask('set', buildSet(preferences))
          // What it answers need not be all it did: a server that names nothing in its answer is asked again.
          return !result.ok && result.error.condition === undefined && result.error.code === 'not-supported' ? ask('get', buildGet()) : result
        },
      },
      snapshot: () => ({ preferences: known }),
    }
  },
})
