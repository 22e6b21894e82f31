/**
 * Tells the server whether anybody looks at us, so that it may keep back presences and typing until somebody does.
 * Messages come at once all the same: Prosody (csi_simple) and ejabberd (mod_client_state) pass them on, and before them
 * what they had kept.
 * XEP-0352 version 1.0.0. Every stream begins active, a resumed one too (§5); after a resume both states are said all the
 * same, so that nothing hangs on a server that keeps the old one with the session.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { xml } from '#xmpp/element'
import { contract } from './contract'

const NS_CSI = 'urn:xmpp:csi:0'

export const csi = defineFeature({
  name: 'csi',
  xeps: [{ id: '0352', version: '1.0.0', support: 'complete' }],
  contract,
  start: (session: Session<typeof contract>) => {
    const { connection, attention } = session

    const say = () => {
      const { state } = connection
      if (state.phase !== 'online') return
      if (!state.secure.streamFeatures.some((el) => el.name === 'csi' && el.attrs['xmlns'] === NS_CSI)) return
      connection.sendNonza(xml(attention.isActive() ? 'active' : 'inactive', { xmlns: NS_CSI }))
    }
    const stop = attention.onChange(say)
    connection.on('online', () => {
      const isResumed = connection.state.phase === 'online' && connection.state.isResumed
      if (isResumed || !attention.isActive()) say()
    })
    connection.on('resumed', say)
    return { calls: {}, snapshot: () => null as never, stop }
  },
})
