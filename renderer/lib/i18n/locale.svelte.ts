/** The language in use, switchable at any moment: everything that reads `locale.current` is drawn anew. */
export type Language = 'zh' | 'en'

class Locale {
  #chosen = $state<'system' | Language>('system')
  current: Language = $derived(this.#chosen === 'system' ? systemLanguage() : this.#chosen)
  /** For Intl. */
  tag = $derived(this.current === 'zh' ? 'zh-CN' : 'en')

  choose(language: 'system' | Language) {
    this.#chosen = language
    document.documentElement.lang = this.tag
  }
}

const systemLanguage = (): Language => (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en')

export const locale = new Locale()
