/**
 * Which program runs there: asked for others, told to contacts, own devices and server.
 * XEP-0092 version 1.1. The operating system is told only when the user wants it. Nothing is decided by an answer (SERVERS.md).
 */
import type { Session } from '#core/context'
import { failureOf } from '#core/failure'
import { defineFeature } from '#core/feature'
import { fail, ok } from '#shared/result'
import { buildVersion, buildVersionQuery, NS_VERSION, parseVersion } from '#xmpp/xep/0092'
import { contract } from './contract'

export const softwareVersion = defineFeature({
  name: 'software-version',
  xeps: [{ id: '0092', version: '1.1', support: 'complete' }],
  discoFeatures: [NS_VERSION],
  contract,
  start: ({ connection, info }: Session<typeof contract>) => {
    connection.onIq('get', 'query', NS_VERSION, 'contacts', () => ({ result: buildVersion(info) }))
    return {
      calls: {
        'version.query': async ({ jid }) => {
          const reply = await connection.request({ type: 'get', to: jid, payload: buildVersionQuery() })
          if (!reply.ok) return failureOf(reply.error)
          const version = parseVersion(reply.value)
          return version ? ok(version) : fail('remote-server', 'the answer names no program')
        },
      },
      snapshot: () => null as never,
    }
  },
})
