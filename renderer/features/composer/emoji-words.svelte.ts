/** `:smile` in the text field: the emoji with such names, once they have been read. */
import { emojiBook, type EmojiBook } from '../../lib/emoji/emoji'
import { skinTone } from '../../lib/emoji/habits.svelte'
import { toned } from '../../lib/emoji/tones'
import { locale } from '../../lib/i18n/locale.svelte'
import { emojiChoices, emojiWord, type Completion } from './completion'

export class EmojiWords {
  #book = $state.raw<EmojiBook | null>(null)
  #isAsked = false

  /** Null: no emoji is meant. */
  completion(before: string): Completion | null {
    if (emojiWord(before) === null) return null
    if (!this.#isAsked) {
      this.#isAsked = true
      void emojiBook().then((book) => (this.#book = book))
    }
    const book = this.#book
    if (!book) return null
    const found = emojiChoices(before, (typed) =>
      book.search(typed).map((one) => ({ label: one.names[locale.current], char: one.hasTones ? toned(one.char, skinTone.value) : one.char })),
    )
    return found.choices.length > 0 ? found : null
  }
}
