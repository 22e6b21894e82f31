/** The contract between the core and whoever shows it: one line per feature. The renderer imports only its types. */
import { contract as accounts } from '#features/accounts/contract'
import { contract as archive } from '#features/archive/contract'
import { contract as archiveSearch } from '#features/archive-search/contract'
import { contract as archivePreferences } from '#features/archive-preferences/contract'
import { contract as avatars } from '#features/avatars/contract'
import { contract as blocking } from '#features/blocking/contract'
import { contract as bookmarks } from '#features/bookmarks/contract'
import { contract as bundles } from '#features/bundles/contract'
import { contract as carbons } from '#features/carbons/contract'
import { contract as chat } from '#features/chat/contract'
import { contract as xmlConsole } from '#features/console/contract'
import { contract as chatStates } from '#features/chat-states/contract'
import { contract as checkUp } from '#features/check-up/contract'
import { contract as contactCards } from '#features/contact-cards/contract'
import { contract as conversations } from '#features/conversations/contract'
import { contract as corrections } from '#features/corrections/contract'
import { contract as csi } from '#features/csi/contract'
import { contract as directory } from '#features/directory/contract'
import { contract as disco } from '#features/disco/contract'
import { contract as displayedSync } from '#features/displayed-sync/contract'
import { contract as encryptionHints } from '#features/encryption-hints/contract'
import { contract as entityTime } from '#features/entity-time/contract'
import { contract as files } from '#features/files/contract'
import { contract as jingle } from '#features/jingle/contract'
import { contract as lastSeen } from '#features/last-seen/contract'
import { contract as linkPreviews } from '#features/link-previews/contract'
import { contract as markers } from '#features/markers/contract'
import { contract as mentions } from '#features/mentions/contract'
import { contract as messagePins } from '#features/message-pins/contract'
import { contract as messageRequests } from '#features/message-requests/contract'
import { contract as nicks } from '#features/nicks/contract'
import { contract as notificationSettings } from '#features/notification-settings/contract'
import { contract as people } from '#features/people/contract'
import { contract as ping } from '#features/ping/contract'
import { contract as presence } from '#features/presence/contract'
import { contract as receipts } from '#features/receipts/contract'
import { contract as reactions } from '#features/reactions/contract'
import { contract as replies } from '#features/replies/contract'
import { contract as profile } from '#features/profile/contract'
import { contract as registration } from '#features/registration/contract'
import { contract as roomArchive } from '#features/room-archive/contract'
import { contract as roomDirectory } from '#features/room-directory/contract'
import { contract as roomAdmin } from '#features/room-admin/contract'
import { contract as roomAudit } from '#features/room-audit/contract'
import { contract as roomModeration } from '#features/room-moderation/contract'
import { contract as roomMuteAll } from '#features/room-mute-all/contract'
import { contract as roomTimers } from '#features/room-timers/contract'
import { contract as roomConfig } from '#features/room-config/contract'
import { contract as roomFacts } from '#features/room-facts/contract'
import { contract as roomHats } from '#features/room-hats/contract'
import { contract as roomInvites } from '#features/room-invites/contract'
import { contract as roomPins } from '#features/room-pins/contract'
import { contract as roomRegistration } from '#features/room-registration/contract'
import { contract as roomSearch } from '#features/room-search/contract'
import { contract as roomVoice } from '#features/room-voice/contract'
import { contract as rooms } from '#features/rooms/contract'
import { contract as roster } from '#features/roster/contract'
import { contract as search } from '#features/search/contract'
import { contract as settings } from '#features/settings/contract'
import { contract as adHoc } from '#features/ad-hoc/contract'
import { contract as services } from '#features/services/contract'
import { contract as connectionFacts } from '#features/connection-facts/contract'
import { contract as archiveViewer } from '#features/archive-viewer/contract'
import { contract as privateStorage } from '#features/private-storage/contract'
import { contract as pubsubViewer } from '#features/pubsub-viewer/contract'
import { contract as rosterViewer } from '#features/roster-viewer/contract'
import { contract as sessionsViewer } from '#features/sessions-viewer/contract'
import { contract as quarantine } from '#features/quarantine/contract'
import { contract as shakes } from '#features/shakes/contract'
import { contract as spoilers } from '#features/spoilers/contract'
import { contract as softwareVersion } from '#features/software-version/contract'
import { contract as stickers } from '#features/stickers/contract'
import { contract as styling } from '#features/styling/contract'
import { contract as store } from '#features/store/contract'
import type { InputOf, Merge, OutputOf, PayloadOf } from '#shared/contract-kit'
import type { desktop } from '#shared/desktop'
import type { Result } from '#shared/result'

/** By feature name: the same names as in features/index.ts. */
export const slices = {
  accounts,
  settings,
  store,
  'check-up': checkUp,
  registration,
  disco,
  'software-version': softwareVersion,
  'entity-time': entityTime,
  ping,
  csi,
  roster,
  people,
  carbons,
  presence,
  avatars,
  blocking,
  nicks,
  profile,
  'last-seen': lastSeen,
  directory,
  archive,
  'archive-preferences': archivePreferences,
  'archive-search': archiveSearch,
  conversations,
  'message-requests': messageRequests,
  'message-pins': messagePins,
  search,
  chat,
  receipts,
  markers,
  'chat-states': chatStates,
  shakes,
  rooms,
  'room-archive': roomArchive,
  'room-audit': roomAudit,
  'room-admin': roomAdmin,
  'room-timers': roomTimers,
  'room-moderation': roomModeration,
  'room-mute-all': roomMuteAll,
  'displayed-sync': displayedSync,
  mentions,
  spoilers,
  corrections,
  replies,
  reactions,
  jingle,
  files,
  bundles,
  'link-previews': linkPreviews,
  stickers,
  'contact-cards': contactCards,
  'encryption-hints': encryptionHints,
  styling,
  console: xmlConsole,
  services,
  'ad-hoc': adHoc,
  'connection-facts': connectionFacts,
  'roster-viewer': rosterViewer,
  'archive-viewer': archiveViewer,
  'pubsub-viewer': pubsubViewer,
  'private-storage': privateStorage,
  'sessions-viewer': sessionsViewer,
  quarantine,
  bookmarks,
  'notification-settings': notificationSettings,
  'room-config': roomConfig,
  'room-directory': roomDirectory,
  'room-facts': roomFacts,
  'room-hats': roomHats,
  'room-invites': roomInvites,
  'room-pins': roomPins,
  'room-registration': roomRegistration,
  'room-search': roomSearch,
  'room-voice': roomVoice,
}

type Slices = typeof slices
/** With what a window may ask of its desktop. */
type SliceOf = Slices[keyof Slices] | typeof desktop
type CallSpecs = Merge<SliceOf['appCalls'] | SliceOf['calls']>
type EventSpecs = Merge<SliceOf['events']>

export type CallName = keyof CallSpecs & string
export type CallInput<K extends CallName> = InputOf<CallSpecs[K]>
export type CallOutput<K extends CallName> = OutputOf<CallSpecs[K]>
export type EventName = keyof EventSpecs & string
export type EventPayload<K extends EventName> = PayloadOf<EventSpecs[K]>
export type ContractEvent = { [K in EventName]: { revision: number; name: K; payload: EventPayload<K> } }[EventName]

export interface Snapshot {
  revision: number
  app: { [K in keyof Slices]: PayloadOf<Slices[K]['appSnapshot']> }
  /** By account id; only accounts that have a session. */
  accounts: Record<number, { [K in keyof Slices]: PayloadOf<Slices[K]['snapshot']> }>
}

/** What the preload script puts on `window.magpie`. */
export interface MagpieApi {
  call<K extends CallName>(name: K, input: CallInput<K>): Promise<Result<CallOutput<K>>>
  snapshot(): Promise<Snapshot>
  /** Batches, in order; at most one per tick. */
  subscribe(listener: (events: ContractEvent[]) => void): () => void
  platform: 'linux' | 'win32' | 'darwin'
}
