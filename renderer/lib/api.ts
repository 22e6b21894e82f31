/** The only door to the main process. Typed by the contract; never throws. */
import type { CallInput, CallName, CallOutput, MagpieApi } from '#contract'
import type { Result } from '#shared/result'

declare global {
  interface Window {
    magpie: MagpieApi
  }
}

export const call = <K extends CallName>(name: K, input: CallInput<K>): Promise<Result<CallOutput<K>>> => window.magpie.call(name, input)
export const platform = () => window.magpie.platform
