/** Puts the desktop around a running core: window, calls, events, tray, notifications, power. */
import { resolve } from 'node:path'
import { app, clipboard, dialog, globalShortcut, nativeTheme } from 'electron'
import type { Core } from '#core/create-core'
import type { Log } from '#core/log'
import type { ConversationId } from '#shared/ids'
import type { OwnAvailability } from '#shared/model/contact'
import type { Conversation } from '#shared/model/conversation'
import type { MessageCursor } from '#shared/model/message'
import { done, ok } from '#shared/result'
import { systemClock } from '#shared/time'
import { serve } from '../ipc/serve'
import type { Options } from '../start/argv'
import { serveAppScheme, type Bundle } from './app-scheme'
import { autostartHandlers, BACKGROUND, wasStartedBySystem } from './autostart'
import { showBadge } from './badge'
import { createBossKey } from './boss-key'
import { broadcastEvents } from './broadcast'
import { createClosing } from './closing'
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
import { createQuiet } from './quiet'
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
  options: Options
  origin: string
  isQuitting: () => boolean
  log: Log
}

/** After `ready`, before the core: the page begins to load while the store opens. It asks nothing before startDesktop. */
export function openWindow({ profileDir, url, origin, bundle, log }: WindowPlace): MainWindow {
  guardDefaultSession(origin, log)
  serveAppScheme(rendererDir(), bundle)
  installMenu()
  const window = createMainWindow({ profileDir, url, isPackaged: app.isPackaged, log, clock: systemClock })
  window.load()
  return window
}

/** In the same turn of the event loop as openWindow: nobody can have called before somebody answers. */
export function startDesktop({ core, window, links, options, origin, isQuitting, log }: DesktopOptions): void {
  const { profile, profileDir } = options
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
  const quiet = createQuiet(settings, systemClock)
  const open = ({ accountId, id }: Conversation, place: MessageCursor | null = null) => {
    window.show()
    emit('desktop.openConversation', { accountId, conversationId: id, place })
  }
  const reply = async (conversation: Conversation, body: string) => {
    const target = { accountId: conversation.accountId, conversationId: conversation.id }
    const result = await server.call('message.send', { ...target, body })
    if (result.ok) return void server.call('conversation.markRead', target)
    // Nothing written is lost, and where it stands he sees why it cannot be sent.
    log('warn', 'an answer from a notification was refused', { code: result.error.code })
    const draft = [overview.conversation(conversation.id)?.draft, body].filter(Boolean).join('\n')
    await server.call('conversation.setDraft', { ...target, draft })
    open(conversation)
  }
  const setStatus = (availability: OwnAvailability) => {
    for (const accountId of overview.online()) {
      void server.call('status.set', { accountId, availability, signature: overview.status(accountId)?.signature ?? '' })
    }
  }
  const tray = createTray({
    overview, quiet, strings, log,
    time: (ms) => new Intl.DateTimeFormat(app.getLocale(), { hour: '2-digit', minute: '2-digit' }).format(ms),
    isWindowFocused: window.isFocused,
    onUnread: (count) => showBadge(window.browserWindow, count, strings()),
    onShow: window.show,
    onOpen: open,
    onStatus: setStatus,
  })

  const close = createClosing({
    settings,
    ask: async () => {
      const { trayTold: message, trayDetail: detail, stay, quit } = strings()
      const { response } = await dialog.showMessageBox(window.browserWindow, { type: 'info', message, detail, buttons: [stay, quit], defaultId: 0, cancelId: 0, noLink: true })
      return response === 0
    },
    hide: () => window.browserWindow.hide(),
    quit: () => app.quit(),
  })
  const isMac = process.platform === 'darwin' // where programs stay without a window, and everybody knows
  window.stayWhen(
    () => !isQuitting() && (isMac || (tray.exists() && settings.get().closeToTray)),
    () => (isMac ? window.browserWindow.hide() : void close()),
  )
  if (settings.get().startHidden && wasStartedBySystem(process.argv.includes(BACKGROUND))) {
    // Where there is no tray it waits on the taskbar.
    window.startWith(() => void tray.settled.then(() => tray.exists() || window.browserWindow.minimize()))
  }
  /** The boss has come: nothing of ours is seen or heard until the key is pressed again, or the window opened otherwise. */
  let isBossHere = false
  window.browserWindow.on('show', () => (isBossHere = false))
  const bossKey = createBossKey(globalShortcut, settings, () => {
    if (isBossHere) return window.show()
    isBossHere = true
    notifications.closeAll()
    window.browserWindow.hide()
  }, log)

  answerCalls({
    server, origin, log,
    desktopHandlers: {
      'desktop.openExternal': async (input) => ok({ isOpened: await openExternal(input.url, window.browserWindow, strings()) }),
      'desktop.copyText': async ({ text }) => {
        await clipboard.writeText(text) // a promise since Electron 45
        return done
      },
      ...pictureHandlers(window.browserWindow, strings),
      ...linkHandlers(),
      ...autostartHandlers({ profile, args: [...(profile === 'default' ? [] : ['--profile', profile]), ...(profileDir ? ['--profile-dir', resolve(profileDir)] : [])] }),
      'desktop.bossKey': ({ set }) => {
        if (set !== null) bossKey.choose(set || null)
        return ok(bossKey.standing())
      },
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
  const notifications = showNotifications({
    overview, settings, strings, open, log,
    visible: () => (window.isFocused() ? visible : null),
    isQuiet: () => isBossHere || quiet.end() !== null,
    openRequests: (accountId) => {
      window.show()
      emit('desktop.openRequests', { accountId })
    },
    reply: (conversation, body) => void reply(conversation, body),
    playSound: (sound) => emit('desktop.playSound', { sound }),
  })
  overview.onMessages(() => {
    if (!isBossHere && quiet.end() === null && !window.isFocused() && !window.browserWindow.isDestroyed()) window.browserWindow.flashFrame(overview.unread().length > 0)
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
