/** Puts the desktop around a running core: window, calls, events, tray, notifications, power. */
import { app, clipboard, dialog, globalShortcut, nativeTheme, session, type BrowserWindow } from 'electron'
import { resolve } from 'node:path'
import type { Core } from '#core/create-core'
import type { Log } from '#core/log'
import type { ConversationId } from '#shared/ids'
import type { OwnAvailability } from '#shared/model/contact'
import type { Conversation } from '#shared/model/conversation'
import type { MessageCursor } from '#shared/model/message'
import { done, ok } from '#shared/result'
import { systemClock } from '#shared/time'
import { storeFiles } from '#store/profile-files'
import { serve } from '../ipc/serve'
import type { Options } from '../start/argv'
import { serveAppScheme, type Bundle } from './app-scheme'
import { autostartHandlers, BACKGROUND, wasStartedBySystem } from './autostart'
import { showBadge } from './badge'
import { fileHandlers, mediaReader } from './files'
import { broadcastEvents } from './broadcast'
import { createClosing } from './closing'
import { openExternal } from './external'
import { createGlobalKey } from './global-key'
import { guardDefaultSession } from './guards'
import { answerCalls } from './ipc-main'
import { linkHandlers, type Links } from './links'
import { installContextMenu, installMenu } from './menu'
import { microphoneHandler } from './microphone'
import { showNotifications } from './notifications'
import { createOverview } from './overview'
import { bringToFront, isInFront } from './page-window'
import { rendererDir } from './paths'
import { pictureHandlers } from './pictures'
import { watchPower } from './power'
import { createQuiet } from './quiet'
import { saveTextHandler } from './save-text'
import { createScreenshots } from './screenshots'
import { checkSpelling } from './spelling'
import { stringsFor } from './strings'
import { transferHandlers } from './transfer'
import { createTray } from './tray'
import { watchUpdates } from './updates'
import { createMainWindow, type MainWindow } from './window'
import { createWindows } from './windows'

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
  serveAppScheme(rendererDir(), bundle, mediaReader(storeFiles(profileDir).files))
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
  const windows = createWindows(window)
  const { main } = windows
  /** What each window has before the user's eyes while it is in front. */
  const visible = new WeakMap<BrowserWindow, ConversationId | null>()

  nativeTheme.themeSource = settings.get().theme
  const emit = broadcastEvents(core, windows)
  const updates = watchUpdates({ isWanted: () => settings.get().checkForUpdates, onChange: (state) => emit('desktop.updateChanged', state, main), end: core.stop, log })
  windows.onOpened((one) => {
    for (const name of ['hide', 'minimize'] as const) one.on(name as 'hide', () => emit('desktop.windowShown', { isShown: false }, one))
    for (const name of ['show', 'restore'] as const) one.on(name as 'show', () => emit('desktop.windowShown', { isShown: true }, one))
    one.on('focus', () => {
      one.flashFrame(false)
      tray.calm()
    })
    installContextMenu(one, strings)
  })
  windows.onChange(() => emit('desktop.popoutsChanged', { conversationIds: windows.popouts() }, main))
  const overview = createOverview(core)
  // What it showed is gone, or its account is logged out.
  overview.onChange(() => {
    for (const id of windows.popouts()) if (!overview.conversation(id)) windows.of(id)?.close()
  })
  const quiet = createQuiet(settings, systemClock)
  const open = ({ accountId, id }: Pick<Conversation, 'accountId' | 'id'>, place: MessageCursor | null = null) => {
    if (settings.get().listOnly && !windows.of(id) && windows.popOut(accountId, id, place)) return
    const one = windows.of(id) ?? main
    bringToFront(one)
    emit('desktop.openConversation', { accountId, conversationId: id, place }, one)
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
    isWindowFocused: () => windows.focused() !== null,
    onUnread: (count) => showBadge(main, count, strings()),
    onShow: window.show,
    onOpen: open,
    onStatus: setStatus,
  })

  const close = createClosing({
    settings,
    ask: async () => {
      const { trayTold: message, trayDetail: detail, stay, quit } = strings()
      const { response } = await dialog.showMessageBox(main, { type: 'info', message, detail, buttons: [stay, quit], defaultId: 0, cancelId: 0, noLink: true })
      return response === 0
    },
    hide: () => main.hide(),
    quit: () => app.quit(),
  })
  const isMac = process.platform === 'darwin' // where programs stay without a window, and everybody knows
  window.stayWhen(
    () => !isQuitting() && (isMac || (tray.exists() && settings.get().closeToTray)),
    () => (isMac ? main.hide() : void close()),
  )
  if (settings.get().startHidden && wasStartedBySystem(process.argv.includes(BACKGROUND))) {
    // Where there is no tray it waits on the taskbar.
    window.startWith(() => void tray.settled.then(() => tray.exists() || main.minimize()))
  }
  /** The boss has come: nothing of ours is seen or heard until the key is pressed again, or a window opened otherwise. */
  let hiddenFromBoss: BrowserWindow[] | null = null
  windows.onOpened((one) => one.on('show', () => (hiddenFromBoss = null)))
  const key = { shortcuts: globalShortcut, settings, log }
  const bossKey = createGlobalKey({ ...key, name: 'bossKey' }, () => {
    if (hiddenFromBoss) {
      // The main window last: it is in front then. All may have been in the tray.
      const back = hiddenFromBoss.filter((one) => windows.has(one)).reverse()
      return (back.length > 0 ? back : [main]).forEach(bringToFront)
    }
    hiddenFromBoss = windows.all().filter((one) => one.isVisible())
    notifications.closeAll()
    for (const one of hiddenFromBoss) one.hide()
  })
  const shots = createScreenshots({
    url: window.options.url, isPackaged, settings, strings, emit, log,
    target: () => {
      const one = windows.focused() ?? main
      return { window: one, conversationId: visible.get(one) ?? null }
    },
    of: (one) => ({ window: one, conversationId: visible.get(one) ?? null }),
  })
  const shotKey = createGlobalKey({ ...key, name: 'shotKey' }, shots.byKey)
  const isQuiet = () => hiddenFromBoss !== null || quiet.end() !== null

  answerCalls({
    server, origin, windows, log, helpers: shots,
    desktopHandlers: {
      'desktop.openExternal': async (input, asker) => ok({ isOpened: await openExternal(input.url, asker, strings()) }),
      'desktop.copyText': async ({ text }) => {
        await clipboard.writeText(text) // a promise since Electron 45
        return done
      },
      ...pictureHandlers(strings),
      ...fileHandlers({ dir: core.filesDir, strings, log }),
      ...linkHandlers(),
      ...checkSpelling(session.defaultSession, settings, isMac),
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
      'desktop.setVisibleConversation': (input, asker) => {
        visible.set(asker, input.visible?.conversationId ?? null)
        return done
      },
      'desktop.update': (input) => {
        if (input.do === 'check') void updates.check()
        if (input.do === 'download') void updates.download()
        if (input.do === 'install') updates.install()
        return ok(updates.state())
      },
      'desktop.popOut': ({ accountId, conversationId, place = null }) => {
        const there = windows.of(conversationId)
        if (there && place) emit('desktop.openConversation', { accountId, conversationId, place }, there)
        return ok({ isOpen: overview.conversation(conversationId)?.accountId === accountId && windows.popOut(accountId, conversationId, place) })
      },
      'desktop.showInMain': (place) => {
        window.show()
        emit('desktop.showPlace', place, main)
        return done
      },
      'desktop.popIn': ({ conversationId }) => {
        windows.of(conversationId)?.close()
        return done
      },
      'desktop.popouts': () => ok({ conversationIds: windows.popouts() }),
      'desktop.showConversation': ({ accountId, conversationId }) => {
        open({ accountId, id: conversationId })
        return done
      },
      'desktop.shotKey': ({ set }) => {
        if (set !== null) shotKey.choose(set || null)
        return ok(shotKey.standing())
      },
      ...shots.handlers,
      ...transferHandlers({ core, strings }),
      'desktop.microphone': microphoneHandler,
      'desktop.saveText': saveTextHandler(strings, log),
      'desktop.restart': () => {
        app.relaunch()
        app.quit()
        return done
      },
      'desktop.usable': (_input, asker) => {
        if (asker !== main) return done
        links.deliver((name, payload) => emit(name, payload, main))
        if (!isPackaged && process.env.MAGPIE_BENCH === '1') process.stderr.write('MAGPIE_USABLE\n')
        return done
      },
    },
  })
  const notifications = showNotifications({
    overview, settings, strings, open, log,
    visible: () => {
      const focused = windows.focused()
      return focused && (visible.get(focused) ?? null)
    },
    isQuiet,
    openRequests: (accountId) => {
      window.show()
      emit('desktop.openRequests', { accountId }, main)
    },
    reply: (conversation, body) => void reply(conversation, body),
    playSound: (sound) => emit('desktop.playSound', { sound }, main),
  })
  overview.onMessages((messages) => {
    if (isQuiet()) return
    for (const one of new Set(messages.map(({ conversationId }) => windows.of(conversationId) ?? main))) {
      if (!one.isDestroyed() && !isInFront(one)) one.flashFrame(overview.unread().length > 0)
    }
  })
  core.subscribe((event) => {
    if (event.name === 'shake.received' && !isQuiet() && !window.isFocused() && !main.isDestroyed()) main.flashFrame(true)
  })
  window.setListOnly(settings.get().listOnly)
  settings.onChange(({ theme, listOnly }) => {
    nativeTheme.themeSource = theme
    window.setListOnly(listOnly)
    tray.refresh()
  })
  watchPower(core, systemClock, windows)
}
