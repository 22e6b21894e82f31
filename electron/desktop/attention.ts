/**
 * Does anybody look at Magpie (XEP-0352)? Nobody does while the screen is locked, or when the window is out of sight and
 * the computer was not used for a time. Once inactive, only a window in sight ends it: who works in other programs gets
 * his notifications anyway, since messages come at once.
 */
export interface AttentionPort {
  isWindowShown(): boolean
  /** Since keyboard or mouse were last used. */
  idleSeconds(): number
  isLocked(): boolean
}

const IDLE_SECONDS = 120

export function decideAttention(port: AttentionPort, wasActive: boolean): boolean {
  if (port.isLocked()) return false
  if (port.isWindowShown()) return true
  return wasActive && port.idleSeconds() < IDLE_SECONDS
}

export interface AttentionWatch {
  /** Something may have changed: looked at at once. */
  look(): void
  stop(): void
}

/** `tell` hears of changes; what idles is looked at now and then. */
export function watchAttention(port: AttentionPort, tell: (isActive: boolean) => void, everyMs = 30_000): AttentionWatch {
  let isActive = true
  const look = () => {
    const before = isActive
    isActive = decideAttention(port, before)
    if (isActive !== before) tell(isActive)
  }
  const timer = setInterval(look, everyMs)
  timer.unref()
  return { look, stop: () => clearInterval(timer) }
}
