/**
 * Test files that take long begin first, so that no worker has one to itself at the end. How long they take stands in `test/durations.json`
 * (seconds of those over five; `npm test -- --times` renews it): a fresh clone has no cache to know it from.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const repo = join(import.meta.dirname, '..')
const file = join(repo, 'test/durations.json')
const seconds = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>) : {}
const durationOf = ({ moduleId }: TestSpecification) => seconds[relative(repo, moduleId)] ?? 0

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => durationOf(b) - durationOf(a))
  }
}
