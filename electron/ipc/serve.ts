/** Answers calls from outside: known name → valid input → handler → Result. Knows no transport. */
import * as v from 'valibot'
import { slices } from '#contract'
import type { Core } from '#core/create-core'
import { fail, type Result } from '#shared/result'

const specs = new Map(
  Object.values(slices).flatMap((slice) => [...Object.entries(slice.appCalls), ...Object.entries(slice.calls)]),
) as Map<string, { input: v.GenericSchema }>

/** Larger inputs are refused unread: the largest honest one is a message of 100,000 characters. */
const MAX_INPUT_CHARS = 1_000_000

export interface Server {
  /** Never rejects, whatever comes in. */
  call(name: unknown, input: unknown): Promise<Result<unknown>>
}

export function serve(core: Pick<Core, 'call' | 'snapshot'>): Server {
  return {
    call: async (name, input) => {
      if (name === 'app.snapshot') return { ok: true, value: core.snapshot() }
      const spec = typeof name === 'string' ? specs.get(name) : undefined
      if (!spec || typeof name !== 'string') return fail('not-found', 'there is no such call')
      if (sizeOf(input) > MAX_INPUT_CHARS) return fail('bad-input', 'the input is too large')
      const parsed = v.safeParse(spec.input, input)
      if (!parsed.success) {
        const where = parsed.issues.map((issue) => v.getDotPath(issue) ?? '').join(', ')
        return fail('bad-input', `not valid: ${where || 'input'}`)
      }
      return core.call(name, parsed.output)
    },
  }
}

/** Infinity for what cannot be plain data (cycles, BigInt). */
function sizeOf(input: unknown): number {
  try {
    return JSON.stringify(input)?.length ?? 0
  } catch (error) {
    void error // whatever it is, it is no plain data
    return Infinity
  }
}
