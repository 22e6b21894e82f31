/** Looking for people (XEP-0055). All of it is the service's word. */
import type { BareJid } from '#shared/jid'
import type { DataForm } from '#shared/model/form'

export interface DirectoryForm {
  service: BareJid
  instructions: string
  /** Always a form: the old fields (`first`, `last`, `nick`, `email`) are turned into one. */
  form: DataForm
}

export interface FoundPerson {
  jid: BareJid
  /** '' when the service says none. */
  name: string
  /** What else it says, with its own labels, or those of the old fields by name. */
  details: { name: string; label: string | null; value: string }[]
}
