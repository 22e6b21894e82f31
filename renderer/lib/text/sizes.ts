/** Amounts of data in words: 912 kB, 2 bytes. `tag` is a BCP 47 language tag (locale.tag). */
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** Powers of 1000, as disks and networks count. */
export function sizeText(bytes: number, tag: string): string {
  const step = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const options = { style: 'unit', unit: UNITS[step] as string, unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: step < 2 ? 0 : 1 } as const
  return new Intl.NumberFormat(tag, options).format(bytes / 1000 ** step)
}
