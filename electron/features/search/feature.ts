/**
 * Search over all messages on this computer. How it is kept: indexer.ts and table.ts; what is a match: match.ts. On the
 * server: features/archive-search.
 */
import type { AppContext } from '#core/context'
import { defineFeature } from '#core/feature'
import { fail, ok } from '#shared/result'
import { getConversation } from '#store/conversations'
import { contract } from './contract'
import { findMessages } from './find'
import { createIndexer } from './indexer'
import { listLinks } from './links'
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
        'search.links': async (wanted) => {
          const isActive = app.accounts.list().some(({ id, isActive }) => isActive && id === wanted.accountId)
          if (!isActive || getConversation(app.db, wanted.conversationId)?.accountId !== wanted.accountId) return fail('not-found', 'there is no such conversation')
          await indexer.catchUp()
          return ok(await listLinks(app.db, wanted))
        },
      },
      snapshot: () => null,
      stop: indexer.stop,
    }
  },
})
