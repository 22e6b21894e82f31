/**
 * How a feature states its calls and events. The schema is the only place where an input type is written; everything
 * else is inferred. Pure: both processes may import it.
 */
import type { GenericSchema, InferOutput } from 'valibot'

export interface CallSpec<I, O> {
  readonly input: GenericSchema<unknown, I>
  /** Never there at run time: carries the output type. */
  readonly output?: O
}
export interface TypeOnly<T> {
  /** Never there at run time. */
  readonly type?: T
}

// `any` here is variance plumbing: a slice holds specs of any input and output.
/* eslint-disable @typescript-eslint/no-explicit-any */
export interface Slice {
  /** Calls answered once per core. */
  appCalls: Record<string, CallSpec<any, any>>
  /** Calls answered by the session of `input.accountId`. */
  calls: Record<string, CallSpec<any, any>>
  events: Record<string, TypeOnly<any>>
  /** What this feature contributes to the snapshot, once … */
  appSnapshot: TypeOnly<any>
  /** … and per account. */
  snapshot: TypeOnly<any>
}
/* eslint-enable @typescript-eslint/no-explicit-any */

/** `call(schema).returns<Output>()` */
export const call = <S extends GenericSchema>(input: S) => ({
  returns: <O>(): CallSpec<InferOutput<S>, O> => ({ input: input as GenericSchema<unknown, InferOutput<S>> }),
})
export const data = <T>(): TypeOnly<T> => ({})
export const event = data

/* eslint-disable @typescript-eslint/no-empty-object-type */
type Filled<S extends Partial<Slice>> = {
  appCalls: S['appCalls'] extends Slice['appCalls'] ? S['appCalls'] : {}
  calls: S['calls'] extends Slice['calls'] ? S['calls'] : {}
  events: S['events'] extends Slice['events'] ? S['events'] : {}
  appSnapshot: S['appSnapshot'] extends TypeOnly<infer T> ? TypeOnly<T> : TypeOnly<null>
  snapshot: S['snapshot'] extends TypeOnly<infer T> ? TypeOnly<T> : TypeOnly<null>
}
/* eslint-enable @typescript-eslint/no-empty-object-type */

export function defineContract<const S extends Partial<Slice>>(slice: S): Filled<S> {
  return { appCalls: {}, calls: {}, events: {}, appSnapshot: {}, snapshot: {}, ...slice } as unknown as Filled<S>
}

export type InputOf<C> = C extends CallSpec<infer I, unknown> ? I : never
export type OutputOf<C> = C extends { output?: infer O } ? Exclude<O, undefined> : never
export type PayloadOf<E> = E extends { type?: infer P } ? Exclude<P, undefined> : never

/** `A | B` → `A & B`: merges the slices of all features into one contract. */
export type Merge<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : never
