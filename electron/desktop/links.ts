/**
 * The program as the system's door to `xmpp:` links (XEP-0147): how they come in (a start with one, a second start, macOS'
 * open-url) and whether the system sends them here. The page asks the user what to do with one.
 */
import { app } from 'electron'
import { ok } from '#shared/result'
import type { EmitDesktop } from './broadcast'
import type { DesktopHandlers } from './ipc-main'
import { linkIn } from './link-argument'

const SCHEME = 'xmpp'

export interface Links {
  /** From here on they go to the page, with the one that came before. Called whenever a page is ready. */
  deliver(emit: EmitDesktop): void
}

/** Before `ready`. `onLink`: one has come while the program runs. */
export function receiveLinks(args: readonly string[], onLink: () => void): Links {
  let waiting = linkIn(args)
  let emit: EmitDesktop | null = null
  const take = (url: string | null) => {
    if (url === null) return
    if (emit) emit('desktop.openLink', { url })
    else waiting = url
    onLink()
  }
  app.on('second-instance', (_event, argv) => take(linkIn(argv)))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    take(linkIn([url]))
  })
  return {
    deliver: (to) => {
      emit = to
      if (waiting !== null) emit('desktop.openLink', { url: waiting })
      waiting = null
    },
  }
}

/**
 * Packages name the scheme (electron-builder.yml), which the installers of Linux and macOS tell the system; Windows has to be
 * told by the program, which takes it by itself only from nobody.
 */
export function linkHandlers(): Pick<DesktopHandlers, 'desktop.linkHandler'> {
  const canBe = app.isPackaged
  // `magpie.exe "--" "%1"`: no link becomes a switch of Chromium, whatever quotes it brings (CVE-2018-1000006). Elsewhere the entry says it.
  const takeLinks = () => app.setAsDefaultProtocolClient(SCHEME, process.execPath, ['--'])
  if (canBe && process.platform === 'win32' && app.getApplicationNameForProtocol(`${SCHEME}:`) === '') takeLinks()
  return {
    'desktop.linkHandler': ({ take }) => {
      if (canBe && take) takeLinks()
      return ok({ canBe, isIt: canBe && app.isDefaultProtocolClient(SCHEME, process.execPath, ['--']) })
    },
  }
}
