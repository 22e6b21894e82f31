/** Links that another program has opened with this one. */
import type { ContractEvent } from '#contract'
import { register } from '../../lib/sync'
import { openXmppLink } from './open-link'

register({
  load: () => undefined,
  apply: (event: ContractEvent) => {
    if (event.name === 'desktop.openLink') openXmppLink(event.payload.url)
  },
})
