/** Several files at once: what one that cannot be read does to the others. */
import { expect, it } from 'vitest'
import type { AccountId, ConversationId } from '#shared/ids'
import '../page'

const sent: string[] = []
let names: string[] = []
Object.assign(globalThis, {
  window: {
    magpie: {
      platform: 'linux',
      call: (name: string, input: { name?: string; key?: string; caption?: string }) => {
        if (name === 'file.begin') names.push(input.name!)
        if (name === 'file.drop') names.pop()
        if (name === 'file.send') sent.push(`${names.at(-1)}${input.caption ? `: ${input.caption}` : ''}`)
        return Promise.resolve({ ok: true, value: { key: String(names.length) } })
      },
    },
  },
})
const file = (name: string) => new File([name], name, { type: 'text/plain' })
/** As one that is a folder, or has gone since it was chosen. */
const unreadable = Object.assign(file('photos'), { slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) }) })

it('stops at it, and tells how many are on their way, so that they do not go twice', async () => {
  const { sendFiles } = await import('../../../../renderer/features/files/bring')
  const list = [file('one'), file('two'), unreadable, file('three')]
  const first = await sendFiles(1 as AccountId, 2 as ConversationId, list, 'all of them', false)
  expect(first).toMatchObject({ sent: 2, result: { ok: false, error: { code: 'not-found' } } })
  names = []
  const second = await sendFiles(1 as AccountId, 2 as ConversationId, [list[3]!], 'all of them', false)
  expect(second).toMatchObject({ sent: 1, result: { ok: true } })
  expect(sent).toEqual(['one', 'two', 'three: all of them'])
})
