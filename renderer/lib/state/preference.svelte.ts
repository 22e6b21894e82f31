/** Small habits of this window (a width, what is folded) that are no settings: kept by the page itself. */
export class Preference<T> {
  #value = $state.raw() as T
  readonly #key: string

  constructor(key: string, fallback: T, isValid: (value: unknown) => value is T) {
    this.#key = `magpie.${key}`
    this.#value = read(this.#key, fallback, isValid)
  }

  get value(): T {
    return this.#value
  }
  set value(value: T) {
    this.#value = value
    localStorage.setItem(this.#key, JSON.stringify(value))
  }
}

function read<T>(key: string, fallback: T, isValid: (value: unknown) => value is T): T {
  const text = localStorage.getItem(key)
  if (text === null) return fallback
  try {
    const value: unknown = JSON.parse(text)
    return isValid(value) ? value : fallback
  } catch {
    return fallback // written by an older or broken version: the habit is learnt anew
  }
}
