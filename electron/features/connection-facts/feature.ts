/** The connection page of the tester's workbench: what the connection has written down of itself (xmpp/link-facts), and a cut to try resuming. No XEP. */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { whileWorkbench } from '#core/while-workbench'
import { done, fail, ok } from '#shared/result'
import { contract } from './contract'
import { usedOf } from './used'

/** The page is told this often at most. */
const TELL_MS = 500

export const connectionFacts = defineFeature({
  name: 'connection-facts',
  xeps: [],
  contract,
  start: ({ accountId, connection, publish, settings }: Session<typeof contract>) => {
    const stop = whileWorkbench(settings, () => {
      let timer: NodeJS.Timeout | null = null
      const touch = () => {
        timer ??= setTimeout(() => {
          timer = null
          publish('connectionFacts.changed', { accountId })
        }, TELL_MS)
      }
      const ends = [connection.on('trace', touch), connection.on('state', touch)]
      return () => {
        for (const end of ends) end()
        if (timer) clearTimeout(timer)
      }
    })
    return {
      calls: {
        'connectionFacts.get': () => {
          const { facts, tally } = connection
          return ok({ ...facts, tally, used: usedOf(facts) })
        },
        'connectionFacts.cut': () => {
          if (connection.state.phase !== 'online') return fail('offline', 'there is no link')
          connection.cut()
          return done
        },
      },
      snapshot: () => null,
      stop,
    }
  },
})
