/** An entry of a bundle in a line. */
import type { ForwardedEntry } from '#shared/model/bundle'
import { isOnlyFile } from '#shared/model/files'
import { lineOfFile } from '../files/file-words'
import { spoilerLine } from '../spoilers/spoiler-words'
import { titleOfEntries } from './bundle-words'

export function entryLine({ body, files, spoiler, inner }: ForwardedEntry): string {
  const covered = spoilerLine(spoiler)
  if (covered !== null) return covered
  if (inner) return `[${titleOfEntries(inner)}]`
  const file = files?.[0]
  return file && isOnlyFile({ body, extras: { files } }) ? lineOfFile(file) : body
}
