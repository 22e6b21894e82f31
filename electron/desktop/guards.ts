/** What no page may do, whoever got script into it (SAFETY §3.1.5, 11–14): on every web contents, from its first moment. */
import { app, session, type Session, type WebContents } from 'electron'
import type { Log } from '#core/log'

/** Before `ready`, so that no web contents comes without. `origin` is where our page lives. */
export function guardEverything(origin: string, log: Log): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, origin, log))
  app.on('session-created', (created) => guardSession(created, origin, log))
}

/** One line for each refusal, known by its words: the tests of whole sessions find none. */
const REFUSED = 'refused to a page'
const MAX_LOGGED = 200

const isOurs = (url: string, origin: string) => url === origin || url.startsWith(`${origin}/`)

function guardContents(contents: WebContents, origin: string, log: Log): void {
  const refuse = (what: string, url: string) => log('warn', REFUSED, { what, url: url.slice(0, MAX_LOGGED) })
  const onNavigate = (what: string) => (event: { preventDefault(): void; url: string }) => {
    // Our own page may load itself anew (hot reload); everything else stays out, in frames too.
    if (isOurs(event.url, origin) && what !== 'frame') return
    event.preventDefault()
    refuse(what, event.url)
  }
  contents.on('will-navigate', onNavigate('navigation'))
  contents.on('will-redirect', onNavigate('redirect'))
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) onNavigate('frame')(event)
  })
  contents.setWindowOpenHandler(({ url }) => {
    refuse('window', url)
    return { action: 'deny' }
  })
  // Chromium tells what the policy of the page has stopped only there. COMPAT(electron): before 35 the words were an argument of their own.
  contents.on('console-message', (event, _level?: unknown, before?: string) => {
    const words = (event as { message?: string }).message ?? before ?? ''
    if (/Content.Security.Policy|requires 'Trusted/i.test(words)) refuse('policy', words)
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    refuse('webview', '')
  })
}

function guardSession(target: Session, origin: string, log: Log): void {
  const refuse = (what: string) => log('warn', REFUSED, { what })
  target.setPermissionRequestHandler((_contents, permission, answer) => {
    refuse(permission)
    answer(false)
  })
  target.setPermissionCheckHandler(() => false)
  target.setDevicePermissionHandler(() => false)
  target.on('will-download', (event) => {
    event.preventDefault()
    refuse('download')
  })
  if (process.platform !== 'darwin') target.setSpellCheckerLanguages([])
  target.setSpellCheckerEnabled(false) // it would fetch dictionaries from Google; see spelling.ts
  // The page has no business on the network: all traffic is the core's.
  target.webRequest.onBeforeRequest((request, answer) => {
    const { url } = request
    const isAllowed = isOurs(url, origin) || /^(blob|data|devtools):/.test(url) || isDevSocket(url, origin)
    if (!isAllowed) refuse(`request ${url.slice(0, MAX_LOGGED)}`)
    answer({ cancel: !isAllowed })
  })
}

/** Hot reload speaks WebSocket with the server the page came from. */
const isDevSocket = (url: string, origin: string) => origin.startsWith('http:') && isOurs(url, origin.replace(/^http:/, 'ws:'))

export const guardDefaultSession = (origin: string, log: Log) => guardSession(session.defaultSession, origin, log)
