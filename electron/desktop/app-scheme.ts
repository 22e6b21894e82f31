/**
 * `app://bundle/…`: the built page, pictures of messages by their keys, and nothing else. A private scheme instead of file://, with
 * our headers on everything.
 */
import { protocol } from 'electron'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundlePath, mediaKey } from './bundle-path'

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
}

/** SAFETY §3.1.7. Svelte makes the one policy named here. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  'media-src blob:',
  "font-src 'self'",
  "connect-src 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ')

/** Before `ready`. Not corsEnabled: no other page may fetch from it. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
}

export type Bundle = ReadonlyMap<string, Buffer>

/** The files there are, by path: read once, so that nothing else can ever be asked for. Links are no files. */
export async function readBundle(root: string): Promise<Bundle> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const)))
}

/** What lies under `app://bundle/media/KEY`. */
export type ReadMedia = (key: string) => Promise<{ bytes: Buffer; type: string } | null>

export function serveAppScheme(root: string, bundle: Promise<Bundle>, readMedia: ReadMedia): void {
  protocol.handle('app', async (request) => {
    const key = mediaKey(request.method, request.url)
    const media = key === null ? null : await readMedia(key)
    if (media) {
      const headers = { ...HEADERS, 'Content-Type': media.type, 'Content-Security-Policy': "default-src 'none'; sandbox" }
      return new Response(new Uint8Array(media.bytes), { headers })
    }
    const target = bundlePath(root, request.method, request.url)
    const bytes = target && (await bundle).get(target.file)
    if (!bytes) return new Response('not found', { status: 404, headers: HEADERS })
    return new Response(new Uint8Array(bytes), {
      headers: { ...HEADERS, 'Content-Type': target.type, 'Content-Security-Policy': CSP },
    })
  })
}
