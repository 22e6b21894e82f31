/** Which file of the bundle an address means. Pure; the answer always lies inside `root`. */
import { join, sep } from 'node:path'
import { FILE_KEY } from '#shared/model/files'

export const ORIGIN = 'app://bundle'

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  webp: 'image/webp',
  woff2: 'font/woff2',
}

/** Of a picture; null: the address means something else. */
export function mediaKey(method: string, address: string): string | null {
  const start = `${ORIGIN}/media/`
  const key = address.startsWith(start) ? address.slice(start.length) : ''
  return method === 'GET' && FILE_KEY.test(key) ? key : null
}

/** Path segments of plain names only: no dot files, nothing encoded, no way up. */
const PATH = /^(?:\/[A-Za-z0-9_@-][A-Za-z0-9_.@-]*)+$/

export function bundlePath(root: string, method: string, address: string): { file: string; type: string } | null {
  if (method !== 'GET' || !URL.canParse(address)) return null
  const url = new URL(address)
  if (url.protocol !== 'app:' || url.host !== 'bundle' || url.username || url.password) return null
  const path = url.pathname === '/' ? '/index.html' : url.pathname
  if (!PATH.test(path)) return null
  const type = TYPES[path.slice(path.lastIndexOf('.') + 1)]
  const file = join(root, ...path.split('/'))
  return type && file.startsWith(root.endsWith(sep) ? root : root + sep) ? { file, type } : null
}
