/** Names that every file system takes, from names that people give. Pure. */
const MAX_CHARS = 100

export const fileNameOf = (name: string, extension: string): string =>
  `${name.replace(/[^\p{L}\p{N}@._-]+/gu, '_').slice(0, MAX_CHARS)}.${extension}`
