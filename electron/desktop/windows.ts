/**
 * The windows there are: the main one and those of single conversations. Only what is listed here is answered
 * (ipc-main.ts) and told (broadcast.ts).
 */
import type { BrowserWindow } from 'electron'
import type { AccountId, ConversationId } from '#shared/ids'
import type { MessageCursor } from '#shared/model/message'
import { bringToFront, createPageWindow, isInFront, loadPage } from './page-window'
import type { MainWindow } from './window'

/** Each is a process of its own, of some 80 MB. */
const MAX_POPOUTS = 12
/** From one to the next, px. */
const STEP_PX = 28

export interface Windows {
  readonly main: BrowserWindow
  all(): BrowserWindow[]
  has(window: BrowserWindow): boolean
  /** The one in front, if it is ours. */
  focused(): BrowserWindow | null
  /** The window that is this conversation's own. */
  of(conversationId: ConversationId): BrowserWindow | null
  popouts(): ConversationId[]
  /** Opens its own window, at this message, or brings it to the front as it is. False: there are too many. */
  popOut(accountId: AccountId, conversationId: ConversationId, place?: MessageCursor | null): boolean
  /** A window has come, gone, or is shown otherwise. */
  onChange(listener: () => void): void
  /** Of every window, those to come too. */
  onOpened(listener: (window: BrowserWindow) => void): void
}

export function createWindows({ browserWindow: main, options }: MainWindow): Windows {
  const popouts = new Map<ConversationId, BrowserWindow>()
  const changed: (() => void)[] = []
  const opened: ((window: BrowserWindow) => void)[] = []
  const all = () => [main, ...popouts.values()].filter((window) => !window.isDestroyed())
  const tell = () => changed.forEach((listener) => listener())
  const watch = (window: BrowserWindow) => {
    for (const name of ['show', 'hide', 'minimize', 'restore', 'focus'] as const) window.on(name as 'show', tell)
  }
  watch(main)
  main.on('closed', () => popouts.forEach((window) => window.close()))

  return {
    main, all,
    has: (window) => all().includes(window),
    focused: () => all().find(isInFront) ?? null,
    of: (id) => popouts.get(id) ?? null,
    popouts: () => [...popouts.keys()],
    popOut: (accountId, id, place = null) => {
      const there = popouts.get(id)
      if (there) bringToFront(there)
      else if (popouts.size >= MAX_POPOUTS) return false
      else {
        const { browserWindow: window } = createPageWindow(options, 'conversation', popouts.size * STEP_PX)
        popouts.set(id, window)
        window.on('closed', () => {
          popouts.delete(id)
          tell()
        })
        window.once('ready-to-show', () => window.show())
        watch(window)
        for (const listener of opened) listener(window)
        // Which conversation it is, and at which message, its page reads from its address (renderer/lib/own-window.ts).
        const at = place ? `&place=${place.orderMs}-${place.id}` : ''
        loadPage(window, `${options.url}?conversation=${accountId}-${id}${at}`, options.log)
        tell()
      }
      return true
    },
    onChange: (listener) => void changed.push(listener),
    onOpened: (listener) => {
      opened.push(listener)
      all().forEach(listener)
    },
  }
}
