/** Slots of files at an upload service. XEP-0363 version 1.2.0. Left out: purposes (§5), the time to try again (§6). */
import { fieldOf, valueOf } from '#shared/model/form'
import { attr, child, children, childText, textOf, xml, type Element } from '../element'
import type { DiscoInfo } from './0030'

export const NS_UPLOAD = 'urn:xmpp:http:upload:0'
const MAX_URL_CHARS = 4096

/** As it is written, when it is one that may be asked: https, without a login in it. */
export function webAddress(text: string | null): string | null {
  const address = text?.trim() ?? ''
  if (address.length > MAX_URL_CHARS || !/^https:\/\/[^/\s]/i.test(address) || /\s/.test(address) || !URL.canParse(address)) return null
  const { username, password } = new URL(address)
  return username || password ? null : address
}

/** In bytes. */
const size = (text: string | null) => (text !== null && /^\d{1,15}$/.test(text.trim()) ? Number(text) : null)

/** §3: so large at most; null: it does not say. */
export const uploadLimitOf = (info: DiscoInfo): number | null =>
  size(valueOf(info.forms.find((form) => valueOf(form, 'FORM_TYPE') === NS_UPLOAD && fieldOf(form, 'max-file-size')) ?? null, 'max-file-size'))

export const buildSlotRequest = (filename: string, size: number, type: string) =>
  xml('request', { xmlns: NS_UPLOAD, filename, size: String(size), 'content-type': type })

export interface Slot {
  put: string
  get: string
  headers: Record<string, string[]>
}
const HEADERS = ['authorization', 'cookie', 'expires']
const MAX_HEADERS = 20
const MAX_HEADER_CHARS = 8192

/** §4: https only; of the headers only those three, without line ends. */
export function parseSlot(reply: Element): Slot | null {
  const slot = child(reply, 'slot', NS_UPLOAD)
  const put = child(slot, 'put', NS_UPLOAD)
  const [to, from] = [webAddress(attr(put, 'url')), webAddress(attr(child(slot, 'get', NS_UPLOAD), 'url'))]
  if (!put || !to || !from) return null
  const headers: Record<string, string[]> = {}
  for (const header of children(put, 'header', NS_UPLOAD).slice(0, MAX_HEADERS)) {
    const name = (attr(header, 'name') ?? '').replace(/[\r\n]/g, '').trim().toLowerCase()
    const value = textOf(header).replace(/[\r\n]/g, '').trim()
    if (HEADERS.includes(name) && value.length <= MAX_HEADER_CHARS && /^[\x20-\x7e]+$/.test(value)) (headers[name] ??= []).push(value)
  }
  return { put: to, get: from, headers }
}

/** Of a refusal: the file may have this many bytes at most; null when that is not why. */
export const parseTooLarge = (error: Element | null): number | null =>
  size(childText(child(error, 'file-too-large', NS_UPLOAD), 'max-file-size', NS_UPLOAD))
