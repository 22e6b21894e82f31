/** How a server says that it has something not, as opposed to having it and failing. */
import type { Finding } from '#shared/check-up/report'
import type { StanzaError } from '#xmpp/types'
import { broken, missing, untested } from '../bench'

/** RFC 6120 §8.3.3.3, §8.3.3.19: nobody is here who knows this. */
export const isUnsupported = ({ condition }: StanzaError): boolean => condition === 'service-unavailable' || condition === 'feature-not-implemented'

/** What became of a request that should have been answered with a result: not offered, never answered, or refused. */
export function refusal(error: StanzaError): Finding {
  if (error.condition === 'offline') return untested('offline')
  if (error.condition === 'timeout') return broken('unanswered')
  return isUnsupported(error) ? missing() : broken('refused', { condition: error.condition })
}
