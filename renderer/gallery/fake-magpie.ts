/** Stands in for the main process: answers from fixture data, so that the real views can be looked at without a server. */
import type { ContractEvent, MagpieApi, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import type { Account } from '#shared/model/account'
import type { OwnStatus } from '#shared/model/contact'
import type { Settings } from '#shared/model/settings'
import type { CallError } from '#shared/result'

/** Answers of calls by name; what is missing answers with null, as most calls do. */
export type Answers = Partial<Record<string, (input: never) => unknown>>

/** Given as an answer: the call is refused. */
export class Refused {
  constructor(readonly error: CallError) {}
}

export function fakeMagpie(snapshot: Snapshot, answers: Answers): MagpieApi {
  let listener: (events: ContractEvent[]) => void = () => undefined
  const publish = (event: object) => listener([{ revision: ++snapshot.revision, ...event } as ContractEvent])

  const builtIn: Answers = {
    'settings.set': (change: Partial<Settings>) => {
      const { settings } = snapshot.app
      settings.settings = { ...settings.settings, ...change }
      publish({ name: 'settings.changed', payload: { settings: settings.settings } })
      return null
    },
    'status.set': ({ accountId, ...change }: Pick<OwnStatus, 'availability' | 'signature'> & { accountId: AccountId }) => {
      publish({ name: 'status.changed', payload: { accountId, status: { canBeInvisible: false, ...change } } })
      return null
    },
    'account.logout': ({ accountId }: { accountId: AccountId }) => {
      const { accounts } = snapshot.app.accounts
      snapshot.app.accounts.accounts = accounts.map((account): Account =>
        account.id === accountId ? { ...account, isActive: false, connection: { phase: 'offline', problem: null, needsUser: false } } : account,
      )
      delete snapshot.accounts[accountId]
      publish({ name: 'account.sessionChanged', payload: { accountId, isActive: false } })
      return null
    },
  }
  return {
    platform: 'linux',
    snapshot: () => Promise.resolve(structuredClone(snapshot)),
    subscribe: (wanted) => {
      listener = wanted
      return () => (listener = () => undefined)
    },
    call: (name, input) => {
      const answer = answers[name] ?? builtIn[name]
      return Promise.resolve(answer?.(input as never)).then((value) => (value instanceof Refused ? { ok: false, error: value.error } : { ok: true, value: (value ?? null) as never }))
    },
  }
}
