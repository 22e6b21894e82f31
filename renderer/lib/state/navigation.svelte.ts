/**
 * What the window shows now. The only state that is the renderer's own: it is not stored and no event changes it,
 * except that an account without session or a removed conversation cannot stay on screen.
 */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId, ConversationId } from '#shared/ids'
import { parseJid, type BareJid } from '#shared/jid'
import type { ConversationKind } from '#shared/model/conversation'
import type { MessageCursor } from '#shared/model/message'
import type { RoomListName } from '#shared/model/room-admin'
import { call } from '../api'
import { ownWindow } from '../own-window'
import { register } from '../sync'
import { showError } from './toasts.svelte'

export type Tab = 'messages' | 'contacts' | 'rooms' | 'workbench' | 'settings'
export type SettingsPage = 'general' | 'notifications' | 'privacy' | 'archive' | 'account' | 'data' | 'shortcuts' | 'about'
export type RoomCentreSection = 'members' | 'bans' | 'speaking' | 'titles' | 'files' | 'log' | 'end'
/** Dialogs that can be opened from several places. The views mount them; who opens one only sets `navigation.dialog`. */
export type DialogRequest =
  | { name: 'add-contact'; address?: string; remark?: string; group?: string }
  | { name: 'edit-contact'; accountId: AccountId; jid: string }
  | { name: 'remove-contact' | 'block'; accountId: AccountId; jid: string }
  | { name: 'rename-group'; accountId: AccountId; group: string }
  | { name: 'find-people' }
  | { name: 'create-room' }
  | { name: 'join-room'; address?: string; nick?: string; password?: string }
  /** `body`: words for a message; null: the link says nothing of one. */
  | { name: 'xmpp-link'; address: BareJid; body: string | null }
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
}

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
  place = $state.raw<MessageCursor | null>(null)
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
    if (this.tab !== tab) this.filter = ''
    this.tab = tab
    this.isChosenShown = false
  }

  showSettings(page: SettingsPage, group: string | null = null) {
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
    this.isChosenShown = true
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

  openConversation(id: ConversationId, options: OpenOptions = {}) {
    if (ownWindow && id !== ownWindow.conversationId) {
      void call('desktop.showConversation', { accountId: options.accountId ?? ownWindow.accountId, conversationId: id })
      return
    }
    if (options.accountId !== undefined) this.accountId = options.accountId
    this.conversationId = id
    this.place = options.place ?? null
    if (!options.stay) this.show('messages')
    this.isChosenShown = true
  }

  closeConversation() {
    if (ownWindow) void call('desktop.popIn', { conversationId: ownWindow.conversationId })
    this.conversationId = null
  }

  /** Opens the conversation with a contact, room or occupant, making it when there is none. False (and a toast) when refused. */
  async openPeer(kind: ConversationKind, peer: string, options: OpenOptions = {}): Promise<boolean> {
    const address = parseJid(peer)
    const accountId = options.accountId ?? this.accountId
    if (accountId === null || address === null) return false
    const result = await call('conversation.open', { accountId, kind, peer: address })
    if (result.ok) this.openConversation(result.value.id, { ...options, accountId })
    else showError(result.error)
    return result.ok
  }

  load(snapshot: Snapshot) {
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
    } else if (event.name === 'desktop.openRequests') {
      this.showAccount(event.payload.accountId)
      this.show('contacts')
    }
  }
}

export const navigation = register(new Navigation())
