/** Pictures of the screen: taken, shown for choosing and drawing on, then copied, saved or put into the conversation that was open. */
import { app, type BrowserWindow, type NativeImage } from 'electron'
import type { SettingsAccess } from '#core/context'
import type { Log } from '#core/log'
import type { ShotProblem } from '#shared/desktop'
import type { ConversationId } from '#shared/ids'
import { fail, ok } from '#shared/result'
import { fileStamp, systemClock } from '#shared/time'
import type { EmitDesktop } from './broadcast'
import type { DesktopHandlers } from './ipc-main'
import { bringToFront, loadPage } from './page-window'
import { pictureHandlers } from './pictures'
import { takeScreen } from './screen-picture'
import { createShotWindow } from './shot-window'
import type { Strings } from './strings'

/** Whom it is for. */
interface Target {
  window: BrowserWindow
  conversationId: ConversationId | null
}

export interface ScreenshotOptions {
  url: string
  isPackaged: boolean
  settings: Pick<SettingsAccess, 'get'>
  strings: () => Strings
  emit: EmitDesktop
  log: Log
  /** Of the key that is pressed anywhere. */
  target: () => Target
  of: (window: BrowserWindow) => Target
}
const gone = fail('not-found', 'no picture of the screen is being chosen from')

export function createScreenshots({ url, isPackaged, settings, strings, emit, log, target, of }: ScreenshotOptions) {
  let open: { window: BrowserWindow; image: NativeImage; target: Target } | null = null
  let isTaking = false
  const pictures = pictureHandlers(strings)

  const take = async (to: Target): Promise<ShotProblem | null> => {
    if (open) bringToFront(open.window)
    if (open || isTaking) return null
    isTaking = true
    const taken = await takeScreen(log).finally(() => (isTaking = false))
    if ('problem' in taken) return taken.problem
    const window = createShotWindow(taken.display, isPackaged)
    open = { window, image: taken.image, target: to }
    window.on('closed', () => (open = null))
    window.once('ready-to-show', () => bringToFront(window))
    loadPage(window, `${url}?screenshot`, log)
    return null
  }

  const handlers: Pick<DesktopHandlers, 'desktop.takeShot' | 'desktop.shot' | 'desktop.finishShot'> = {
    'desktop.takeShot': async (_input, asker) => ok({ problem: await take(of(asker)) }),
    'desktop.shot': (_input, asker) => {
      if (asker !== open?.window) return gone
      const { language, theme } = settings.get()
      const chosen = language === 'system' ? (app.getLocale().toLowerCase().startsWith('zh') ? 'zh' : 'en') : language
      return ok({ png: new Uint8Array(open.image.toPNG()), language: chosen, theme, canAttach: open.target.conversationId !== null })
    },
    'desktop.finishShot': async ({ to, png }, asker) => {
      if (asker !== open?.window) return gone
      const { window, target: { window: from, conversationId } } = open
      const isOwner = !from.isDestroyed()
      if (to !== 'cancel' && png === undefined) return fail('bad-input', 'no picture')
      if (to === 'copy') {
        const copied = await pictures['desktop.copyPicture']({ png: png! }, window)
        if (!copied.ok) return copied
      }
      if (to === 'save') {
        window.hide() // it would lie over the dialog
        const saved = isOwner ? await pictures['desktop.savePicture']({ png: png!, name: `screenshot-${fileStamp(systemClock.nowMs())}` }, from) : gone
        if (!saved.ok || !saved.value.isSaved) {
          bringToFront(window)
          return saved.ok ? ok({ isDone: false }) : saved
        }
      }
      if (to === 'attach' && isOwner && conversationId !== null) {
        emit('desktop.shotTaken', { conversationId, png: png! }, from)
        bringToFront(from)
      }
      window.close()
      return ok({ isDone: true })
    },
  }
  return {
    handlers,
    calls: ['desktop.shot', 'desktop.finishShot'] as const,
    has: (window: BrowserWindow) => open?.window === window,
    byKey: () => {
      const to = target()
      void take(to).then((problem) => problem && emit('desktop.shotFailed', { problem }, to.window))
    },
  }
}
