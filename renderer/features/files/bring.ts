/** Files the user has chosen, brought to the core piece by piece, then sent one after the other. */
import type { ConversationId, AccountId } from '#shared/ids'
import { fail, type Result } from '#shared/result'
import { call } from '../../lib/api'
import { thumbnailOf } from './pictures'

/** Divisible by 3: pieces of Base64 without padding between. */
const PIECE_BYTES = 600_000

function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  return btoa(text)
}

async function bring(accountId: AccountId, file: File): Promise<Result<{ key: string }>> {
  const begun = await call('file.begin', { accountId, name: file.name || 'file' })
  if (!begun.ok) return begun
  const { key } = begun.value
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    // A folder, or a file that has gone since: it cannot be read.
    const bytes = await file.slice(at, at + PIECE_BYTES).arrayBuffer().catch(() => null)
    const added = bytes ? await call('file.add', { accountId, key, base64: base64Of(new Uint8Array(bytes)) }) : fail('not-found', 'unreadable')
    if (!added.ok) {
      await call('file.drop', { accountId, key })
      return added
    }
  }
  return begun
}

/** The caption goes with the last. Stops at the first that fails. `isDirect`: past the servers, to a client that is there. */
export async function sendFiles(accountId: AccountId, conversationId: ConversationId, files: readonly File[], caption: string, isDirect: boolean): Promise<Result<number>> {
  for (const [i, file] of files.entries()) {
    const brought = await bring(accountId, file)
    if (!brought.ok) return brought
    const thumbnail = await thumbnailOf(file)
    const sent = await call('file.send', {
      accountId, conversationId, key: brought.value.key,
      ...(thumbnail && { thumbnail }), ...(isDirect && { isDirect }),
      ...(i === files.length - 1 && caption.trim() && { caption: caption.trim() }),
    })
    if (!sent.ok) return sent
  }
  return { ok: true, value: files.length }
}
