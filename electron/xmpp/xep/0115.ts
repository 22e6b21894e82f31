/**
 * Entity capabilities: the verification string (§5.1) and its check with the rejections of §5.4. XEP-0115 version 1.6.0.
 * Left out: the legacy format without `hash`. Answers that hold a `<` in a value are refused: with them two different
 * answers may give one string (cache poisoning, SAFETY.md §2.1).
 */
import { createHash } from 'node:crypto'
import type { DataForm } from '#shared/model/form'
import { attr, child, xml, type Element } from '../element'
import type { DiscoInfo } from './0030'

export const NS_CAPS = 'http://jabber.org/protocol/caps'

export interface Caps {
  node: string
  ver: string
  /** Lower-case name of the hash (Tigase writes `SHA-1`). */
  hash: string
}

/** The caps of a presence (or of stream features); null without a `hash` we know. */
export function parseCaps(presence: Element | null | undefined): Caps | null {
  const el = child(presence, 'c', NS_CAPS)
  const node = attr(el, 'node')
  const ver = attr(el, 'ver')
  const hash = attr(el, 'hash')?.toLowerCase() ?? ''
  if (!node || !ver || !(hash in HASHES) || ver.length > 256 || node.length > 1024) return null
  return { node, ver, hash }
}

export function buildCaps(node: string, ver: string): Element {
  return xml('c', { xmlns: NS_CAPS, hash: 'sha-1', node, ver })
}

const HASHES: Record<string, string> = Object.assign(Object.create(null) as Record<string, string>, {
  'sha-1': 'sha1', 'sha-224': 'sha224', 'sha-256': 'sha256', 'sha-384': 'sha384', 'sha-512': 'sha512',
})

const byOctet = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
const isUnique = (values: string[]) => new Set(values).size === values.length

/** §5.4: forms without a hidden FORM_TYPE are left out; null when FORM_TYPE has several different values. */
function formStrings(form: DataForm): string[] | null {
  const typeField = form.fields.find((field) => field.name === 'FORM_TYPE')
  if (typeField && new Set(typeField.values).size > 1) return null
  if (!typeField || typeField.type !== 'hidden' || form.formType === null) return []
  const fields = form.fields.filter((field) => field !== typeField && field.name !== null)
  const out = [form.formType]
  for (const field of fields.sort((a, b) => byOctet(a.name!, b.name!))) out.push(field.name!, ...[...field.values].sort(byOctet))
  return out
}

/** Base64 of the hash, or null when the answer is ill-formed in the sense of §5.4 (or the hash unknown). */
export function verificationString(info: DiscoInfo, hash = 'sha-1'): string | null {
  const algorithm = HASHES[hash]
  if (!algorithm) return null
  const identities = info.identities.map((one) => [one.category, one.type, one.lang ?? '', one.name ?? ''].join('/'))
  const types = info.forms.flatMap((form) => form.formType ?? [])
  if (!isUnique(identities) || !isUnique(info.features) || !isUnique(types)) return null
  const parts = [...identities.sort(byOctet), ...[...info.features].sort(byOctet)]
  const forms = [...info.forms].sort((a, b) => byOctet(a.formType ?? '', b.formType ?? ''))
  for (const form of forms) {
    const strings = formStrings(form)
    if (strings === null) return null
    parts.push(...strings)
  }
  if (parts.some((part) => part.includes('<'))) return null
  return createHash(algorithm).update(parts.map((part) => `${part}<`).join('')).digest('base64')
}

/** Is this answer what the caps stand for? Only then may it be cached for others with the same caps. */
export function verifyCaps(caps: Caps, info: DiscoInfo): boolean {
  return verificationString(info, caps.hash) === caps.ver
}
