/** What became of each thing that was tried with a foreign client. */
export const FEATURES = [
  'message', 'receipt', 'marker', 'typing', 'correction', 'recall', 'reaction', 'answer', 'action', 'styling', 'spoiler', 'file', 'avatar',
  'room', 'subject', 'mention', 'whisper', 'roomCorrection', 'roomRecall', 'roomReaction', 'roomAnswer', 'moderation',
] as const
export type Feature = (typeof FEATURES)[number]
/** Seen from Magpie: `to` the other client, or `from` it. */
export type Direction = 'to' | 'from'
export type Outcome = 'yes' | `FAIL: ${string}` | `no: ${string}`

export interface ClientResult {
  version: string
  /** The day of the run: yyyy-mm-dd, UTC. */
  on: string
  /** A feature that is not in here was not tried. */
  tried: Partial<Record<Feature, Partial<Record<Direction, Outcome>>>>
}
export type Results = Record<string, ClientResult>

/** Of one client; says on stderr how it goes. */
export class Report {
  readonly result: ClientResult

  constructor(private readonly client: string, version: string) {
    this.result = { version, on: new Date().toISOString().slice(0, 10), tried: {} }
  }

  private note(feature: Feature, direction: Direction, outcome: Outcome): void {
    ;(this.result.tried[feature] ??= {})[direction] = outcome
    process.stderr.write(`${this.client}: ${feature} ${direction} it: ${outcome}\n`)
  }

  async step(feature: Feature, direction: Direction, run: () => Promise<unknown>): Promise<void> {
    try {
      await run()
      this.note(feature, direction, 'yes')
    } catch (error) {
      this.note(feature, direction, `FAIL: ${(error as Error).message.split('\n')[0] ?? ''}`)
      process.stderr.write(`${(error as Error).stack ?? String(error)}\n`)
    }
  }

  /** Not tried, and why. */
  lacks(feature: Feature, direction: Direction, why: string): void {
    this.note(feature, direction, `no: ${why}`)
  }

  get hasFailed(): boolean {
    return Object.values(this.result.tried).some((both) => Object.values(both).some((outcome) => outcome.startsWith('FAIL')))
  }
}
