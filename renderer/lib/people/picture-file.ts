/** A picture of the user's made fit for himself or a room: square, small, PNG (XEP-0084 and 0486 know it everywhere; SVG is not for showing). */
import { MAX_OWN_AVATAR_BYTES } from '#shared/model/avatar'

/** Edge, px: the biggest that fits is taken. A photo of 192 px is about 60 KB as PNG. */
const EDGES = [192, 128, 96, 64] as const

const draw = (image: ImageBitmap, edge: number): string => {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = edge
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.imageSmoothingQuality = 'high'
  // The middle of it; what is transparent stays so.
  const side = Math.min(image.width, image.height)
  context.drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, edge, edge)
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '')
}

/** Base64 of a PNG; null when the file is no picture that this program can read. */
export async function squarePicture(file: Blob): Promise<string | null> {
  const image = await createImageBitmap(file).catch(() => null)
  if (!image || image.width === 0 || image.height === 0) return null
  for (const edge of EDGES) {
    const png = draw(image, edge)
    if (png.length * 0.75 <= MAX_OWN_AVATAR_BYTES) return png
  }
  return null
}
