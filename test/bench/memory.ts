/** Memory and CPU time of a process and all its descendants, from /proc (Linux). */
import { readFileSync, readdirSync } from 'node:fs'

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // the process ended while we looked
  }
}

/** The process and everything below it. */
export function treeOf(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)) {
    const parent = Number(/^PPid:\s*(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? -1)
    children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const found = [root]
  for (const pid of found) found.push(...(children.get(pid) ?? []))
  return found
}

/** Proportional set size in MB: shared pages are counted once over all processes that share them. */
export function pssMbOf(root: number): number {
  const kb = treeOf(root).map((pid) => Number(/^Pss:\s*(\d+) kB/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0))
  return kb.reduce((sum, one) => sum + one, 0) / 1024
}

/** The most that was resident at any time. */
export const vmPeakMbOf = (pid: number): number => Number(/^VmHWM:\s*(\d+) kB/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0) / 1024

/** User and system time in seconds; the kernel counts in hundredths. */
export function cpuSecondsOf(pids: number[]): number {
  const ticks = pids.map((pid) => {
    const fields = textOf(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
    return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
  })
  return ticks.reduce((sum, one) => sum + one, 0) / 100
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
