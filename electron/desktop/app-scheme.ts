/** `app://bundle/…`: the built page, and nothing else. A private scheme instead of file://, with our headers on everything. */
import { protocol } from 'electron'
import { readFile, realpath } from 'node:fs/promises'
import { bundlePath } from './bundle-path'

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
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

export function serveAppScheme(root: string): void {
  protocol.handle('app', async (request) => {
    const target = bundlePath(root, request.method, request.url)
    if (!target) return new Response('not found', { status: 404, headers: HEADERS })
    try {
      // A link inside the bundle must not lead out of it.
      const [base, real] = await Promise.all([realpath(root), realpath(target.file)])
      if (real !== target.file.replace(root, base)) return new Response('not found', { status: 404, headers: HEADERS })
      return new Response(await readFile(real), {
        headers: { ...HEADERS, 'Content-Type': target.type, 'Content-Security-Policy': CSP },
      })
    } catch {
      return new Response('not found', { status: 404, headers: HEADERS }) // absent, or a folder
    }
  })
}
