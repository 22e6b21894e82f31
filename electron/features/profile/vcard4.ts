/**
 * vCard4 (XEP-0292 version 0.12.0, the XML of RFC 6351) → profile, and one of it and the older card together. Total:
 * everything in there is the other's word.
 */
import { MAX_PROFILE_LINE, MAX_PROFILE_NOTE, profileFields, type Profile, type ProfileField } from '#shared/model/profile'
import { child, childText, children, textOf, type Element } from '#xmpp/element'

export const NODE_VCARD4 = 'urn:xmpp:vcard4'
const NS = 'urn:ietf:params:xml:ns:vcard-4.0'

const MAX_OF_A_KIND = 10
const PLAIN = { fn: 'fullName', nickname: 'nickname', note: 'note', bday: 'birthday', url: 'website', title: 'jobTitle', org: 'organisation' } as const
const LISTS = { tel: 'phone', email: 'email' } as const
const ADDRESS = { street: 'street', locality: 'locality', region: 'region', code: 'postcode', country: 'country' } as const
/** How a value may be written; the first that says something counts. */
const VALUES = ['text', 'uri', 'date', 'date-and-or-time', 'date-time'] as const

function valueOf(property: Element, max: number): string {
  for (const kind of VALUES) {
    const text = children(property, kind, NS).map((el) => textOf(el).trim()).find((one) => one !== '')
    if (text) return text.replace(/^(?:tel|mailto):/i, '').slice(0, max)
  }
  return ''
}

/** Null: no card. */
export function parseVcard4(item: Element | null): Profile | null {
  const vcard = child(item, 'vcard', NS)
  if (!vcard) return null
  const profile = Object.fromEntries(profileFields.map((field) => [field, ''])) as Profile
  const values = (name: string, max: number) =>
    [...new Set(children(vcard, name, NS).map((el) => valueOf(el, max)).filter(Boolean))].slice(0, MAX_OF_A_KIND)
  for (const [name, field] of Object.entries(PLAIN)) profile[field] = values(name, field === 'note' ? MAX_PROFILE_NOTE : MAX_PROFILE_LINE)[0] ?? ''
  for (const [name, field] of Object.entries(LISTS)) profile[field] = values(name, MAX_PROFILE_LINE).join('\n')
  const part = (address: Element, name: string) => (childText(address, name, NS) ?? '').trim().slice(0, MAX_PROFILE_LINE)
  const address = children(vcard, 'adr', NS).find((el) => Object.keys(ADDRESS).some((name) => part(el, name) !== ''))
  if (address) for (const [name, field] of Object.entries(ADDRESS)) profile[field] = part(address, name)
  return profile
}

const ADDRESS_FIELDS = new Set<ProfileField>(Object.values(ADDRESS))

/** What the newer card says counts, and what only the older says stays; several phones and mails are those of both. A postal address is taken whole. */
export function mergeProfiles(older: Profile, newer: Profile | null): Profile {
  if (!newer) return older
  const hasAddress = [...ADDRESS_FIELDS].some((field) => newer[field] !== '')
  const both = (field: ProfileField) => [...new Set([...newer[field].split('\n'), ...older[field].split('\n')])].filter(Boolean).slice(0, MAX_OF_A_KIND).join('\n')
  return Object.fromEntries(
    profileFields.map((field) => {
      if (field === 'phone' || field === 'email') return [field, both(field)]
      if (ADDRESS_FIELDS.has(field)) return [field, hasAddress ? newer[field] : older[field]]
      return [field, newer[field] || older[field]]
    }),
  ) as Profile
}
