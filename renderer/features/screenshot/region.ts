/** The part of the screen that is chosen. Pure; all in pixels of the picture. */

export interface Point {
  x: number
  y: number
}
export interface Size {
  width: number
  height: number
}
export type Region = Point & Size

/** Sides and corners that can be pulled. */
export const HANDLES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const
export type Handle = (typeof HANDLES)[number]

const between = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most)
export const clampPoint = ({ x, y }: Point, { width, height }: Size): Point => ({ x: between(Math.round(x), 0, width), y: between(Math.round(y), 0, height) })

/** Whichever corner was first. */
export const regionOf = (a: Point, b: Point): Region => ({ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) })

/** Stays whole at the edge. */
export const moved = (region: Region, by: Point, within: Size): Region => ({
  ...region,
  x: between(Math.round(region.x + by.x), 0, within.width - region.width),
  y: between(Math.round(region.y + by.y), 0, within.height - region.height),
})

/** Pulled beyond the opposite side it turns over. */
export function resized(region: Region, handle: Handle, by: Point, within: Size): Region {
  const a = { x: region.x + (handle.includes('w') ? by.x : 0), y: region.y + (handle.includes('n') ? by.y : 0) }
  const b = { x: region.x + region.width + (handle.includes('e') ? by.x : 0), y: region.y + region.height + (handle.includes('s') ? by.y : 0) }
  return regionOf(clampPoint(a, within), clampPoint(b, within))
}

export const isIn = ({ x, y }: Point, region: Region): boolean => x >= region.x && y >= region.y && x < region.x + region.width && y < region.y + region.height
/** A click is none. */
export const isLarge = ({ width, height }: Size): boolean => width >= 4 && height >= 4

/** Where a bar of this size goes, in the same measure as `region`: below, else above, else inside at the bottom. */
export function barPlace(region: Region, bar: Size, within: Size, gap: number): Point {
  const x = between(region.x + region.width - bar.width, gap, Math.max(gap, within.width - bar.width - gap))
  const below = region.y + region.height + gap
  const above = region.y - bar.height - gap
  const y = below + bar.height + gap <= within.height ? below : above >= gap ? above : region.y + region.height - bar.height - gap
  return { x, y: Math.max(gap, y) }
}
