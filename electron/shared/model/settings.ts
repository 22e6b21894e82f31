/** Settings of this installation (not of an account). The schema validates, the defaults complete. */
import * as v from 'valibot'

export const settingsSchema = v.object({
  language: v.picklist(['system', 'zh', 'en']),
  theme: v.picklist(['system', 'light', 'dark']),
  /** Percent of the normal text size. */
  fontPercent: v.pipe(v.number(), v.minValue(80), v.maxValue(160)),
  sendWith: v.picklist(['enter', 'ctrl-enter']),
  showOfflineContacts: v.boolean(),
  sendReceipts: v.boolean(),
  sendTyping: v.boolean(),
  notify: v.boolean(),
  notifyText: v.boolean(),
  /** Told of calls to everybody, or everybody of a rank, in a room. */
  mentionGroups: v.boolean(),
  /** Told when the own nick stands in a text of a room without being marked as a mention. */
  mentionNick: v.boolean(),
  closeToTray: v.boolean(),
  /** Pictures and sounds up to this size are fetched unasked, megabytes; 0: none. */
  autoDownloadMb: v.pipe(v.number(), v.minValue(0), v.maxValue(1000)),
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
  notify: true,
  notifyText: true,
  mentionGroups: true,
  mentionNick: true,
  closeToTray: true,
  autoDownloadMb: 10,
}
