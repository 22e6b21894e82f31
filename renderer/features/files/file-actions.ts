/** What can be done with a file that is here, and with one that is not. */
import type { Message } from '#shared/model/message'
import { call } from '../../lib/api'
import { showError, toasts } from '../../lib/state/toasts.svelte'
import { s } from './file-words'
import { pngOf } from './pictures'

const told = <T>(result: Awaited<ReturnType<typeof call>> & { ok: boolean }, then?: (value: T) => void) => {
  if (!result.ok) showError(result.error)
  else then?.(result.value as T)
}
type Of = Pick<Message, 'accountId' | 'id'>

export const fetchFile = async ({ accountId, id }: Of, index: number) => told(await call('file.fetch', { accountId, messageId: id, index }))
export const cancelFile = async ({ accountId, id }: Of) => told(await call('file.cancel', { accountId, messageId: id }))
export const acceptFile = async ({ accountId, id }: Of) => told(await call('file.accept', { accountId, messageId: id }))
export const declineFile = async ({ accountId, id }: Of) => told(await call('file.decline', { accountId, messageId: id }))
export const openFile = async (key: string) =>
  told<{ outcome: string }>(await call('desktop.openFile', { key }), ({ outcome }) => outcome === 'no-program' && toasts.show(s.noProgram, 'bad'))
export const showFile = async (key: string) => told(await call('desktop.showFile', { key }))
export const saveFile = async (key: string) =>
  told<{ isSaved: boolean }>(await call('desktop.saveFile', { key }), ({ isSaved }) => isSaved && toasts.show(s.saved, 'good'))
export async function copyPicture(image: HTMLImageElement) {
  const png = await pngOf(image)
  if (png) told(await call('desktop.copyPicture', { png }))
}
