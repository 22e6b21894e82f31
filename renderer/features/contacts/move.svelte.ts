/** Contacts go from one group to another: dragged, or by the menu. */
import type { HTMLAttributes } from 'svelte/elements'
import type { AccountId } from '#shared/ids'
import type { Contact } from '#shared/model/contact'
import { call } from '../../lib/api'
import { showError } from '../../lib/state/toasts.svelte'
import { UNGROUPED, type ListRow } from './tree'

/** His groups when he goes from one to another; the others he is in stay. To `UNGROUPED`: out of all. */
export function movedGroups(groups: readonly string[], from: string, to: string): string[] {
  return to === UNGROUPED ? [] : [...new Set([...groups.filter((group) => group !== from), to])]
}

export async function move(accountId: AccountId, contact: Contact, from: string, to: string): Promise<void> {
  const result = await call('contact.update', { accountId, jid: contact.jid, groups: movedGroups(contact.groups, from, to) })
  if (!result.ok) showError(result.error)
}

type ContactRow = Extract<ListRow, { kind: 'contact' }>
const groupOf = (row: ListRow): string | null => (row.kind === 'contact' ? row.group : row.kind === 'group' ? row.name : null)

/** What a tree of contacts needs for dragging. */
export class GroupDrag {
  #dragged = $state.raw<ContactRow | null>(null)
  #over = $state<string | null>(null)

  /** Of a row: what starts, shows and ends a drag. */
  attributes(row: ListRow): HTMLAttributes<HTMLDivElement> & { 'data-drop'?: '' } {
    const group = groupOf(row)
    if (group === null) return {}
    const isTarget = () => this.#dragged !== null && this.#dragged.accountId === row.accountId && this.#dragged.group !== group
    return {
      ...(row.kind === 'group' && this.#over === group && isTarget() && { 'data-drop': '' }),
      ...(row.kind === 'contact' && {
        draggable: true,
        ondragstart: (event) => {
          this.#dragged = row
          event.dataTransfer?.setData('text/plain', row.contact.jid)
          if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copyMove'
        },
        ondragend: () => (this.#dragged = this.#over = null),
      }),
      ondragover: (event) => {
        this.#over = isTarget() ? group : null
        if (isTarget()) event.preventDefault()
      },
      ondrop: (event) => {
        const dragged = this.#dragged
        if (!dragged || !isTarget()) return
        event.preventDefault()
        this.#dragged = this.#over = null
        void move(row.accountId, dragged.contact, dragged.group, group)
      },
    }
  }
}
