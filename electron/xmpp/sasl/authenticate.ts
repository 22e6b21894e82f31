/** The SASL exchange (RFC 6120 §6). Left out: SASL2 (XEP-0388) and FAST, of which Debian's servers offer nothing. */
import { localOf } from '#shared/jid'
import { isNamed, nameOf, nsOf, textOf, xml, type Element } from '../element'
import { failure, fromSaslFailure } from '../errors'
import { parseSaslOffer, type AttemptRecorder } from '../link-facts'
import type { XmppStream } from '../stream'
import type { ConnectionConfig } from '../types'
import { NS_SASL } from '../wire-log'
import { canExport, channelBinding } from './channel-binding'
import { chooseMechanism } from './choose'

const MAX_CHALLENGES = 5

const encode = (data: Buffer) => (data.length === 0 ? '=' : data.toString('base64'))
const decode = (el: Element) => {
  const text = textOf(el).trim()
  return text === '' ? null : Buffer.from(text === '=' ? '' : text, 'base64')
}

/** Returns the mechanism used. Throws ConnectionFailure. */
export async function authenticate(
  stream: XmppStream, features: Element, config: ConnectionConfig, password: string, facts: AttemptRecorder,
): Promise<string> {
  const { secure, tls } = stream.link
  const { mechanisms: offered, bindings: announced } = parseSaslOffer(features)
  const mechanism = chooseMechanism(
    { offered, isSecure: secure, allowPlain: config.allowPlain, pinned: config.pinnedMechanism },
    {
      username: localOf(config.jid) ?? '', password, binding: channelBinding(tls, announced), couldBind: canExport(tls),
      advertised: { mechanisms: offered, bindings: announced },
    },
  )
  const tell = (isDone: boolean) => facts.login({ mechanism: mechanism.name, ...mechanism.said, isDone })
  tell(false)
  stream.writeElement(xml('auth', { xmlns: NS_SASL, mechanism: mechanism.name }, encode(mechanism.start())))
  for (let i = 0; i <= MAX_CHALLENGES; i++) {
    const el = await stream.next((one) => nsOf(one) === NS_SASL)
    if (nameOf(el) === 'failure') throw fromSaslFailure(el)
    if (isNamed(el, 'success', NS_SASL)) {
      mechanism.finish(decode(el))
      tell(true)
      return mechanism.name
    }
    if (!isNamed(el, 'challenge', NS_SASL)) break
    try {
      const answer = await mechanism.answer(decode(el) ?? Buffer.alloc(0))
      stream.writeElement(xml('response', { xmlns: NS_SASL }, answer.length === 0 ? undefined : encode(answer)))
    } catch (error) {
      stream.writeElement(xml('abort', { xmlns: NS_SASL }))
      throw error
    }
  }
  throw failure('login-failed', 'the SASL exchange does not end')
}
