/** The open conversations with servers about a new account, by token. Each ends by success, cancel, or five idle minutes. */
import { randomUUID } from 'node:crypto'
import type { BareJid } from '#shared/jid'
import type { RegistrationStream } from '#xmpp/types'
import type { RegistrationQuery } from './stanza'

const IDLE_MS = 5 * 60_000
/** More windows than this nobody has open; the oldest goes. */
const MAX_OPEN = 5

export interface Dialog {
  domain: BareJid
  stream: RegistrationStream
  query: RegistrationQuery
}

export interface Dialogs {
  add(dialog: Dialog): string
  /** Null when it is over. Starts the idle time anew. */
  get(token: string): Dialog | null
  end(token: string): void
  endAll(): void
}

export function createDialogs(): Dialogs {
  const open = new Map<string, { dialog: Dialog; timer: NodeJS.Timeout }>()

  const end = (token: string) => {
    const found = open.get(token)
    if (!found) return
    open.delete(token)
    clearTimeout(found.timer)
    void found.dialog.stream.close()
  }
  const patience = (token: string) => setTimeout(() => end(token), IDLE_MS).unref()

  return {
    add: (dialog) => {
      const token = randomUUID()
      const oldest = open.size >= MAX_OPEN ? [...open.keys()][0] : undefined
      if (oldest) end(oldest)
      open.set(token, { dialog, timer: patience(token) })
      return token
    },
    get: (token) => {
      const found = open.get(token)
      if (!found) return null
      clearTimeout(found.timer)
      found.timer = patience(token)
      return found.dialog
    },
    end,
    endAll: () => {
      for (const token of [...open.keys()]) end(token)
    },
  }
}
