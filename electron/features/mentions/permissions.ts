/** What a room says of who may mention whom (XEP-0513 §4.6). No server is known to have it yet; written from the text. */
import { valueOf, type DataForm } from '#shared/model/form'
import { child, parseCount, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { findForm } from '#xmpp/xep/0004'
import { NS_MENTIONS } from './stanza'

const WHO = ['participants', 'moderators', 'none'] as const
export type Who = (typeof WHO)[number]

export interface Permissions {
  /** Most mentions in one message. */
  count: number | null
  individual: Who | null
  channel: Who | null
  associations: Who | null
  hats: Who | null
}
const NOTHING: Permissions = { count: null, individual: null, channel: null, associations: null, hats: null }

export const buildPermissionsGet = (): Element => xml('query', { xmlns: NS_MENTIONS })

/** What the form does not name stays as it was: a change names only what has changed. */
function read(form: DataForm, before: Permissions): Permissions {
  const who = (name: 'individual' | 'channel' | 'associations' | 'hats') => WHO.find((one) => one === valueOf(form, `mentions#${name}`)) ?? before[name]
  return {
    count: parseCount(valueOf(form, 'mentions#count')) ?? before.count,
    individual: who('individual'),
    channel: who('channel'),
    associations: who('associations'),
    hats: who('hats'),
  }
}

/** Null: the answer is none. */
export function parsePermissions(reply: Element): Permissions | null {
  const form = findForm(child(reply, 'query', NS_MENTIONS), NS_MENTIONS)
  return form && read(form, NOTHING)
}

/** A message of the room about a change; null for every other. The sender is the caller's to check. */
export function parseChange(message: Element, before: Permissions | null): Permissions | null {
  const form = findForm(message, NS_MENTIONS)
  return form && read(form, before ?? NOTHING)
}
