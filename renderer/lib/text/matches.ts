/** Does what the user typed into a search field occur in any of these texts? Case, width and surrounding space do not matter. */
export const plain = (text: string) => text.normalize('NFKC').toLowerCase()

export function matches(filter: string, ...texts: string[]): boolean {
  const words = plain(filter).split(/\s+/).filter(Boolean)
  const where = texts.map(plain)
  return words.every((word) => where.some((text) => text.includes(word)))
}
