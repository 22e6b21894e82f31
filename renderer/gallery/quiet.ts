/** What a main process answers in which nothing goes on. Typed by the contract: an answer that the page could not live with does not compile. */
import type { CallInput, CallName, CallOutput } from '#contract'
import type { BareJid } from '#shared/jid'

/** Calls whose answer may not be null. */
type Telling = { [K in CallName]: null extends CallOutput<K> ? never : K }[CallName]

export const quiet: { [K in Telling]?: (input: CallInput<K>) => CallOutput<K> } = {
  'console.read': () => ({ entries: [], lastSeq: 0, isMore: false }),
  'desktop.linkHandler': ({ take }) => ({ canBe: true, isIt: take }),
  'desktop.popouts': () => ({ conversationIds: [] }),
  'desktop.update': () => ({ phase: 'off' }),
  'mention.candidates': () => ({ recent: [], canPeople: true, canEveryone: false }),
  'profile.alike': () => ({ jids: [] }),
  'roomAudit.people': () => ({ people: [{ nick: '王伟', jid: 'wang.wei@example.org' as BareJid }, { nick: '路人', jid: null }] }),
  'roomHats.get': () => ({
    available: [{ uri: 'urn:example:duty', title: '值日', hue: 210 }, { uri: 'urn:example:keeper', title: 'Keeper of the keys to the inner garden', hue: null }],
    assigned: [{ jid: 'wang.wei@example.org' as BareJid, hat: { uri: 'urn:example:duty', title: '值日', hue: 210 } }],
    can: { create: true, destroy: true, assign: true, unassign: true },
  }),
  'roomRegistration.reservedNick': () => ({ nick: null }),
}
