/** XEP-0084 1.1.4: a node that says which picture, and one that has it. */
import type { AvatarType, PictureFacts } from '#shared/model/avatar'
import { avatarTypes, MAX_AVATAR_BYTES } from '#shared/model/avatar'
import { attr, child, childText, children, parseCount, xml, type Element } from '#xmpp/element'

export const NS_METADATA = 'urn:xmpp:avatar:metadata'
export const NS_DATA = 'urn:xmpp:avatar:data'

/** The hash of the picture to be fetched; '' when there is none; null: nothing that we could show. What lies on the web is never fetched. */
export function parseMetadata(items: Element[]): string | null {
  const metadata = child(items.at(-1), 'metadata', NS_METADATA)
  if (!metadata) return null
  const infos = children(metadata, 'info', NS_METADATA)
  if (infos.length === 0) return ''
  for (const info of infos) {
    const id = (attr(info, 'id') ?? '').toLowerCase()
    const isOurs = avatarTypes.includes(attr(info, 'type') as AvatarType)
    if (attr(info, 'url') === null && isOurs && /^[0-9a-f]{40}$/.test(id) && (parseCount(attr(info, 'bytes')) ?? 0) <= MAX_AVATAR_BYTES) return id
  }
  return null
}

/** Base64 without blanks. */
export function parseData(items: Element[], hash: string): string | null {
  const item = items.find((one) => attr(one, 'id')?.toLowerCase() === hash)
  return item ? (childText(item, 'data', NS_DATA)?.replace(/\s+/g, '') ?? null) : null
}

export const buildData = (base64: string): Element => xml('data', { xmlns: NS_DATA }, base64)

export const buildMetadata = (picture: (PictureFacts & { hash: string; bytes: number }) | null): Element =>
  xml(
    'metadata',
    { xmlns: NS_METADATA },
    picture && xml('info', { id: picture.hash, type: picture.type, bytes: String(picture.bytes), width: String(picture.width), height: String(picture.height) }),
  )
