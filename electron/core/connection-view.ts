/** What the windows may see of a connection's state. */
import type { ConnectionView, ProblemView } from '#shared/model/connection'
import type { Clock, EpochMs } from '#shared/time'
import type { ConnectionProblem, ConnectionState } from '#xmpp/types'

const problemOf = (problem: ConnectionProblem): ProblemView => ({
  code: problem.code,
  detail: problem.detail ?? null,
  certificate: problem.certificate ?? null,
})

export function viewOf(state: ConnectionState | null, clock: Clock): ConnectionView {
  if (!state) return { phase: 'offline', problem: null, needsUser: false }
  switch (state.phase) {
    case 'offline':
      return { phase: 'offline', problem: state.problem && problemOf(state.problem), needsUser: state.needsUser }
    case 'connecting':
      return { phase: 'connecting', step: state.step, attempt: state.attempt }
    case 'waiting':
      return {
        phase: 'waiting',
        problem: problemOf(state.problem),
        attempt: state.attempt,
        retryAtMs: (clock.nowMs() + state.retryInMs) as EpochMs,
      }
    case 'online': {
      const { host, port, address, proxy, tlsVersion, cipher, saslMechanism, transport, streamManagement, certificate } = state.secure
      return {
        phase: 'online', fullJid: state.jid, transport, host, port, address, proxy, tlsVersion, cipher, saslMechanism, fingerprint: certificate?.fingerprint ?? null,
        isSecure: tlsVersion !== null, hasStreamManagement: streamManagement, sinceMs: state.sinceMs, pulse: state.pulse,
      }
    }
  }
}
