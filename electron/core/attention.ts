/** Does anybody look at us? Told by whoever shows the core; true for a core without windows. */
export interface Attention {
  isActive(): boolean
  /** Gives the removal. */
  onChange(listener: (isActive: boolean) => void): () => void
}

export function createAttention(): Attention & { set(isActive: boolean): void } {
  const listeners = new Set<(isActive: boolean) => void>()
  let now = true
  return {
    isActive: () => now,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set: (isActive) => {
      if (isActive === now) return
      now = isActive
      for (const listener of [...listeners]) listener(isActive)
    },
  }
}
