/** Pictures made smaller in the page, before they leave; what the camera wrote into them (place, time) goes with that. */

/** Longest edge after shrinking, px: fills a screen. */
export const SHRUNK_EDGE = 2048
const QUALITY = 0.85
const THUMBNAIL_EDGE = 48
const THUMBNAIL_CHARS = 8000
/** Moving ones would stand still. */
const SHRINKABLE = /^image\/(jpeg|png|webp)$/
export const isShrinkable = (file: Blob) => SHRINKABLE.test(file.type)

async function draw(source: Blob, longest: number): Promise<HTMLCanvasElement | null> {
  const image = await createImageBitmap(source).catch(() => null)
  if (!image || image.width === 0 || image.height === 0) return null
  const scale = Math.min(1, longest / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  const context = canvas.getContext('2d')
  if (!context) return null
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  image.close()
  return canvas
}

/** The file itself when it would not become smaller. */
export async function shrunk(file: File, edge = SHRUNK_EDGE): Promise<File> {
  const canvas = isShrinkable(file) ? await draw(file, edge) : null
  const type = file.type === 'image/png' ? 'image/png' : 'image/jpeg' // PNGs may be transparent
  const blob = canvas && (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, QUALITY)))
  if (!blob || blob.size >= file.size) return file
  return new File([blob], type === file.type ? file.name : file.name.replace(/\.[^.]*$/u, '') + '.jpg', { type })
}

/** As a data: address of a few hundred bytes; undefined when the file is no picture. */
export async function thumbnailOf(file: File): Promise<string | undefined> {
  if (!file.type.startsWith('image/')) return undefined
  const url = (await draw(file, THUMBNAIL_EDGE))?.toDataURL('image/jpeg', 0.6)
  return url && url.length <= THUMBNAIL_CHARS ? url : undefined
}

/** PNG in Base64, for the clipboard. */
export async function pngOf(image: HTMLImageElement): Promise<string | null> {
  const canvas = document.createElement('canvas')
  canvas.width = image.naturalWidth
  canvas.height = image.naturalHeight
  canvas.getContext('2d')?.drawImage(image, 0, 0)
  return canvas.width > 0 ? canvas.toDataURL('image/png').replace(/^[^,]*,/, '') : null
}
