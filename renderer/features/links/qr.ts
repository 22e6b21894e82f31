/** Links as pictures that a telephone can read (ISO/IEC 18004). */
import { encode } from 'uqr'

/** Of empty modules around it: without them it is not found (ISO/IEC 18004 §6.3.8). */
const QUIET = 4
/** Of a module in the picture that is saved; px. */
const MODULE_PX = 10

export interface QrDrawing {
  /** Modules from edge to edge, the quiet zone included. */
  size: number
  /** SVG path of the dark modules, one module one unit. */
  path: string
}

export function drawQr(text: string): QrDrawing {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET })
  let path = ''
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue
      const from = x
      while (x + 1 < size && row[x + 1]) x++
      path += `M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`
    }
  }
  return { size, path }
}

/** PNG in Base64. Black on white whatever the theme: not every reader knows light on dark. */
export function qrPicture({ size, path }: QrDrawing): string {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size * MODULE_PX
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.scale(MODULE_PX, MODULE_PX)
  context.fillStyle = 'black'
  context.fill(new Path2D(path))
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '')
}
