import { expect, it } from 'vitest'
import type { Message } from '#shared/model/message'
import { inBoth } from '../page'
import type { ActionContext } from '../../../../renderer/features/messages/extensions'

it('words and files with an address can be passed on; not what came straight to this computer, nor what was taken back', async () => {
  const { offerForward } = await import('../../../../renderer/features/picking/pick')
  const isOffered = (more: object) => offerForward({ message: { kind: 'text', body: 'hi', isRetracted: false, ...more } as Message } as ActionContext) !== null
  const files = (...urls: (string | null)[]) => ({ extras: { files: urls.map((url) => ({ url })) } })
  const all = await inBoth(() => [{}, files('https://files.example/a.png'), files(null, 'https://files.example/b.png')].map(isOffered))
  expect(all).toEqual({ zh: [true, true, true], en: [true, true, true] })
  expect([files(null), { isRetracted: true }, { kind: 'notice' }].map(isOffered)).toEqual([false, false, false])
})
