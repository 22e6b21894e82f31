import { describe, expect, test } from 'vitest'
import { barPlace, clampPoint, HANDLES, isIn, isLarge, moved, regionOf, resized, type Region } from '../../../../renderer/features/screenshot/region'
import { arrowHead, begin, extend, isSeen, type Shape } from '../../../../renderer/features/screenshot/shapes'

const SCREEN = { width: 200, height: 100 }
const region: Region = { x: 50, y: 20, width: 60, height: 40 }

describe('the chosen part', () => {
  test('is the same from whichever corner, in whole pixels of the screen', () => {
    expect(regionOf({ x: 110, y: 60 }, { x: 50, y: 20 })).toEqual(region)
    expect(clampPoint({ x: -3.2, y: 400 }, SCREEN)).toEqual({ x: 0, y: 100 })
    expect(clampPoint({ x: 10.6, y: 3.4 }, SCREEN)).toEqual({ x: 11, y: 3 })
  })
  test('is moved as far as the edge, and keeps its size', () => {
    expect(moved(region, { x: 5, y: -3 }, SCREEN)).toEqual({ ...region, x: 55, y: 17 })
    expect(moved(region, { x: 500, y: 500 }, SCREEN)).toEqual({ ...region, x: 140, y: 60 })
    expect(moved(region, { x: -500, y: -500 }, SCREEN)).toEqual({ ...region, x: 0, y: 0 })
  })
  test('each handle pulls its sides and no other', () => {
    const by = { x: 7, y: 9 }
    const sides = ({ x, y, width, height }: Region) => [x, y, x + width, y + height]
    const pulled = Object.fromEntries(HANDLES.map((handle) => [handle, sides(resized(region, handle, by, SCREEN))]))
    expect(pulled).toEqual({
      nw: [57, 29, 110, 60], n: [50, 29, 110, 60], ne: [50, 29, 117, 60], e: [50, 20, 117, 60],
      se: [50, 20, 117, 69], s: [50, 20, 110, 69], sw: [57, 20, 110, 69], w: [57, 20, 110, 60],
    })
  })
  test('pulled beyond the other side it turns over; never beyond the screen', () => {
    expect(resized(region, 'w', { x: 80, y: 0 }, SCREEN)).toEqual({ x: 110, y: 20, width: 20, height: 40 })
    expect(resized(region, 'se', { x: 999, y: 999 }, SCREEN)).toEqual({ x: 50, y: 20, width: 150, height: 80 })
  })
  test('holds its first pixel and not the one behind its last; a click is none', () => {
    expect([isIn({ x: 50, y: 20 }, region), isIn({ x: 110, y: 20 }, region), isIn({ x: 49, y: 20 }, region)]).toEqual([true, false, false])
    expect([isLarge({ width: 4, height: 4 }), isLarge({ width: 300, height: 1 })]).toEqual([true, false])
  })
})

describe('the bar', () => {
  const bar = { width: 50, height: 10 }
  test('stands below, else above, else inside; never off the screen', () => {
    expect(barPlace({ x: 50, y: 20, width: 60, height: 40 }, bar, SCREEN, 4)).toEqual({ x: 60, y: 64 })
    expect(barPlace({ x: 50, y: 50, width: 60, height: 48 }, bar, SCREEN, 4)).toEqual({ x: 60, y: 36 })
    expect(barPlace({ x: 0, y: 0, width: 200, height: 100 }, bar, SCREEN, 4)).toEqual({ x: 146, y: 86 })
    expect(barPlace({ x: 0, y: 0, width: 20, height: 20 }, bar, SCREEN, 4)).toEqual({ x: 4, y: 24 })
    expect(barPlace({ x: 0, y: 0, width: 20, height: 20 }, { width: 400, height: 10 }, SCREEN, 4).x).toBe(4)
  })
})

describe('what is drawn', () => {
  const at = { x: 10, y: 10 }
  test('follows the pointer; a click draws nothing', () => {
    for (const tool of ['rectangle', 'arrow', 'pen', 'mosaic'] as const) {
      const begun = begin(tool, at, 'red')
      expect(isSeen(begun)).toBe(false)
      expect(isSeen(extend(extend(begun, { x: 20, y: 20 }), { x: 40, y: 30 }))).toBe(true)
    }
    expect(extend(extend(begin('pen', at, 'blue'), { x: 20, y: 20 }), { x: 40, y: 30 })).toMatchObject({ points: [at, { x: 20, y: 20 }, { x: 40, y: 30 }] })
    expect(isSeen(extend(begin('arrow', at, 'red'), { x: 10, y: 40 }))).toBe(true) // straight down
    expect(isSeen(extend(begin('rectangle', at, 'red'), { x: 10, y: 40 }))).toBe(false)
    const text = (words: string): Shape => ({ tool: 'text', at, text: words, colour: 'red' })
    expect([isSeen(text(' ')), isSeen(text('看'))]).toEqual([false, true])
  })
  test('an arrow points where it was pulled to', () => {
    const [one, other] = arrowHead({ x: 0, y: 0 }, { x: 100, y: 0 }, 3)
    expect([one.x, other.x].every((x) => x > 80 && x < 100)).toBe(true)
    expect(one.y).toBeCloseTo(-other.y)
    expect(Math.abs(one.y)).toBeGreaterThan(3)
  })
})
