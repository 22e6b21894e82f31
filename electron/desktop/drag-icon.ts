/** A sheet of paper with a folded corner as pixels, for what is dragged out of the window: four bytes each, blue first. No picture of others is decoded for it. Pure. */

const [WIDTH, HEIGHT, FOLD] = [30, 38, 10]
type Colour = readonly [red: number, green: number, blue: number]
const PAPER: Colour = [0xff, 0xff, 0xff]
const EDGE: Colour = [0x6b, 0x7a, 0x90]
const WORDS: Colour = [0xb9, 0xc4, 0xd3]

const inLines = (x: number, y: number) => x >= 6 && x <= WIDTH - 7 && y >= 16 && y <= 32 && (y - 16) % 5 < 2

function colourAt(x: number, y: number): Colour | null {
  const cut = x - (WIDTH - 1 - FOLD) + (FOLD - y) // behind the fold
  if (y < FOLD && cut > FOLD) return null
  const isEdge = x === 0 || y === 0 || x === WIDTH - 1 || y === HEIGHT - 1 || (y <= FOLD && x >= WIDTH - 1 - FOLD && (cut === FOLD || x === WIDTH - 1 - FOLD || y === FOLD))
  return isEdge ? EDGE : inLines(x, y) ? WORDS : PAPER
}

/** @param scale of the screen, whole */
export function dragIcon(scale: number): { pixels: Buffer; width: number; height: number } {
  const [width, height] = [WIDTH * scale, HEIGHT * scale]
  const pixels = Buffer.alloc(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = colourAt(Math.floor(x / scale), Math.floor(y / scale))
      if (colour) pixels.set([colour[2], colour[1], colour[0], 255], (y * width + x) * 4)
    }
  }
  return { pixels, width, height }
}
