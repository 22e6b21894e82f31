/** Puts the desktop around a running core: window, calls, events, tray, notifications, power. */
import { app, clipboard, nativeTheme } from 'electron'
import type { Core } from '#core/create-core'
import type { Log } from '#core/log'
import type { ConversationId } from '#shared/ids'
import type { OwnAvailability } from '#shared/model/contact'
import type { Conversation } from '#shared/model/conversation'
import { done, ok } from '#shared/result'
import { systemClock } from '#shared/time'
import { storeFiles } from '#store/profile-files'
import { serve } from '../ipc/serve'
import { serveAppScheme, type Bundle } from './app-scheme'
import { fileHandlers, mediaReader } from './files'
import { broadcastEvents } from './broadcast'
import { openExternal } from './external'
import { guardDefaultSession } from './guards'
import { answerCalls } from './ipc-main'
import { linkHandlers, type Links } from './links'
import { installContextMenu, installMenu } from './menu'
import { showNotifications } from './notifications'
import { createOverview } from './overview'
import { rendererDir } from './paths'
import { pictureHandlers } from './pictures'
import { watchPower } from './power'
import { saveTextHandler } from './save-text'
import { stringsFor } from './strings'
import { transferHandlers } from './transfer'
import { createTray } from './tray'
import { createMainWindow, type MainWindow } from './window'

export interface WindowPlace {
  profileDir: string
  /** Address of the page, and the origin that alone is trusted. */
  url: string
  origin: string
  bundle: Promise<Bundle>
  log: Log
}

export interface DesktopOptions {
  core: Core
  window: MainWindow
  links: Links
  profile: string
  origin: string
  isQuitting: () => boolean
  log: Log
}

/** After `ready`, before the core: the page begins to load while the store opens. It asks nothing before startDesktop. */
export function openWindow({ profileDir, url, origin, bundle, log }: WindowPlace): MainWindow {
  guardDefaultSession(origin, log)
  serveAppScheme(rendererDir(), bundle, mediaReader(storeFiles(profileDir).files))
  installMenu()
  const window = createMainWindow({ profileDir, url, isPackaged: app.isPackaged, log, clock: systemClock })
  window.load()
  return window
}

/** In the same turn of the event loop as openWindow: nobody can have called before somebody answers. */
export function startDesktop({ core, window, links, profile, origin, isQuitting, log }: DesktopOptions): void {
  const { settings } = core
  const { isPackaged } = app
  const strings = () => stringsFor(settings.get().language, app.getLocale())
  const server = serve(core)
  let visible: ConversationId | null = null

  nativeTheme.themeSource = settings.get().theme
  const emit = broadcastEvents(core)
  for (const name of ['hide', 'minimize'] as const) window.browserWindow.on(name as 'hide', () => emit('desktop.windowShown', { isShown: false }))
  for (const name of ['show', 'restore'] as const) window.browserWindow.on(name as 'show', () => emit('desktop.windowShown', { isShown: true }))
  const overview = createOverview(core)
  const open = ({ accountId, id }: Conversation) => {
    window.show()
    emit('desktop.openConversation', { accountId, conversationId: id })
  }
  const setStatus = (availability: OwnAvailability) => {
    for (const accountId of overview.online()) {
      void server.call('status.set', { accountId, availability, signature: overview.status(accountId)?.signature ?? '' })
    }
  }
  const tray = createTray({
    overview, strings, log,
    isWindowFocused: window.isFocused,
    onShow: window.show,
    onOpen: open,
    onStatus: setStatus,
  })

  window.stayWhen(() => !isQuitting() && (process.platform === 'darwin' || (tray.exists() && settings.get().closeToTray)))

  answerCalls({
    server, origin, log,
    desktopHandlers: {
      'desktop.openExternal': async (input) => ok({ isOpened: await openExternal(input.url, window.browserWindow, strings()) }),
      'desktop.copyText': async ({ text }) => {
        await clipboard.writeText(text) // a promise since Electron 45
        return done
      },
      ...pictureHandlers(window.browserWindow, strings),
      ...fileHandlers({ dir: core.filesDir, window: window.browserWindow, strings, log }),
      ...linkHandlers(),
      'desktop.getInfo': () => {
        const { electron, chrome, node } = process.versions
        const runtime = { electron: electron!, chromium: chrome!, node }
        return ok({ ...runtime, version: app.getVersion(), locale: app.getLocale(), profile, isPackaged, hasTray: tray.exists() })
      },
      'desktop.setVisibleConversation': (input) => {
        visible = input.visible?.conversationId ?? null
        return done
      },
      ...transferHandlers({ core, window: window.browserWindow, strings }),
      'desktop.saveText': saveTextHandler(window.browserWindow, strings, log),
      'desktop.restart': () => {
        app.relaunch()
        app.quit()
        return done
      },
      'desktop.usable': () => {
        links.deliver(emit)
        if (!isPackaged && process.env.MAGPIE_BENCH === '1') process.stderr.write('MAGPIE_USABLE\n')
        return done
      },
    },
  })
  showNotifications({ overview, settings, strings, open, log, visible: () => (window.isFocused() ? visible : null) })
  overview.onMessages(() => {
    if (!window.isFocused() && !window.browserWindow.isDestroyed()) window.browserWindow.flashFrame(overview.unread().length > 0)
  })
  window.browserWindow.on('focus', () => {
    window.browserWindow.flashFrame(false)
    tray.calm()
  })
  installContextMenu(window.browserWindow, strings)
  settings.onChange(({ theme }) => {
    nativeTheme.themeSource = theme
    tray.refresh()
  })
  watchPower(core, systemClock, window.browserWindow)
}
