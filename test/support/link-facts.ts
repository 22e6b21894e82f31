/** Of a connection that was never used, for doubles of one. */
import type { LinkFacts } from '#shared/model/link-facts'
import { LinkRecorder } from '#xmpp/link-facts'
import { Management } from '#xmpp/management'

const nobody = () => undefined
export const noFacts: LinkFacts = new LinkRecorder().facts(new Management({ ackedBefore: nobody, acked: nobody, lost: nobody }).fact, null)
