/** Settings of this installation; what concerns the look is put on <html> at once. */
import type { ContractEvent, Snapshot } from '#contract'
import { defaultSettings, type Settings } from '#shared/model/settings'
import { call } from '../api'
import { locale } from '../i18n/locale.svelte'
import { register } from '../sync'
import { showError } from './toasts.svelte'

class SettingsState {
  #current = $state.raw<Settings>(defaultSettings)
  appVersion = $state('')

  get current(): Readonly<Settings> {
    return this.#current
  }

  async set(change: Partial<Settings>): Promise<void> {
    const result = await call('settings.set', change)
    if (!result.ok) showError(result.error)
  }

  load(snapshot: Snapshot) {
    this.appVersion = snapshot.app.settings.appVersion
    this.#take(snapshot.app.settings.settings)
  }

  apply(event: ContractEvent) {
    if (event.name === 'settings.changed') this.#take(event.payload.settings)
  }

  #take(settings: Settings) {
    this.#current = settings
    locale.choose(settings.language)
    const root = document.documentElement
    root.dataset.theme = settings.theme
    root.style.setProperty('--font-percent', String(settings.fontPercent))
  }
}

export const settings = register(new SettingsState())
