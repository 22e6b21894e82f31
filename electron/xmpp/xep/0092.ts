/** Which program runs somewhere. XEP-0092 version 1.1, complete. */
import type { SoftwareVersion } from '#shared/model/software-version'
import { child, childText, isNamed, xml, type Element } from '../element'

export const NS_VERSION = 'jabber:iq:version'
/** Longer is no name of a program. */
const MAX_CHARS = 500

/** The answer's iq → who runs there; null when it holds no name (the schema demands one). */
export function parseVersion(iq: Element): SoftwareVersion | null {
  const query = child(iq, 'query', NS_VERSION)
  const text = (name: string) => childText(query, name, NS_VERSION)?.trim().slice(0, MAX_CHARS) || null
  const name = text('name')
  return isNamed(query, 'query', NS_VERSION) && name !== null ? { name, version: text('version') ?? '', os: text('os') } : null
}

export function buildVersion({ name, version, os }: SoftwareVersion): Element {
  return xml(
    'query',
    { xmlns: NS_VERSION },
    xml('name', {}, name),
    xml('version', {}, version),
    os === null ? null : xml('os', {}, os),
  )
}

export const buildVersionQuery = () => xml('query', { xmlns: NS_VERSION })
