/**
 * Search over all messages on this computer. How it is kept: indexer.ts and table.ts; what is a match: match.ts. On the
 * server: features/archive-search.
 */
import type { AppContext } from '#core/context'
import { defineFeature } from '#core/feature'
import { ok } from '#shared/result'
import { contract } from './contract'
import { findMessages } from './find'
import { createIndexer } from './indexer'
import { migrations, startOver } from './table'

export const search = defineFeature({
  name: 'search',
  xeps: [],
  contract,
  migrations,
  salvaged: startOver,
  startApp: (app: AppContext<typeof contract>) => {
    const indexer = createIndexer(app)
    const latest = new Map<string, number>()
    return {
      calls: {
        'search.messages': async ({ seat, accountId, ...wanted }) => {
          const mine = (latest.get(seat) ?? 0) + 1
          latest.set(seat, mine)
          const unread = await indexer.catchUp()
          const accountIds = app.accounts.list().flatMap((account) => (account.isActive && (accountId ?? account.id) === account.id ? [account.id] : []))
          return ok({ ...(await findMessages(app.db, app.clock, { ...wanted, accountIds }, () => latest.get(seat) === mine)), unread })
        },
      },
      snapshot: () => null,
      stop: indexer.stop,
    }
  },
})
