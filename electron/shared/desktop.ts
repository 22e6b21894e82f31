/**
 * Calls and events between a window and its desktop (not the core): same form, same door, but answered by
 * electron/desktop. A headless core knows none of them.
 */
import * as v from 'valibot'
import { call, defineContract, event } from '#shared/contract-kit'
import type { AccountId, ConversationId } from '#shared/ids'
import type { UpdateState } from '#shared/model/update'
import type { MessageCursor } from '#shared/model/message'
import { bossKey, type Settings } from '#shared/model/settings'
import { FILE_KEY } from '#shared/model/files'
import { accountId, conversationId, cursor, line } from '#shared/schema'

export interface DesktopInfo {
  version: string
  electron: string
  chromium: string
  node: string
  /** BCP 47, as the system says. */
  locale: string
  profile: string
  isPackaged: boolean
  /** Closing the window leaves the program in the tray (when the settings say so). */
  hasTray: boolean
}

/** Our own, made when they are played (renderer/lib/sound). */
export const SOUNDS = ['chat', 'room', 'mention', 'request'] as const
export type SoundName = (typeof SOUNDS)[number]

/** Why the screen could not be taken: the system refuses it, or gives no picture (no screen sharing on this desktop). */
export type ShotProblem = 'refused' | 'none'
export const SHOT_TARGETS = ['copy', 'save', 'attach', 'cancel'] as const
export interface Shot {
  png: Uint8Array<ArrayBuffer>
  language: Settings['language']
  theme: Settings['theme']
  /** A conversation is open that it can be put into. */
  canAttach: boolean
}
/** A place in the main window: a list with words to search for, in one conversation; or a page of the settings. */
const mainPlace = v.object({
  tab: v.picklist(['messages', 'contacts', 'rooms', 'workbench', 'settings']),
  filter: line,
  conversation: v.nullable(v.object({ accountId, id: conversationId })),
  page: v.nullable(line),
  group: v.nullable(line),
})
export type MainPlace = v.InferOutput<typeof mainPlace>

const nothing = v.object({})
const fileKey = v.pipe(v.string(), v.regex(FILE_KEY))
const png = v.pipe(v.string(), v.maxLength(60_000_000), v.regex(/^[A-Za-z0-9+/]+={0,2}$/))

export const desktop = defineContract({
  appCalls: {
    /** http(s) and mailto, after the user has seen the address and said yes. False: he said no. */
    'desktop.openExternal': call(v.object({ url: v.pipe(v.string(), v.maxLength(8192)) })).returns<{ isOpened: boolean }>(),
    /** The page may not touch the clipboard by itself. */
    'desktop.copyText': call(v.object({ text: v.pipe(v.string(), v.maxLength(500_000)) })).returns<null>(),
    /** A picture the page has drawn, PNG in Base64. */
    'desktop.copyPicture': call(v.object({ png })).returns<null>(),
    /** Asks where to; `name` without its ending is what is proposed. */
    'desktop.savePicture': call(v.object({ png, name: v.pipe(v.string(), v.maxLength(200)) })).returns<{ isSaved: boolean }>(),
    /** A file of a message, by its key. What could run is never opened: the user is told, and may see it in its folder. */
    'desktop.openFile': call(v.object({ key: fileKey })).returns<{ outcome: 'opened' | 'not-opened' | 'no-program' }>(),
    /** A sound of a message, whole: what it is by its first bytes. Not found also where it is none, or too large to be read. */
    'desktop.readSound': call(v.object({ key: fileKey })).returns<{ bytes: Uint8Array<ArrayBuffer>; type: string }>(),
    /** From now on this page may ask for the microphone, until it says that it has it or needs it no more. False: the system does not let us. */
    'desktop.microphone': call(v.object({ isWanted: v.boolean() })).returns<{ isAllowed: boolean }>(),
    'desktop.showFile': call(v.object({ key: fileKey })).returns<null>(),
    /** A file of a message is dragged out of the window, by the mouse that is pressed; answered when it is let go (macOS: at once). */
    'desktop.dragFile': call(v.object({ key: fileKey })).returns<null>(),
    /** Asks where to; its own name is what is proposed. */
    'desktop.saveFile': call(v.object({ key: fileKey })).returns<{ isSaved: boolean }>(),
    /** Does the system open `xmpp:` links with this program? With `take` it shall. */
    'desktop.linkHandler': call(v.object({ take: v.boolean() })).returns<{ canBe: boolean; isIt: boolean }>(),
    /** Is it started with the system? With `set` not null it shall be, or not. */
    'desktop.autostart': call(v.object({ set: v.nullable(v.boolean()) })).returns<{ canBe: boolean; isOn: boolean }>(),
    /** The key that hides and shows everything; with `set` another, or none (empty). What is asked for and taken by another program does not come. */
    'desktop.bossKey': call(v.object({ set: v.nullable(bossKey) })).returns<{ key: string | null; works: boolean }>(),
    /** The same for the key that takes a picture of the screen. */
    'desktop.shotKey': call(v.object({ set: v.nullable(bossKey) })).returns<{ key: string | null; works: boolean }>(),
    /** Takes a picture of the screen under the pointer and shows it for choosing a part of it. What becomes of it is told by events. */
    'desktop.takeShot': call(nothing).returns<{ problem: ShotProblem | null }>(),
    /** What the window for choosing shows; asked by it alone. */
    'desktop.shot': call(nothing).returns<Shot>(),
    /** The part that was chosen, or nothing: then the window goes. Not done: it stays. */
    'desktop.finishShot': call(v.object({ to: v.picklist(SHOT_TARGETS), png: v.optional(png) })).returns<{ isDone: boolean }>(),
    /** Languages whose spelling can be checked; `isSystem`: the system does it, in the languages it is set to (macOS). */
    'desktop.spellLanguages': call(nothing).returns<{ languages: string[]; isSystem: boolean }>(),
    'desktop.getInfo': call(nothing).returns<DesktopInfo>(),
    /** The conversation the user has before his eyes, if any: no notifications for it while the window is in front. */
    'desktop.setVisibleConversation': call(v.object({ visible: v.nullable(v.object({ accountId, conversationId })) })).returns<null>(),
    /** Shows this conversation in a window of its own, at `place` if one is wanted. False: there are too many of them. */
    'desktop.popOut': call(v.object({ accountId, conversationId, place: v.optional(cursor) })).returns<{ isOpen: boolean }>(),
    /** Closes that window. */
    'desktop.popIn': call(v.object({ conversationId })).returns<null>(),
    /** Which conversations have a window of their own. */
    'desktop.popouts': call(nothing).returns<{ conversationIds: ConversationId[] }>(),
    /** From a conversation's own window: the main one comes to the front and shows this. */
    'desktop.showInMain': call(mainPlace).returns<null>(),
    /** Shows it where it is: in its own window, else in the main one. */
    'desktop.showConversation': call(v.object({ accountId, conversationId })).returns<null>(),
    /** Asks where to, then writes the account's contacts, conversations and messages there. Null: the user changed his mind. */
    'desktop.exportAccount': call(v.object({ accountId })).returns<{ conversations: number; messages: number } | null>(),
    /** Asks for a file of such an export and takes in what is not here yet. */
    'desktop.importAccount': call(v.object({ accountId })).returns<{ added: number; known: number; skipped: number } | null>(),
    /** Asks where to, then writes it there: the page never learns the place. False: the user changed his mind. */
    'desktop.saveText': call(
      v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), kind: v.picklist(['csv', 'json', 'html', 'txt', 'md', 'xml']), text: v.pipe(v.string(), v.maxLength(50_000_000)) }),
    ).returns<{ isSaved: boolean }>(),
    /** Looks for a new version, loads the one that was found, or starts it; `look` only tells where things stand. What comes of it is told by events. */
    'desktop.update': call(v.object({ do: v.picklist(['look', 'check', 'download', 'install']) })).returns<UpdateState>(),
    /** Ends in order and starts again: for what only a start can do. */
    'desktop.restart': call(nothing).returns<null>(),
    /** The page shows its first view and takes input. */
    'desktop.usable': call(nothing).returns<null>(),
  },
  events: {
    /** Hidden to the tray or minimised: a page may keep the focus then, but nobody reads it. */
    'desktop.windowShown': event<{ isShown: boolean }>(),
    'desktop.updateChanged': event<UpdateState>(),
    /** The user clicked a notification (`place`: its message) or a line of the tray menu. Has no place in the core's numbering: revision 0. */
    'desktop.openConversation': event<{ accountId: AccountId; conversationId: ConversationId; place: MessageCursor | null }>(),
    /** The user clicked the notification of somebody who wants to be a contact. */
    'desktop.openRequests': event<{ accountId: AccountId }>(),
    /** Wanted from a conversation's own window. */
    'desktop.showPlace': event<MainPlace>(),
    'desktop.popoutsChanged': event<{ conversationIds: ConversationId[] }>(),
    /** The part of the screen that the user has chosen for this conversation: PNG in Base64. */
    'desktop.shotTaken': event<{ conversationId: ConversationId; png: string }>(),
    /** By the key; what was asked by a call is answered there. */
    'desktop.shotFailed': event<{ problem: ShotProblem }>(),
    'desktop.playSound': event<{ sound: SoundName }>(),
    /** Another program has opened an `xmpp:` link with this one. */
    'desktop.openLink': event<{ url: string }>(),
  },
})
