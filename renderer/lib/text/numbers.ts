/** Counts as people write them: 10,000. */
const formats = new Map<string, Intl.NumberFormat>()

export function numberText(n: number, tag: string): string {
  let format = formats.get(tag)
  if (!format) formats.set(tag, (format = new Intl.NumberFormat(tag)))
  return format.format(n)
}
