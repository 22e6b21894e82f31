/** Emoji in rows of equal width under titles: what the panel draws a part of. Pure. */

export interface Cell {
  char: string
  name: string
}
export interface Section {
  name: string
  cells: readonly Cell[]
}
export type GridRow = { key: string; title: string } | { key: string; title: null; cells: readonly Cell[]; /** Place of the first cell among all. */ from: number }

export function gridRows(sections: readonly Section[], columns: number): GridRow[] {
  const rows: GridRow[] = []
  let from = 0
  for (const { name, cells } of sections) {
    rows.push({ key: name, title: name })
    for (let i = 0; i < cells.length; i += columns) {
      const part = cells.slice(i, i + columns)
      rows.push({ key: `${name} ${i}`, title: null, cells: part, from })
      from += part.length
    }
  }
  return rows
}

/** Index of the row in which the cell at `place` stands; -1 without one. */
export const rowOfPlace = (rows: readonly GridRow[], place: number): number =>
  rows.findIndex((row) => row.title === null && place >= row.from && place < row.from + row.cells.length)

/** From `place` as many rows up or down, in the same column as far as there is one. */
export function stepRow(rows: readonly GridRow[], place: number, by: number): number {
  const lines = rows.filter((row) => row.title === null)
  const now = rowOfPlace(lines, place)
  const here = lines[now]
  const there = lines[Math.max(0, Math.min(lines.length - 1, now + by))]
  if (!here || !there || here === there) return place
  return there.from + Math.min(place - here.from, there.cells.length - 1)
}
