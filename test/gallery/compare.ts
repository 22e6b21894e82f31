/** Two pictures, pixel by pixel. Electron decodes them: the window is there anyway. */
import type { ElectronApplication } from 'playwright-core'

/** Of 255, per colour: what processors differ by in blending. */
const TOLERANCE = 3

export interface Difference {
  pixels: number
  /** All that differs lies within. */
  left: number
  top: number
  right: number
  bottom: number
  /** PNG: `before` in pale grey, what differs in red. */
  shown: Buffer
}

/** Null when they are the same. */
export async function differenceOf(app: ElectronApplication, before: Buffer, now: Buffer): Promise<Difference | null> {
  if (before.equals(now)) return null
  const found = await app.evaluate(
    ({ nativeImage }, { pictures, tolerance }) => {
      const [a, b] = pictures.map((base64) => {
        const image = nativeImage.createFromBuffer(Buffer.from(base64, 'base64'))
        return { ...image.getSize(), pixels: image.toBitmap() }
      }) as [{ width: number; height: number; pixels: Buffer }, { width: number; height: number; pixels: Buffer }]
      const [width, height] = [Math.max(a.width, b.width), Math.max(a.height, b.height)]
      const out = Buffer.alloc(width * height * 4, 255)
      const box = { pixels: 0, left: width, top: height, right: 0, bottom: 0 }
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const inBoth = x < a.width && x < b.width && y < a.height && y < b.height
          const [i, j, k] = [(y * a.width + x) * 4, (y * b.width + x) * 4, (y * width + x) * 4]
          const isSame = inBoth && [0, 1, 2].every((c) => Math.abs(a.pixels[i + c]! - b.pixels[j + c]!) <= tolerance)
          if (isSame) {
            out.fill(200 + Math.round((a.pixels[i]! + a.pixels[i + 1]! + a.pixels[i + 2]!) / 14), k, k + 3)
            continue
          }
          out.set([0, 0, 220], k) // blue, green, red
          box.pixels++
          box.left = Math.min(box.left, x)
          box.right = Math.max(box.right, x)
          box.top = Math.min(box.top, y)
          box.bottom = Math.max(box.bottom, y)
        }
      }
      return { ...box, shown: box.pixels > 0 ? nativeImage.createFromBitmap(out, { width, height }).toPNG().toString('base64') : '' }
    },
    { pictures: [before.toString('base64'), now.toString('base64')], tolerance: TOLERANCE },
  )
  return found.pixels > 0 ? { ...found, shown: Buffer.from(found.shown, 'base64') } : null
}
