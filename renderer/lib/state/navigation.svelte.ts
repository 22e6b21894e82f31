/**
 * What the window shows now. The only state that is the renderer's own: it is not stored and no event changes it,
 * except that an account without session or a removed conversation cannot stay on screen.
 */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId, ConversationId } from '#shared/ids'
import { parseJid, type BareJid } from '#shared/jid'
import type { ReportReason } from '#shared/model/blocking'
import type { MainPlace } from '#shared/desktop'
import type { ConversationKind } from '#shared/model/conversation'
import type { MessageCursor } from '#shared/model/message'
import type { RoomListName } from '#shared/model/room-admin'
import { call } from '../api'
import { ownWindow } from '../own-window'
import { register } from '../sync'
import { settings } from './settings.svelte'
import { showError } from './toasts.svelte'

export type Tab = 'messages' | 'contacts' | 'rooms' | 'workbench' | 'settings'
export type SettingsPage = 'general' | 'notifications' | 'privacy' | 'archive' | 'account' | 'data' | 'shortcuts' | 'about'
export type RoomCentreSection = 'members' | 'bans' | 'speaking' | 'titles' | 'files' | 'log' | 'end'
/** Dialogs that can be opened from several places. The views mount them; who opens one only sets `navigation.dialog`. */
export type DialogRequest =
  | { name: 'add-contact'; address?: string; remark?: string; group?: string }
  | { name: 'edit-contact'; accountId: AccountId; jid: string }
  | { name: 'remove-contact'; accountId: AccountId; jid: string }
  /** `report`: what the server shall be told, unless he chooses otherwise. */
  | { name: 'block'; accountId: AccountId; jid: string; report?: ReportReason }
  /** The card of somebody, contact or not. `called`: how others call him. */
  | { name: 'person'; accountId: AccountId; jid: BareJid; called?: string }
  | { name: 'delete-history'; conversationId: ConversationId }
  | { name: 'merge'; accountId: AccountId; jid: BareJid }
  | { name: 'rename-group'; accountId: AccountId; group: string }
  | { name: 'find-people' }
  | { name: 'create-room' }
  | { name: 'join-room'; address?: string; nick?: string; password?: string }
  /** `body`: words for a message; null: the link says nothing of one. */
  | { name: 'xmpp-link'; address: BareJid; body: string | null }
  /** Of somebody. `sample`: a sticker of it that is here. */
  | { name: 'sticker-pack'; place: { at: BareJid; node?: string; id: string }; sample: string | null }
  /** `room`: its name; null: the own address. */
  | { name: 'share-link'; address: BareJid; room: string | null }
  | { name: 'add-account' }
  | { name: 'notifications'; conversationId: ConversationId }
  | { name: 'profile' | 'own-picture'; accountId: AccountId }
  | { name: 'history'; accountId: AccountId; conversationId: ConversationId }
  | { name: 'room-settings' | 'invite' | 'register-room'; accountId: AccountId; room: BareJid }
  | { name: 'room-centre'; accountId: AccountId; room: BareJid; section?: RoomCentreSection; list?: RoomListName }
  | { name: 'destroy-room'; accountId: AccountId; room: BareJid; reason: string }

interface OpenOptions {
  /** The list column keeps its tab (a room opened from the Rooms tab). */
  stay?: boolean
  /** Default: the account on screen. */
  accountId?: AccountId
  /** The message that is wanted, instead of the first unread or the last. */
  place?: MessageCursor | null
  /** Put where one writes, when it is shown in another window. */
  words?: string | null
}

/** A conversation's own window has none of the lists. */
const showInMain = (place: Partial<MainPlace> & Pick<MainPlace, 'tab'>) =>
  void call('desktop.showInMain', { filter: '', conversation: null, page: null, group: null, ...place })

class Navigation {
  tab = $state<Tab>('messages')
  settingsPage = $state<SettingsPage>('general')
  /** Of the tester's workbench: a key of views/workbench-pages. */
  workbenchPage = $state('console')
  /** The group of that page (its heading) that shall be shown; the view takes it away. */
  settingsGroup = $state<string | null>(null)
  /** The account on screen: of the open conversation, else the last used; null before the first login. */
  accountId = $state<AccountId | null>(ownWindow?.accountId ?? null)
  conversationId = $state<ConversationId | null>(ownWindow?.conversationId ?? null)
  /** The message that the conversation on screen shall show; whoever shows it takes it away. */
  place = $state.raw<MessageCursor | null>(ownWindow?.place ?? null)
  /** The contact whose card is shown while the Contacts tab is open. */
  contact = $state.raw<{ accountId: AccountId; jid: string } | null>(null)
  dialog = $state.raw<DialogRequest | null>(null)
  /** Where the window has place for one column only: what was chosen is shown (conversation, contact, settings), not the list. */
  isChosenShown = $state(false)
  /** Text of the search field above the list column; every list shows only what matches. */
  filter = $state('')
  /** Counts up when the keyboard should go to the search field (Ctrl+K). */
  searchFocusRequests = $state(0)

  show(tab: Tab) {
    if (ownWindow) return showInMain({ tab })
    if (this.tab !== tab) this.filter = ''
    this.tab = tab
    this.isChosenShown = false
  }

  showSettings(page: SettingsPage, group: string | null = null) {
    if (ownWindow) return showInMain({ tab: 'settings', page, group })
    this.settingsPage = page
    this.settingsGroup = group
    this.show('settings')
    this.isChosenShown = true
  }

  showWorkbench(page: string) {
    this.workbenchPage = page
    this.show('workbench')
    this.isChosenShown = true
  }

  showContact(contact: { accountId: AccountId; jid: string }) {
    this.contact = contact
    // Beside the list alone there is no place for it: whoever wants the card asks for it.
    this.isChosenShown = !settings.current.listOnly
  }

  /** Words to search for, in one conversation. */
  searchFor(text: string, conversation: MainPlace['conversation']) {
    if (ownWindow) return showInMain({ tab: 'messages', filter: text, conversation })
    this.show('messages')
    this.filter = text
  }

  showList() {
    this.isChosenShown = false
  }

  focusSearch() {
    if (this.tab === 'settings' || this.tab === 'workbench') this.show('messages')
    this.isChosenShown = false
    this.searchFocusRequests++
  }

  showAccount(accountId: AccountId | null) {
    if (this.accountId === accountId) return
    this.accountId = accountId
    this.conversationId = null
    this.contact = null
    this.filter = ''
  }

  /** In another window than this. */
  opensElsewhere(id: ConversationId): boolean {
    return ownWindow ? id !== ownWindow.conversationId : settings.current.listOnly
  }

  openConversation(id: ConversationId, options: OpenOptions = {}) {
    if (ownWindow && id !== ownWindow.conversationId) {
      void call('desktop.showConversation', { accountId: options.accountId ?? ownWindow.accountId, conversationId: id })
      return
    }
    if (options.accountId !== undefined) this.accountId = options.accountId
    if (!ownWindow && settings.current.listOnly && this.accountId !== null) return void this.#popOut(this.accountId, id, options)
    this.#showHere(id, options)
  }

  /** The list stands alone: where no window more can be opened, the conversation takes its place. */
  async #popOut(accountId: AccountId, conversationId: ConversationId, options: OpenOptions) {
    const result = await call('desktop.popOut', { accountId, conversationId, ...(options.place && { place: options.place }) })
    if (!result.ok) showError(result.error)
    else if (!result.value.isOpen) this.#showHere(conversationId, options)
  }

  #showHere(id: ConversationId, options: OpenOptions) {
    this.conversationId = id
    this.place = options.place ?? null
    if (!options.stay && !ownWindow) this.show('messages')
    this.isChosenShown = true
  }

  closeConversation() {
    if (ownWindow) void call('desktop.popIn', { conversationId: ownWindow.conversationId })
    this.conversationId = null
  }

  /** Opens the conversation with a contact, room or occupant, making it when there is none. Null (and a toast) when refused. */
  async openPeer(kind: ConversationKind, peer: string, options: OpenOptions = {}): Promise<ConversationId | null> {
    const address = parseJid(peer)
    const accountId = options.accountId ?? this.accountId
    if (accountId === null || address === null) return null
    const result = await call('conversation.open', { accountId, kind, peer: address })
    if (result.ok && options.words && this.opensElsewhere(result.value.id)) {
      const { id: conversationId, draft } = result.value
      await call('conversation.setDraft', { accountId, conversationId, draft: [draft, options.words].filter(Boolean).join('\n') })
    }
    if (result.ok) this.openConversation(result.value.id, { ...options, accountId })
    else showError(result.error)
    return result.ok ? result.value.id : null
  }

  #wasListOnly = false

  load(snapshot: Snapshot) {
    this.#wasListOnly = snapshot.app.settings?.settings.listOnly ?? false
    if (this.contact && !snapshot.accounts[this.contact.accountId]) this.contact = null
    if (this.dialog && 'accountId' in this.dialog && !snapshot.accounts[this.dialog.accountId]) this.dialog = null
    if (this.accountId !== null && snapshot.accounts[this.accountId]) return
    const first = snapshot.app.accounts.accounts.find((account) => account.isActive)
    this.showAccount(first?.id ?? null)
  }

  apply(event: ContractEvent) {
    if (event.name === 'conversation.removed' && event.payload.conversationId === this.conversationId) this.conversationId = null
    else if (event.name === 'desktop.openConversation') {
      this.showAccount(event.payload.accountId)
      this.openConversation(event.payload.conversationId, { place: event.payload.place })
    } else if (event.name === 'desktop.showPlace') {
      const { tab, filter, page, group } = event.payload
      this.dialog = null
      if (tab === 'settings') return this.showSettings((page ?? this.settingsPage) as SettingsPage, group)
      this.show(tab)
      this.filter = filter
    } else if (event.name === 'settings.changed') {
      // What stood beside the list goes into a window of its own.
      const { listOnly } = event.payload.settings
      if (listOnly !== this.#wasListOnly && listOnly && !ownWindow) {
        const [accountId, id] = [this.accountId, this.conversationId]
        this.conversationId = null
        if (this.tab !== 'settings') this.isChosenShown = false
        if (accountId !== null && id !== null) void this.#popOut(accountId, id, {})
      }
      this.#wasListOnly = listOnly
    } else if (event.name === 'desktop.openRequests') {
      this.showAccount(event.payload.accountId)
      this.show('contacts')
    }
  }
}

export const navigation = register(new Navigation())
