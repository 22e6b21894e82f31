/** The settings of this installation: defaults completed by what is stored and still valid. */
import * as v from 'valibot'
import type { SettingsAccess } from '#core/context'
import type { PublishCore } from '#shared/model/core-events'
import { defaultSettings, settingsSchema, type Settings } from '#shared/model/settings'
import type { Db } from '#store/database'
import { listSettings, putSetting } from '#store/settings'

export function createSettings(db: Db, publish: PublishCore): SettingsAccess {
  const listeners = new Set<(settings: Settings) => void>()
  let current = read(db)
  return {
    get: () => current,
    set: (change) => {
      current = v.parse(settingsSchema, { ...current, ...change })
      for (const [key, value] of Object.entries(change)) putSetting(db, key, value)
      publish('settings.changed', { settings: current })
      for (const listener of listeners) listener(current)
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A stored value that this version does not understand falls back to the default, alone. */
function read(db: Db): Settings {
  const stored = listSettings(db)
  // COMPAT(0.1): until there was a third choice it was a switch. Who hid his texts goes on hiding them.
  if (stored.notifyText === false) stored.notifyShows ??= 'name'
  const entries = Object.entries(settingsSchema.entries).map(([key, schema]) => {
    const parsed = v.safeParse(schema, stored[key])
    return [key, parsed.success ? parsed.output : defaultSettings[key as keyof Settings]]
  })
  return Object.fromEntries(entries) as Settings
}
