export interface Stall {
  ms: number
  cpuMs: number
}
export function watchStalls(): { longest: Stall; reset(): void }
