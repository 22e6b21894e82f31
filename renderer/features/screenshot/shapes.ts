/** What is drawn on a picture, in its pixels: kept as a list, so that the last can be taken back. */
import { regionOf, type Point, type Region, type Size } from './region'

export const TOOLS = ['rectangle', 'arrow', 'pen', 'text', 'mosaic'] as const
export type Tool = (typeof TOOLS)[number]

/** Colours of a marker, not of the page: they stay as they are in the picture. */
export const COLOURS = { red: '#e5342f', yellow: '#f5b800', green: '#1fa34a', blue: '#1f6fe0', black: '#111111', white: '#ffffff' } as const
export type Colour = keyof typeof COLOURS

export type Shape =
  | { tool: 'rectangle' | 'arrow' | 'mosaic'; from: Point; to: Point; colour: Colour }
  | { tool: 'pen'; points: Point[]; colour: Colour }
  | { tool: 'text'; at: Point; text: string; colour: Colour }

/** At one pixel of the picture for one of the window; a sharper screen has thicker lines in pixels. */
export const LINE = 3
export const TEXT_SIZE = 20
const BLOCK = 12
/** Of the arrow's head, in widths of its line; and how far it spreads, radians. */
const HEAD = 5
const SPREAD = Math.PI / 7

export function begin(tool: Exclude<Tool, 'text'>, at: Point, colour: Colour): Shape {
  return tool === 'pen' ? { tool, points: [at], colour } : { tool, from: at, to: at, colour }
}
export function extend(shape: Shape, to: Point): Shape {
  if (shape.tool === 'text') return shape
  return shape.tool === 'pen' ? { ...shape, points: [...shape.points, to] } : { ...shape, to }
}
/** A click draws nothing. */
export function isSeen(shape: Shape): boolean {
  if (shape.tool === 'text') return shape.text.trim() !== ''
  if (shape.tool === 'pen') return shape.points.length > 1
  const { width, height } = regionOf(shape.from, shape.to)
  return shape.tool === 'arrow' ? Math.hypot(width, height) >= 6 : width >= 3 && height >= 3
}

/** The two ends of its head. */
export function arrowHead(from: Point, to: Point, line: number): [Point, Point] {
  const angle = Math.atan2(to.y - from.y, to.x - from.x)
  const length = Math.min(line * HEAD, Math.hypot(to.x - from.x, to.y - from.y))
  const end = (turn: number) => ({ x: to.x - length * Math.cos(angle + turn), y: to.y - length * Math.sin(angle + turn) })
  return [end(SPREAD), end(-SPREAD)]
}

/** Each block has one colour: what stood there is gone for good. */
function mosaic(context: CanvasRenderingContext2D, source: CanvasImageSource, area: Region, block: number, within: Size) {
  const [left, top] = [Math.max(0, area.x), Math.max(0, area.y)]
  const [width, height] = [Math.min(within.width, area.x + area.width) - left, Math.min(within.height, area.y + area.height) - top]
  if (width < 1 || height < 1) return
  const small = document.createElement('canvas')
  small.width = Math.max(1, Math.ceil(width / block))
  small.height = Math.max(1, Math.ceil(height / block))
  const mini = small.getContext('2d')
  if (!mini) return
  mini.imageSmoothingQuality = 'high'
  mini.drawImage(source, left, top, width, height, 0, 0, small.width, small.height)
  context.imageSmoothingEnabled = false
  context.drawImage(small, 0, 0, small.width, small.height, left, top, width, height)
  context.imageSmoothingEnabled = true
}

/** @param scale pixels of the picture for one of the window */
export function draw(context: CanvasRenderingContext2D, shape: Shape, source: CanvasImageSource, within: Size, scale: number): void {
  context.strokeStyle = context.fillStyle = COLOURS[shape.colour]
  context.lineWidth = LINE * scale
  context.lineJoin = context.lineCap = 'round'
  context.beginPath()
  if (shape.tool === 'mosaic') return mosaic(context, source, regionOf(shape.from, shape.to), BLOCK * scale, within)
  if (shape.tool === 'text') {
    context.font = `600 ${TEXT_SIZE * scale}px ${getComputedStyle(document.documentElement).getPropertyValue('--font') || 'sans-serif'}`
    context.textBaseline = 'top'
    context.fillText(shape.text, shape.at.x, shape.at.y)
    return
  }
  if (shape.tool === 'rectangle') {
    const { x, y, width, height } = regionOf(shape.from, shape.to)
    context.rect(x, y, width, height)
  } else if (shape.tool === 'pen') {
    for (const { x, y } of shape.points) context.lineTo(x, y)
  } else {
    const [one, other] = arrowHead(shape.from, shape.to, context.lineWidth)
    context.moveTo(shape.from.x, shape.from.y)
    context.lineTo(shape.to.x, shape.to.y)
    context.moveTo(one.x, one.y)
    context.lineTo(shape.to.x, shape.to.y)
    context.lineTo(other.x, other.y)
  }
  context.stroke()
}

/** The chosen part with what is drawn on it: PNG in Base64. */
export function cut(source: CanvasImageSource, region: Region, shapes: readonly Shape[], within: Size, scale: number): string {
  const canvas = document.createElement('canvas')
  canvas.width = region.width
  canvas.height = region.height
  const context = canvas.getContext('2d')!
  context.translate(-region.x, -region.y)
  context.drawImage(source, 0, 0)
  for (const shape of shapes) draw(context, shape, source, within, scale)
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '')
}
