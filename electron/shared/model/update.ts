/** Where this installation stands with new versions. */
export type UpdateState =
  /** This build looks for none: a developer's, or a package that the system's own software management renews. */
  | { phase: 'off' }
  /** `isCurrent`: asked, and there was none; null: not asked yet. */
  | { phase: 'idle'; isCurrent: true | null }
  | { phase: 'checking' }
  | { phase: 'available'; version: string }
  | { phase: 'downloading'; version: string; percent: number }
  /** Takes the place of this version at the next start. */
  | { phase: 'ready'; version: string }
  /** `unreachable`: no answer. `refused`: what came is not what was promised; nothing of it is kept. */
  | { phase: 'failed'; reason: 'unreachable' | 'refused' }
