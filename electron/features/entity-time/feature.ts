/**
 * Tells contacts, own devices and server the time here.
 * XEP-0202 version 2.0. Left out: asking others (nothing shows it yet).
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { contract } from './contract'
import { buildTime, NS_TIME } from './stanza'

export const entityTime = defineFeature({
  name: 'entity-time',
  xeps: [{ id: '0202', version: '2.0', support: 'partial', note: 'answers; does not ask' }],
  discoFeatures: [NS_TIME],
  contract,
  start: ({ connection, clock }: Session<typeof contract>) => {
    connection.onIq('get', 'time', NS_TIME, 'contacts', () => ({ result: buildTime(clock.nowMs()) }))
    return { calls: {}, snapshot: () => null as never }
  },
})
