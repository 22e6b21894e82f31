import { expect, test } from 'vitest'
import { fail, ok, type Result } from '#shared/result'
import { Lookup } from '../../../../renderer/features/viewers/lookup.svelte'

function later<T>() {
  let answer: (result: Result<T>) => void = () => undefined
  return { promise: new Promise<Result<T>>((resolve) => (answer = resolve)), answer: (result: Result<T>) => answer(result) }
}

test('only the answer to the latest question counts', async () => {
  const lookup = new Lookup<string>()
  const [first, second] = [later<string>(), later<string>()]
  const asked = [lookup.ask(() => first.promise), lookup.ask(() => second.promise)]
  second.answer(ok('new'))
  await asked[1]
  first.answer(ok('old'))
  await asked[0]
  expect([lookup.value, lookup.error, lookup.isAsking]).toEqual(['new', null, false])
})

test('what was known stays while it is asked anew, and goes with a refusal; forgotten, a late answer is nothing', async () => {
  const lookup = new Lookup<string>()
  await lookup.ask(() => Promise.resolve(ok('known')))
  const again = later<string>()
  const asked = lookup.ask(() => again.promise)
  expect([lookup.value, lookup.isAsking]).toEqual(['known', true])
  again.answer(fail('timeout', ''))
  await asked
  expect([lookup.value, lookup.error?.code]).toEqual([null, 'timeout'])
  const late = later<string>()
  const pending = lookup.ask(() => late.promise)
  lookup.forget()
  late.answer(ok('late'))
  await pending
  expect([lookup.value, lookup.error, lookup.isAsking]).toEqual([null, null, false])
})
