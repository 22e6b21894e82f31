/**
 * Messages encrypted in a way that is not understood here: XEP-0380 version 0.4.0. They are shown as such, by the name of the
 * method, instead of the words for such programs or of nothing at all. Left out: sending the hint, since nothing is sent
 * encrypted; answering with an error (§3.1).
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { contract } from './contract'
import { NS_EME, parseEncryption } from './stanza'

export const encryptionHints = defineFeature({
  name: 'encryption-hints',
  xeps: [{ id: '0380', version: '0.4.0', support: 'partial', note: 'shown; nothing is sent encrypted' }],
  discoFeatures: [NS_EME],
  contract,
  start: ({ inbound }: Session<typeof contract>) => {
    inbound.on('classify', (message) => {
      const hint = message.type === 'error' ? null : parseEncryption(message.stanza, message.body)
      if (!hint) return
      message.extras.encrypted = hint
      message.body ??= ''
    })
    return { calls: {}, snapshot: () => null }
  },
})
