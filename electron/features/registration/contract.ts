import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { ProblemView } from '#shared/model/connection'
import type { DataForm } from '#shared/model/form'
import { serverSettingsSchema } from '#shared/model/account'
import { accountId, bareJid, line } from '#shared/schema'

/** XEP-0077 §3.1: what the server wants to know before it makes an account. */
export interface RegistrationForm {
  /** Names the open conversation with the server; give it back with the answers. */
  token: string
  domain: string
  instructions: string
  /** Always a form: the old fields (`username`, `password`, `email` …) are turned into one. */
  form: DataForm
  /** A page to register on instead (XEP-0066), when the server says so. */
  webPage: string | null
}

export type RegistrationOutcome = { kind: 'form'; form: RegistrationForm } | { kind: 'no-connection'; problem: ProblemView }

/** `wrong-password`: not the current one. `not-encrypted`: others could read along. */
export type OwnAccountProblem = 'wrong-password' | 'not-encrypted'

const password = v.pipe(v.string(), v.maxLength(1000))

export const contract = defineContract({
  appCalls: {
    'registration.open': call(
      v.object({
        domain: bareJid,
        server: serverSettingsSchema,
        acceptedFingerprint: v.nullable(line),
        proxyPassword: v.optional(v.nullable(line)),
      }),
    ).returns<RegistrationOutcome>(),
    /** `values` by field var. Returns the new address; errors: `conflict` (name taken), `bad-input`, `refused`. */
    'registration.submit': call(
      v.object({ token: line, values: v.record(line, v.pipe(v.array(v.pipe(v.string(), v.maxLength(2000))), v.maxLength(50))) }),
    ).returns<{ address: string }>(),
    'registration.cancel': call(v.object({ token: line })).returns<null>(),
  },
  /** Refused with `problem`: see OwnAccountProblem. */
  calls: {
    'ownAccount.changePassword': call(v.object({ accountId, password, next: v.pipe(password, v.minLength(1)) })).returns<null>(),
    /** On the server, for good; then here, with all that is stored of it. */
    'ownAccount.delete': call(v.object({ accountId, password })).returns<null>(),
  },
})
