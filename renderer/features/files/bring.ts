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

/** Its key, for what becomes of it. */
export async function bring(accountId: AccountId, file: File): Promise<Result<{ key: string }>> {
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

interface Along {
  caption?: string
  /** Of a sound. */
  durationMs?: number
  /** Past the servers, to a client that is there. */
  isDirect?: boolean
}
export async function sendFile(accountId: AccountId, conversationId: ConversationId, file: File, { caption = '', durationMs, isDirect }: Along): Promise<Result<unknown>> {
  const brought = await bring(accountId, file)
  if (!brought.ok) return brought
  const thumbnail = await thumbnailOf(file)
  return call('file.send', {
    accountId, conversationId, key: brought.value.key,
    ...(thumbnail && { thumbnail }), ...(durationMs !== undefined && { durationMs }), ...(isDirect && { isDirect }), ...(caption.trim() && { caption: caption.trim() }),
  })
}

/** The caption goes with the last. Stops at the first that fails: `sent` of them are on their way then, and must not go again. */
export async function sendFiles(
  accountId: AccountId, conversationId: ConversationId, files: readonly File[], caption: string, isDirect: boolean,
): Promise<{ sent: number; result: Result<unknown> }> {
  for (const [sent, file] of files.entries()) {
    const result = await sendFile(accountId, conversationId, file, sent === files.length - 1 ? { caption, isDirect } : { isDirect })
    if (!result.ok) return { sent, result }
  }
  return { sent: files.length, result: { ok: true, value: null } }
}
