/** Files offered from client to client (XEP-0234), with their hashes (XEP-0300). XML stops here. */
import { createHash, type Hash } from 'node:crypto'
import { MAX_DOWNLOAD_BYTES, type SharedFile } from '#shared/model/files'
import { safeName } from '#shared/safe-name'
import { attr, child, children, childText, isNamed, textOf, xml, type Element } from '#xmpp/element'

export const NS_FILE_TRANSFER = 'urn:xmpp:jingle:apps:file-transfer:5'
export const NS_HASHES = 'urn:xmpp:hashes:2'
export const HASH_FEATURES = ['urn:xmpp:hash-function-text-names:sha-256', 'urn:xmpp:hash-function-text-names:sha-512', 'urn:xmpp:hash-function-text-names:sha-1']
const MAX_DESCRIPTION_CHARS = 1000
const MAX_HASHES = 4

/** XEP-0300 §2 by name, as Node calls them. SHA-1 finds accidents, as all of them do here: who could alter the bytes could alter the hash. */
const ALGORITHMS: Record<string, string> = {
  'sha-1': 'sha1', 'sha-256': 'sha256', 'sha-512': 'sha512', 'sha3-256': 'sha3-256', 'sha3-512': 'sha3-512', 'blake2b-512': 'blake2b512',
}
export type Hashes = ReadonlyMap<string, string>

/** Those that we can compute and that have a value. */
function hashesIn(file: Element | null): Hashes {
  const found = new Map<string, string>()
  for (const one of children(file, 'hash', NS_HASHES).slice(0, MAX_HASHES)) {
    const algorithm = attr(one, 'algo') ?? ''
    const value = textOf(one).trim()
    if (Object.hasOwn(ALGORITHMS, algorithm) && /^[A-Za-z0-9+/]{20,128}={0,2}$/.test(value)) found.set(algorithm, value)
  }
  return found
}

export interface OfferedFile {
  name: string
  size: number
  type: string | null
  /** Words of the sender, '' when there are none. */
  description: string
  hashes: Hashes
  /** Told now or when all has been sent. */
  algorithms: string[]
}

/** Null: no file, or none that says how large it is, within what may be fetched. */
export function parseOffer(description: Element): OfferedFile | null {
  const file = isNamed(description, 'description', NS_FILE_TRANSFER) ? child(description, 'file', NS_FILE_TRANSFER) : null
  const [size, range] = [childText(file, 'size', NS_FILE_TRANSFER)?.trim() ?? '', child(file, 'range', NS_FILE_TRANSFER)]
  if (!file || !/^\d{1,15}$/.test(size) || Number(size) > MAX_DOWNLOAD_BYTES || Number(attr(range, 'offset') ?? 0) !== 0 || attr(range, 'length') !== null) return null
  const type = childText(file, 'media-type', NS_FILE_TRANSFER)?.trim().toLowerCase() ?? ''
  const hashes = hashesIn(file)
  const announced = [...children(file, 'hash', NS_HASHES), ...children(file, 'hash-used', NS_HASHES)].map((one) => attr(one, 'algo') ?? '')
  return {
    name: safeName(childText(file, 'name', NS_FILE_TRANSFER)?.slice(0, 1000) ?? ''),
    size: Number(size),
    type: /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,100}$/.test(type) ? type : null,
    description: childText(file, 'desc', NS_FILE_TRANSFER)?.trim().slice(0, MAX_DESCRIPTION_CHARS) ?? '',
    hashes,
    algorithms: [...new Set(announced)].filter((one) => Object.hasOwn(ALGORITHMS, one)).slice(0, MAX_HASHES),
  }
}

export function buildOffer({ name, size, type, hash }: Pick<SharedFile, 'name' | 'size' | 'type' | 'hash'>, description: string): Element {
  return xml(
    'description', { xmlns: NS_FILE_TRANSFER },
    xml(
      'file', {},
      xml('media-type', {}, type ?? 'application/octet-stream'), xml('name', {}, name), xml('size', {}, String(size)),
      ...(description ? [xml('desc', {}, description)] : []),
      ...(hash ? [xml('hash', { xmlns: NS_HASHES, algo: 'sha-256' }, hash)] : []),
    ),
  )
}

/** What the sender says of it behind the bytes. Null: something else. */
export const parseChecksum = (info: Element): Hashes | null =>
  isNamed(info, 'checksum', NS_FILE_TRANSFER) ? hashesIn(child(info, 'file', NS_FILE_TRANSFER)) : null
/** The receiver has all of it. */
export const isReceived = (info: Element): boolean => isNamed(info, 'received', NS_FILE_TRANSFER)
export const buildReceived = ({ name, creator }: { name: string; creator: string }): Element => xml('received', { xmlns: NS_FILE_TRANSFER, creator, name })

/** Several at once; SHA-256 always, for our own books. */
export class Digests {
  readonly #hashes: Map<string, Hash>

  constructor(algorithms: Iterable<string>) {
    this.#hashes = new Map([...new Set(['sha-256', ...algorithms])].map((name) => [name, createHash(ALGORITHMS[name]!)]))
  }
  update(bytes: Buffer): void {
    for (const hash of this.#hashes.values()) hash.update(bytes)
  }
  /** By name, in Base64. */
  end(): Map<string, string> {
    return new Map([...this.#hashes].map(([name, hash]) => [name, hash.digest('base64')]))
  }
}
