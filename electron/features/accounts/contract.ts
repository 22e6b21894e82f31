import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import { fingerprintPattern, serverSettingsSchema, type Account } from '#shared/model/account'
import type { Traffic } from '#shared/model/connection'
import type { CoreEvents } from '#shared/model/core-events'
import { accountId, bareJid, line } from '#shared/schema'

const fingerprint = v.pipe(line, v.regex(fingerprintPattern))
const password = v.pipe(v.string(), v.maxLength(1000))

export const contract = defineContract({
  appCalls: {
    /** Accepted once stored; success or failure of the login itself comes as `account.changed`. */
    'account.login': call(
      v.object({
        address: bareJid,
        /** Null: the remembered one. */
        password: v.nullable(password),
        remember: v.boolean(),
        autoLogin: v.boolean(),
        server: serverSettingsSchema,
        /** Null or absent: as it was. Empty: none. */
        proxyPassword: v.optional(v.nullable(password)),
      }),
    ).returns<{ accountId: AccountId; isRemembered: boolean }>(),
    'account.logout': call(v.object({ accountId })).returns<null>(),
    /** Forgets the account on this computer with all its messages. */
    'account.remove': call(v.object({ accountId })).returns<null>(),
    'account.retry': call(v.object({ accountId })).returns<null>(),
    /** What has gone over its links; for who looks at it now, since it changes with every stanza. */
    'account.traffic': call(v.object({ accountId })).returns<Traffic>(),
    /** One that has just been refused, for this account and the name it was to be good for. */
    'account.acceptCertificate': call(v.object({ accountId, fingerprint })).returns<null>(),
    'account.distrustCertificate': call(v.object({ accountId, fingerprint })).returns<null>(),
    /** Another way to the server; the connection begins anew. `proxyPassword` null: as it was. */
    'account.configure': call(v.object({ accountId, server: serverSettingsSchema, proxyPassword: v.nullable(password) })).returns<null>(),
    /** After `weaker-mechanism`: log in as the server now offers. Only when the user has said so. */
    'account.acceptWeaker': call(v.object({ accountId })).returns<null>(),
    /** Refused (`conflict`) without a remembered password. */
    'account.setAutoLogin': call(v.object({ accountId, autoLogin: v.boolean() })).returns<null>(),
    /** In which the accounts are listed; those not named come last. */
    'account.setOrder': call(v.object({ accountIds: v.pipe(v.array(accountId), v.maxLength(1000)) })).returns<null>(),
    'account.givePassword': call(v.object({ accountId, password, remember: v.boolean() })).returns<null>(),
  },
  events: {
    'account.changed': event<CoreEvents['account.changed']>(),
    'account.sessionChanged': event<CoreEvents['account.sessionChanged']>(),
    'account.ordered': event<CoreEvents['account.ordered']>(),
    'account.removed': event<CoreEvents['account.removed']>(),
  },
  appSnapshot: data<{ accounts: Account[]; canRemember: boolean }>(),
})
