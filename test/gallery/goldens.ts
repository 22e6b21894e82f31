/**
 * The pictures and boxes that the page is compared with (golden/), and of which machine they are: they hold for one Chromium and, the pictures,
 * for one way of drawing. Renewed by `npm run gallery -- --update`.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { differenceOf } from './compare'
import type { Gallery } from './gallery'
import { sampleOf } from './still'

const repo = process.env.MAGPIE_REPO ?? process.cwd()
const folder = join(repo, 'test/gallery/golden')
const out = join(repo, 'out/gallery')
const MACHINE = 'machine'

export const isRenewing = process.env.MAGPIE_GOLDENS === 'renew'

export const golden = {
  picture: (name: string): Buffer | null => (existsSync(join(folder, `${name}.png`)) ? readFileSync(join(folder, `${name}.png`)) : null),
  boxes: (name: string): string[] | null => (existsSync(join(folder, `${name}.txt`)) ? readFileSync(join(folder, `${name}.txt`), 'utf8').trimEnd().split('\n') : null),
  keep: (name: string, picture: Buffer, boxes: readonly string[]) => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${name}.png`), picture)
    writeFileSync(join(folder, `${name}.txt`), `${boxes.join('\n')}\n`)
  },
  /** Those of pictures that are gone. */
  names: () => [...new Set((existsSync(folder) ? readdirSync(folder) : []).map((file) => file.replace(/\.\w+$/, '')))].filter((name) => name !== MACHINE).sort(),
  drop: (name: string) => ['png', 'txt'].forEach((type) => rmSync(join(folder, `${name}.${type}`), { force: true })),
}

export interface Fit {
  /** Why the pictures cannot be compared here, in words; null: they can. */
  notPictures: string | null
  notBoxes: string | null
}

/** Whether what is drawn here can be held against golden/. When it is renewed: notes that it is of this machine. */
export async function fitOf({ app, page, show }: Gallery): Promise<Fit> {
  const chromium = await app.evaluate(() => process.versions.chrome!)
  await show('scene=first-run&lang=zh&theme=light')
  const sample = await sampleOf(page)
  if (isRenewing) {
    golden.keep(MACHINE, sample, [chromium])
    return { notPictures: null, notBoxes: null }
  }
  const theirs = golden.boxes(MACHINE)?.[0] ?? 'none'
  const other = `this is Chromium ${chromium}, they are of ${theirs}`
  if (theirs.split('.')[0] !== chromium.split('.')[0]) return { notPictures: other, notBoxes: other }
  if (theirs !== chromium) return { notPictures: other, notBoxes: null }
  const difference = await differenceOf(app, golden.picture(MACHINE)!, sample)
  if (!difference) return { notPictures: null, notBoxes: null }
  save(`${MACHINE}-here`, sample)
  return { notPictures: `this machine draws otherwise, by other fonts or another renderer (${difference.pixels} pixels of a sample; out/gallery/${MACHINE}-here.png beside test/gallery/golden/${MACHINE}.png)`, notBoxes: null }
}

/** Writes out/gallery/NAME.png. */
export function save(name: string, picture: Buffer): void {
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, `${name}.png`), picture)
}
