/** Who can be taken for one of our contacts, and is not known to be him (rule R-LOOK-ALIKE). */
import type { AccountId } from '#shared/ids'
import { bareOf, localOf, parseJid } from '#shared/jid'
import { HIDDEN_SIGN, isSameName, looksOf, mixesScripts, visibleName } from '#shared/look-alike'
import { strings } from '../../lib/i18n/strings'
import { contacts, displayName } from './contacts.svelte'

const s = strings({
  zh: {
    other: (who: string, jid: string) => `看起来像你的联系人 ${who}（${jid}），但不是同一个账号`,
    letters: (who: string, jid: string) => `看起来像你的联系人 ${who}（${jid}），但用了别的字符`,
    mixed: '账号中混有不同文字的相似字母，请仔细核对',
    hidden: '名字中有看不见的字符',
  },
  en: {
    other: (who: string, jid: string) => `Looks like your contact ${who} (${jid}), but it is another address`,
    letters: (who: string, jid: string) => `Looks like your contact ${who} (${jid}), but is written with other characters`,
    mixed: 'The address mixes letters of different scripts that look alike: check it closely',
    hidden: 'There are characters in this name that one does not see',
  },
})

interface Known {
  jid: string
  name: string
}
/** Of what is compared again and again; texts that are gone cost little. */
const looks = new Map<string, readonly string[]>()
const MAX_LOOKS = 100_000
function looksOfKnown(text: string): readonly string[] {
  const found = looks.get(text)
  if (found !== undefined) return found
  if (looks.size >= MAX_LOOKS) looks.clear()
  const made = looksOf(text.slice(0, 200))
  looks.set(text, made)
  return made
}

const localPart = (jid: string): string => {
  const parsed = parseJid(jid)
  return (parsed && localOf(parsed)) ?? jid
}

/** By all that contacts go by: what is shown, the part before the @, the address. */
class Index {
  readonly #byLook = $derived.by(() => {
    const found = new Map<string, Known[]>()
    for (const { jid } of contacts.of(this.accountId).contacts.values()) {
      const name = displayName(jid, this.accountId)
      for (const look of new Set([name, localPart(jid), jid].flatMap(looksOfKnown))) found.set(look, [...(found.get(look) ?? []), { jid, name }])
    }
    return found
  })
  constructor(readonly accountId: AccountId) {}
  like = (text: string): readonly Known[] => [...new Set(looksOfKnown(text).flatMap((look) => this.#byLook.get(look) ?? []))]
}
const indexes = new Map<AccountId, Index>()
const indexOf = (accountId: AccountId): Index => {
  const index = indexes.get(accountId) ?? new Index(accountId)
  indexes.set(accountId, index)
  return index
}

/** Of an address as such, whoever it is. */
export const addressWarning = (jid: string): string | null => (mixesScripts(jid) ? s.mixed : null)

/**
 * What to warn of; null: nothing. `jid`: the address, where it is known; in rooms that hide it the same name may be the same person, and only
 * one that is written otherwise is told.
 */
export function lookAlikeWarning(accountId: AccountId, name: string, jid: string | null): string | null {
  const parsed = jid === null ? null : parseJid(jid)
  const bare = parsed && bareOf(parsed)
  const hidden = visibleName(name) !== name || name.includes(HIDDEN_SIGN) ? s.hidden : null
  if (bare !== null && contacts.of(accountId).contacts.has(bare)) return hidden
  for (const text of bare === null ? [name] : [name, localPart(bare), bare]) {
    for (const known of indexOf(accountId).like(text)) {
      const isWritten = ![known.name, localPart(known.jid), known.jid].some((one) => isSameName(one, text))
      if (isWritten) return s.letters(known.name, known.jid)
      if (bare !== null) return s.other(known.name, known.jid)
    }
  }
  return (bare === null ? null : addressWarning(bare)) ?? hidden
}
