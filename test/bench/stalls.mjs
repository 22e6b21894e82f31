/** Self-contained: its text also runs inside of Electron's main process. */
export function watchStalls() {
  const longest = { ms: 0, cpuMs: 0 }
  let lastMs = performance.now()
  let lastCpu = process.cpuUsage()
  const turn = () => {
    const nowMs = performance.now()
    const cpu = process.cpuUsage()
    longest.ms = Math.max(longest.ms, nowMs - lastMs - 1) // the timer's own millisecond
    longest.cpuMs = Math.max(longest.cpuMs, (cpu.user + cpu.system - lastCpu.user - lastCpu.system) / 1000)
    lastMs = nowMs
    lastCpu = cpu
    setTimeout(turn, 1).unref()
  }
  turn()
  return { longest, reset: () => Object.assign(longest, { ms: 0, cpuMs: 0 }) }
}
