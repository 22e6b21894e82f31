/** Accounts of this computer: log in, log out, remember, forget. The work is done by core/accounts.ts. */
import { defineFeature } from '#core/feature'
import { done, fail, ok } from '#shared/result'
import { contract } from './contract'

const unknown = fail('not-found', 'there is no such account, or it is not logged in')
const doneIf = (isDone: boolean) => (isDone ? done : unknown)

export const accounts = defineFeature({
  name: 'accounts',
  xeps: [],
  contract,
  startApp: ({ accounts, secrets }) => ({
    calls: {
      'account.login': async (input) => {
        const accountId = await accounts.login(input)
        const isRemembered = accounts.list().find((account) => account.id === accountId)?.isRemembered ?? false
        return ok({ accountId, isRemembered })
      },
      'account.logout': async ({ accountId }) => doneIf(await accounts.logout(accountId)),
      'account.remove': async ({ accountId }) => doneIf(await accounts.remove(accountId)),
      'account.retry': ({ accountId }) => doneIf(accounts.retryNow(accountId)),
      'account.traffic': ({ accountId }) => {
        const account = accounts.list().find(({ id }) => id === accountId)
        return account ? ok(account.tally.traffic) : fail('not-found', 'there is no such account')
      },
      'account.configure': async ({ accountId, server, proxyPassword }) => doneIf(await accounts.configure(accountId, server, proxyPassword)),
      'account.acceptCertificate': ({ accountId, fingerprint }) => doneIf(accounts.acceptCertificate(accountId, fingerprint)),
      'account.distrustCertificate': async ({ accountId, fingerprint }) => doneIf(await accounts.distrustCertificate(accountId, fingerprint)),
      'account.acceptWeaker': ({ accountId }) => doneIf(accounts.acceptWeaker(accountId)),
      'account.setAutoLogin': ({ accountId, autoLogin }) =>
        accounts.setAutoLogin(accountId, autoLogin) ? done : fail('conflict', 'no such account, or no password is remembered for it'),
      'account.setOrder': ({ accountIds }) => {
        accounts.setOrder(accountIds)
        return done
      },
      'account.givePassword': async ({ accountId, password, remember }) => doneIf(await accounts.givePassword(accountId, password, remember)),
    },
    snapshot: () => ({ accounts: accounts.list(), canRemember: secrets.isAvailable() }),
  }),
})
