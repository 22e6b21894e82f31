/** Settings of this installation (not of an account). The schema validates, the defaults complete. */
import * as v from 'valibot'

/** What a notification tells of a message: who and what, who only, or neither. */
export const NOTIFY_SHOWS = ['text', 'name', 'nothing'] as const
export type NotifyShows = (typeof NOTIFY_SHOWS)[number]

const minuteOfDay = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(24 * 60 - 1))

/** With a modifier other than Shift, so that nobody loses a letter of his keyboard. */
export const bossKey = v.pipe(v.string(), v.regex(/^(?:(?=.*(?:Control|Alt|Super|Command)\+)(?:(?:Control|Alt|Shift|Super|Command)\+){1,4}(?:[A-Z0-9]|F(?:[1-9]|1\d|2[0-4])))?$/))

export const settingsSchema = v.object({
  language: v.picklist(['system', 'zh', 'en']),
  theme: v.picklist(['system', 'light', 'dark']),
  /** Percent of the normal text size. */
  fontPercent: v.pipe(v.number(), v.minValue(80), v.maxValue(160)),
  sendWith: v.picklist(['enter', 'ctrl-enter']),
  showOfflineContacts: v.boolean(),
  sendReceipts: v.boolean(),
  sendTyping: v.boolean(),
  /** Contacts may shake the window (XEP-0224). */
  receiveShakes: v.boolean(),
  notify: v.boolean(),
  /** Where nothing else is chosen for a conversation. */
  notifyShows: v.picklist(NOTIFY_SHOWS),
  /** Minutes after midnight, local time; `to` before `from` is on the next day. Days on which it begins, 0 = Sunday. */
  quietHours: v.object({ isOn: v.boolean(), from: minuteOfDay, to: minuteOfDay, days: v.array(v.picklist([0, 1, 2, 3, 4, 5, 6])) }),
  /** “Do not disturb for an hour” ends then; past or 0: it is over. Epoch ms. */
  quietUntilMs: v.pipe(v.number(), v.integer(), v.minValue(0)),
  soundChat: v.boolean(),
  soundRoom: v.boolean(),
  soundMention: v.boolean(),
  /** Somebody wants to be a contact. */
  soundRequest: v.boolean(),
  /** Told of calls to everybody, or everybody of a rank, in a room. */
  mentionGroups: v.boolean(),
  /** Told when the own nick stands in a text of a room without being marked as a mention. */
  mentionNick: v.boolean(),
  /** *bold*, _italic_ and the like in messages. */
  styling: v.boolean(),
  closeToTray: v.boolean(),
  /** Asks the update feed by itself, where this build has one. */
  checkForUpdates: v.boolean(),
  /** He has been told that closing the window does not end the program. */
  toldOfTray: v.boolean(),
  /** Started by the system, the window stays in the tray. */
  startHidden: v.boolean(),
  /** Hides and shows all windows from everywhere; as Electron writes keys. Empty: none. */
  bossKey,
  /** Pictures and sounds up to this size are fetched unasked, megabytes; 0: none. */
  autoDownloadMb: v.pipe(v.number(), v.minValue(0), v.maxValue(1000)),
  /** BCP 47, as Chromium names its dictionaries; none: spelling is not checked. */
  spellLanguages: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}$/))), v.maxLength(5)),
  /** The tester's workbench is shown, and the stanzas of every account are kept for it. */
  workbench: v.boolean(),
  /** The first steps were taken or put away. */
  guideDone: v.boolean(),
})
export type Settings = v.InferOutput<typeof settingsSchema>

export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  fontPercent: 100,
  sendWith: 'enter',
  showOfflineContacts: true,
  sendReceipts: true,
  sendTyping: true,
  receiveShakes: true,
  notify: true,
  notifyShows: 'text',
  quietHours: { isOn: false, from: 22 * 60, to: 7 * 60, days: [0, 1, 2, 3, 4, 5, 6] },
  quietUntilMs: 0,
  soundChat: true,
  soundRoom: true,
  soundMention: true,
  soundRequest: true,
  mentionGroups: true,
  mentionNick: true,
  styling: true,
  closeToTray: true,
  checkForUpdates: true,
  toldOfTray: false,
  startHidden: false,
  bossKey: '',
  autoDownloadMb: 10,
  spellLanguages: [],
  workbench: false,
  guideDone: false,
}
