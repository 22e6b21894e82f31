/** vcard-temp (XEP-0054 1.3.0) and the hash of its picture in presence (XEP-0153 1.1.1): of people, and of rooms (XEP-0486 0.1.0). */
import { child, childText, elements, nameOf, nsOf, textOf, xml, type Element } from '../element'

export const NS_VCARD = 'vcard-temp'
const NS_UPDATE = 'vcard-temp:x:update'

export const buildVcardGet = (): Element => xml('vCard', { xmlns: NS_VCARD })

export interface Vcard {
  /** Base64 without blanks; null when there is no picture. */
  photo: string | null
  /** All else in there, kept when the picture changes. */
  rest: Element[]
}

/** Null when the answer is none. An empty answer (no vCard yet) is a vCard without anything. */
export function parseVcard(iq: Element): Vcard {
  const vcard = child(iq, 'vCard', NS_VCARD)
  const photo = childText(child(vcard, 'PHOTO', NS_VCARD), 'BINVAL', NS_VCARD)?.replace(/\s+/g, '') ?? ''
  return {
    photo: /^[A-Za-z0-9+/]+={0,2}$/.test(photo) ? photo : null,
    rest: elements(vcard).filter((el) => !(nameOf(el) === 'PHOTO' && nsOf(el) === NS_VCARD)),
  }
}

export const buildVcardSet = (rest: readonly Element[], picture: { type: string; base64: string } | null): Element =>
  xml(
    'vCard',
    { xmlns: NS_VCARD },
    [...rest],
    picture && xml('PHOTO', {}, xml('TYPE', {}, picture.type), xml('BINVAL', {}, picture.base64)),
  )

/** In a presence that goes out; '': there is no picture; null: we do not know yet. */
export const buildPhotoUpdate = (hash: string | null): Element => xml('x', { xmlns: NS_UPDATE }, hash === null ? null : xml('photo', {}, hash))

/** `hash`: there is this picture; '': there is none; null: the presence says nothing of it. */
export function parsePhotoUpdate(presence: Element): string | null {
  const photo = child(child(presence, 'x', NS_UPDATE), 'photo', NS_UPDATE)
  if (!photo) return null
  const hash = textOf(photo).trim().toLowerCase()
  return hash === '' || /^[0-9a-f]{40}$/.test(hash) ? hash : null
}
