/**
 * The account that is logged in: another password, or none any more. XEP-0077 version 2.4 §3.2, §3.3. The server asks for no old
 * password, so we do: whoever finds the computer open must not be able to take the account away.
 */
import type { Session } from '#core/context'
import { failureOf } from '#core/failure'
import type { SessionHandlers } from '#core/feature'
import { localOf } from '#shared/jid'
import { done, fail, type Result } from '#shared/result'
import { xml } from '#xmpp/element'
import type { contract } from './contract'
import { NS_REGISTER } from './stanza'

export function ownAccount(session: Session<typeof contract>): SessionHandlers<typeof contract> {
  const { connection, accountId, accounts, own } = session

  /** §3.3: what is said here is readable for whoever reads the link. */
  const obstacle = async (password: string): Promise<Result<null> | null> => {
    const { state } = connection
    if (state.phase !== 'online') return fail('offline', 'not connected')
    if (state.secure.tlsVersion === null) return fail('forbidden', 'the link is not encrypted', { problem: 'not-encrypted' })
    return (await accounts.isPassword(accountId, password)) ? null : fail('bad-input', 'not the current password', { problem: 'wrong-password' })
  }

  return {
    calls: {
      'ownAccount.changePassword': async ({ password, next }) => {
        const no = await obstacle(password)
        if (no) return no
        const payload = xml('query', { xmlns: NS_REGISTER }, xml('username', {}, localOf(own) ?? ''), xml('password', {}, next))
        const reply = await connection.request({ type: 'set', payload })
        if (!reply.ok) return failureOf(reply.error)
        await accounts.passwordChanged(accountId, next)
        return done
      },
      'ownAccount.delete': async ({ password }) => {
        const no = await obstacle(password)
        if (no) return no
        const reply = await connection.request({ type: 'set', payload: xml('query', { xmlns: NS_REGISTER }, xml('remove')) })
        if (!reply.ok) return failureOf(reply.error)
        await accounts.remove(accountId)
        return done
      },
    },
    snapshot: () => null as never,
  }
}
