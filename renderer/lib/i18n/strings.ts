/**
 * Texts stand beside the component that shows them, in both languages:
 * `const s = strings({ zh: { hello: '你好' }, en: { hello: 'Hello' } })`, then `{s.hello}` in the template.
 * The type makes a missing translation a compile error. Plurals and parameters are functions.
 */
import { locale, type Language } from './locale.svelte'

type Text = string | ((...args: never[]) => string)
type Shape<T> = { [K in keyof T]: T[K] extends (...args: infer A) => string ? (...args: A) => string : string }

const sources = new WeakMap<object, Record<Language, Record<string, Text>>>()

export function strings<T extends Record<string, Text>>(texts: { zh: T } & { en: Shape<T> }): Readonly<Shape<T>> {
  const byLanguage: Record<Language, Record<string, Text>> = { zh: texts.zh, en: texts.en as Record<string, Text> }
  const inUse = new Proxy({} as Shape<T>, {
    get: (_, key) => byLanguage[locale.current][key as string],
  })
  sources.set(inUse, byLanguage)
  return inUse
}

/** A text in every language, for searching: a user may know the word of either. Nothing of those that take parameters. */
export function inAllLanguages(texts: object, key: string): string[] {
  const byLanguage = sources.get(texts)
  return byLanguage ? Object.values(byLanguage).flatMap((language) => (typeof language[key] === 'string' ? [language[key]] : [])) : []
}
