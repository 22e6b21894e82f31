/** Whom an @ names in a room, those who are meant most in front: the last writers. */
import type { CallOutput } from '#contract'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { call } from '../../lib/api'
import { strings } from '../../lib/i18n/strings'
import type { Mentionable } from './completion'

const s = strings({ zh: { everyone: '所有人' }, en: { everyone: 'all' } })

export class RoomPeople {
  #known = $state.raw<CallOutput<'mention.candidates'>>({ recent: [], canPeople: true, canEveryone: false })

  constructor(
    readonly accountId: AccountId,
    readonly room: BareJid,
  ) {}

  /** Before each completion: others have written since. */
  async ask() {
    const result = await call('mention.candidates', { accountId: this.accountId, room: this.room })
    if (result.ok) this.#known = result.value
  }

  /** Nicks of those who are here. */
  here(present: ReadonlyMap<string, unknown>, own: string | undefined): string[] {
    const recent = this.#known.recent.filter((nick) => present.has(nick) && nick !== own)
    const isRecent = new Set(recent)
    return [...recent, ...[...present.keys()].filter((nick) => nick !== own && !isRecent.has(nick)).sort()]
  }

  mentionable(present: ReadonlyMap<string, unknown>, own: string | undefined): Mentionable {
    const { recent, canPeople, canEveryone } = this.#known
    return { gone: recent.filter((nick) => !present.has(nick) && nick !== own), canPeople, everyone: canEveryone ? s.everyone : null }
  }
}
