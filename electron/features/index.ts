/** All features, in the order in which they start and see stanzas. A feature stands behind those it requires. */
import type { Feature } from '#core/feature'
import { accounts } from '#features/accounts/feature'
import { conversations } from '#features/conversations/feature'
import { checkUp } from '#features/check-up/feature'
import { corrections } from '#features/corrections/feature'
import { csi } from '#features/csi/feature'
import { directory } from '#features/directory/feature'
import { disco } from '#features/disco/feature'
import { displayedSync } from '#features/displayed-sync/feature'
import { encryptionHints } from '#features/encryption-hints/feature'
import { entityTime } from '#features/entity-time/feature'
import { bundles } from '#features/bundles/feature'
import { files } from '#features/files/feature'
import { jingle } from '#features/jingle/feature'
import { lastSeen } from '#features/last-seen/feature'
import { linkPreviews } from '#features/link-previews/feature'
import { messagePins } from '#features/message-pins/feature'
import { messageRequests } from '#features/message-requests/feature'
import { contactCards } from '#features/contact-cards/feature'
import { mentions } from '#features/mentions/feature'
import { nicks } from '#features/nicks/feature'
import { notificationSettings } from '#features/notification-settings/feature'
import { people } from '#features/people/feature'
import { ping } from '#features/ping/feature'
import { presence } from '#features/presence/feature'
import { reactions } from '#features/reactions/feature'
import { xmlConsole } from '#features/console/feature'
import { adHoc } from '#features/ad-hoc/feature'
import { services } from '#features/services/feature'
import { connectionFacts } from '#features/connection-facts/feature'
import { archiveViewer } from '#features/archive-viewer/feature'
import { privateStorage } from '#features/private-storage/feature'
import { pubsubViewer } from '#features/pubsub-viewer/feature'
import { rosterViewer } from '#features/roster-viewer/feature'
import { sessionsViewer } from '#features/sessions-viewer/feature'
import { quarantine } from '#features/quarantine/feature'
import { styling } from '#features/styling/feature'
import { replies } from '#features/replies/feature'
import { profile } from '#features/profile/feature'
import { registration } from '#features/registration/feature'
import { roster } from '#features/roster/feature'
import { spoilers } from '#features/spoilers/feature'
import { shakes } from '#features/shakes/feature'
import { search } from '#features/search/feature'
import { softwareVersion } from '#features/software-version/feature'
import { settings } from '#features/settings/feature'
import { carbons } from '#features/carbons/feature'
import { store } from '#features/store/feature'
import { chat } from '#features/chat/feature'
import { markers } from '#features/markers/feature'
import { receipts } from '#features/receipts/feature'
import { chatStates } from '#features/chat-states/feature'
import { archive } from '#features/archive/feature'
import { archiveSearch } from '#features/archive-search/feature'
import { archivePreferences } from '#features/archive-preferences/feature'
import { avatars } from '#features/avatars/feature'
import { blocking } from '#features/blocking/feature'
import { bookmarks } from '#features/bookmarks/feature'
import { roomDirectory } from '#features/room-directory/feature'
import { roomArchive } from '#features/room-archive/feature'
import { roomConfig } from '#features/room-config/feature'
import { roomRegistration } from '#features/room-registration/feature'
import { roomVoice } from '#features/room-voice/feature'
import { roomInvites } from '#features/room-invites/feature'
import { roomFacts } from '#features/room-facts/feature'
import { roomHats } from '#features/room-hats/feature'
import { roomPins } from '#features/room-pins/feature'
import { roomSearch } from '#features/room-search/feature'
import { rooms } from '#features/rooms/feature'
import { roomAudit } from '#features/room-audit/feature'
import { roomAdmin } from '#features/room-admin/feature'
import { roomModeration } from '#features/room-moderation/feature'
import { stickers } from '#features/stickers/feature'
import { roomTimers } from '#features/room-timers/feature'
import { roomMuteAll } from '#features/room-mute-all/feature'

export const features: Feature[] = [
  accounts,
  settings,
  store,
  checkUp,
  registration,
  disco,
  softwareVersion,
  entityTime,
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
  lastSeen,
  directory,
  archive,
  archivePreferences,
  conversations,
  messageRequests,
  messagePins,
  search,
  chat,
  receipts,
  markers,
  chatStates,
  shakes,
  bookmarks,
  roomPins,
  roomDirectory,
  rooms,
  notificationSettings,
  roomArchive,
  roomAudit,
  roomAdmin,
  roomTimers,
  roomModeration,
  roomConfig,
  roomMuteAll,
  roomRegistration,
  roomVoice,
  roomInvites,
  roomFacts,
  roomHats,
  roomSearch,
  displayedSync,
  mentions,
  spoilers,
  corrections,
  replies,
  reactions,
  jingle,
  files,
  bundles,
  linkPreviews,
  stickers,
  contactCards,
  encryptionHints,
  archiveSearch,
  styling,
  xmlConsole,
  services,
  adHoc,
  connectionFacts,
  rosterViewer,
  archiveViewer,
  pubsubViewer,
  privateStorage,
  sessionsViewer,
  quarantine,
]
